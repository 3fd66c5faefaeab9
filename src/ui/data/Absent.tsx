/** In place of images: a dataset that can be fetched, or one that was imported elsewhere. */
import { Download } from 'lucide-react';
import type { DatasetSystem } from '../../datasets/dataset.ts';
import { findDataset } from '../../datasets/index.ts';
import { cancelDownload, downloadDataset } from '../../store/downloads.ts';
import { useLab } from '../../store/lab.ts';
import { bytesText, countText } from '../../store/wording.ts';
import { ErrorLines } from '../parts/ErrorLines.tsx';
import { ReadingProgress } from '../parts/ReadingProgress.tsx';
import { chooseFiles } from '../shell/chooseFiles.ts';
import controls from '../shell/controls.module.css';
import styles from './DataPage.module.css';

export function Absent({ id }: { id: string }) {
  const { download, label } = findDataset(id);
  if (download) return <NotDownloaded {...{ id, label, download }} />;
  return (
    <div className={styles.absent}>
      <p>
        These images are not in this browser: they were imported elsewhere, or deleted. Import the
        same files again, and they are found.
      </p>
      <button type="button" className={controls.primary} onClick={chooseFiles}>
        Import files…
      </button>
    </div>
  );
}

function NotDownloaded(props: {
  id: string;
  label: string;
  download: NonNullable<DatasetSystem['download']>;
}) {
  const { id, label, download } = props;
  const { bytes, trainCount, testCount, classNames, hosts } = download;
  const view = useLab((state) => (state.download?.id === id ? state.download : null));
  if (view && view.fault === null) {
    return (
      <div className={styles.absent}>
        <ReadingProgress progress={view.progress} begin={`Downloading ${label}`} />
        <button type="button" className={controls.button} onClick={cancelDownload}>
          Cancel
        </button>
      </div>
    );
  }
  return (
    <div className={styles.absent}>
      {view?.fault && (
        <div className={styles.fault} role="alert">
          <ErrorLines text={view.fault} />
        </div>
      )}
      <p>
        {countText(trainCount)} training and {countText(testCount)} test images of{' '}
        {classNames.length} classes, from {hosts.join(' or ')}. Every file is checked before it is
        read, and then kept in this browser.
      </p>
      <button type="button" className={controls.primary} onClick={() => void downloadDataset(id)}>
        <Download size={16} aria-hidden />
        {view?.fault ? 'Try again' : `Download ${bytesText(bytes)}`}
      </button>
    </div>
  );
}
