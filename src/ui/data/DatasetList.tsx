/** All datasets that there are for this page, by where they come from. */
import { Download, X } from 'lucide-react';
import type { MouseEvent } from 'react';
import { showDataset } from '../../store/dataPage.ts';
import { cancelDownload, downloadDataset } from '../../store/downloads.ts';
import { useLab } from '../../store/lab.ts';
import { amountText } from '../parts/ReadingProgress.tsx';
import controls from '../shell/controls.module.css';
import { DamagedDatasets } from './DamagedDatasets.tsx';
import { groupsOf, type ListedDataset } from './datasetGroups.ts';
import styles from './DatasetList.module.css';

/** @param onShow after a dataset was chosen */
export function DatasetList({ onShow }: { onShow: () => void }) {
  const stored = useLab((state) => state.storedDatasets);
  const shownId = useLab(({ view }) => (view.kind === 'data' ? view.choice.id : null));
  return (
    <nav className={styles.list} aria-label="Datasets">
      {groupsOf(stored).map(({ label, datasets }) => (
        <section key={label} aria-label={label}>
          <h2 className={controls.heading}>{label}</h2>
          {datasets.length === 0 && <p className={styles.none}>Nothing imported yet.</p>}
          <ul>
            {datasets.map((dataset) => (
              <Row
                key={dataset.id}
                dataset={dataset}
                isShown={dataset.id === shownId}
                onShow={onShow}
              />
            ))}
          </ul>
        </section>
      ))}
      <DamagedDatasets />
    </nav>
  );
}

function Row(props: { dataset: ListedDataset; isShown: boolean; onShow: () => void }) {
  const { dataset, isShown, onShow } = props;
  const { id, label, text, toDownload } = dataset;
  function show(event: MouseEvent): void {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return; // for a tab of its own
    event.preventDefault();
    showDataset(id);
    onShow();
  }
  return (
    <li className={styles.row} data-shown={isShown}>
      <a
        href={`#page=data&dataset=${encodeURIComponent(id)}`}
        aria-current={isShown ? 'true' : undefined}
        onClick={show}
      >
        <b>{label}</b>
        <span>{text}</span>
      </a>
      {toDownload !== null && <RowDownload id={id} label={label} size={toDownload} />}
    </li>
  );
}

function RowDownload({ id, label, size }: { id: string; label: string; size: string }) {
  const download = useLab((state) => (state.download?.id === id ? state.download : null));
  if (!download || download.fault !== null) {
    return (
      <button
        type="button"
        className={styles.download}
        aria-label={`Download ${label}, ${size}`}
        title={`Download ${label}, ${size}`}
        onClick={() => void downloadDataset(id)}
      >
        {size}
        <Download size={14} aria-hidden />
      </button>
    );
  }
  const { progress } = download;
  const isCounted = progress !== null && progress.of > 0;
  return (
    <span className={styles.progress}>
      <progress
        aria-label={`Download of ${label}`}
        title={progress ? amountText(progress) : undefined}
        {...(isCounted ? { value: progress.done, max: progress.of } : {})}
      />
      <button
        type="button"
        className={controls.icon}
        aria-label={`Cancel the download of ${label}`}
        title="Cancel"
        onClick={cancelDownload}
      >
        <X size={14} aria-hidden />
      </button>
    </span>
  );
}
