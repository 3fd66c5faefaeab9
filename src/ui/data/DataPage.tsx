/**
 * Datasets: what is here and what can be fetched, the images of one, and what is known of it. Three
 * columns, or three tabs where the screen is narrow.
 */
import { useEffect, useMemo, useState } from 'react';
import type { SystemChoice } from '../../core/system.ts';
import { findDataset } from '../../datasets/index.ts';
import {
  descriptionKey,
  isHere,
  listKept,
  loadDescription,
  trainOnThis,
  type DescriptionView,
} from '../../store/dataPage.ts';
import { useLab } from '../../store/lab.ts';
import { ErrorLines } from '../parts/ErrorLines.tsx';
import { ReadingProgress } from '../parts/ReadingProgress.tsx';
import { tabPanel, Tabs } from '../parts/Tabs.tsx';
import controls from '../shell/controls.module.css';
import { useNarrow } from '../shell/useNarrow.ts';
import { Absent } from './Absent.tsx';
import { Browser } from './Browser.tsx';
import styles from './DataPage.module.css';
import { DatasetList } from './DatasetList.tsx';
import { Facts } from './Facts.tsx';
import { outlineOf, outlineText, type Outline } from './outline.ts';
import { Sources } from './Sources.tsx';
import { StorageRoom } from './StorageRoom.tsx';

const tabs = [
  { id: 'datasets', label: 'Datasets' },
  { id: 'images', label: 'Images' },
  { id: 'facts', label: 'Facts' },
] as const;
type Tab = (typeof tabs)[number]['id'];

export function DataPage() {
  const choice = useLab(({ view }) => (view.kind === 'data' ? view.choice : null));
  const isNarrow = useNarrow();
  const [tab, setTab] = useState<Tab>('images');
  useEffect(() => void listKept(), []);
  if (!choice) return null;
  const panel = (name: Tab) =>
    isNarrow ? { ...tabPanel('Data', name), hidden: name !== tab } : undefined;
  return (
    <main className={styles.page} aria-label="Data">
      {isNarrow && (
        <div className={styles.tabs}>
          <Tabs name="Data" tabs={tabs} tab={tab} onChange={setTab} />
        </div>
      )}
      <div className={styles.datasets} {...panel('datasets')}>
        <DatasetList onShow={() => setTab('images')} />
        <Sources />
        <StorageRoom />
      </div>
      <Shown choice={choice} panel={panel} />
    </main>
  );
}

type Panel = (name: Tab) => object | undefined;

/** The dataset that is looked at: its images, and what is known of it. */
function Shown({ choice, panel }: { choice: SystemChoice; panel: Panel }) {
  const { id, options } = choice;
  const stored = useLab(({ storedDatasets }) => storedDatasets.find((each) => each.id === id));
  const system = findDataset(id);
  const label = stored?.label ?? system.label;
  const view = useDescription(choice);
  const description = view?.phase === 'ready' ? view.description : undefined;
  const outline = useMemo(
    () => outlineOf({ schema: system.options, options }, stored, description),
    [system, options, stored, description],
  );
  return (
    <>
      <div className={styles.middle} {...panel('images')}>
        <header className={styles.head}>
          <div>
            <h2>{label}</h2>
            <p>{outline && view?.phase !== 'failed' && outlineText(outline)}</p>
          </div>
          <button
            type="button"
            className={controls.primary}
            disabled={!outline || view?.phase === 'failed'}
            onClick={trainOnThis}
          >
            Train on this
          </button>
        </header>
        <Images {...{ choice, label, view, outline }} />
      </div>
      <div className={styles.facts} {...panel('facts')}>
        <Facts key={id} {...{ choice, label, view }} />
      </div>
    </>
  );
}

/** null: it is not here, or not known to be. */
function useDescription(choice: SystemChoice): DescriptionView | null {
  const isKnown = useLab((state) => state.data.isListed);
  const isThere = useLab((state) => isHere(choice.id, state));
  const view = useLab(({ data }) => data.descriptions[descriptionKey(choice)]);
  const isMissing = isThere && view === undefined;
  useEffect(() => {
    if (isMissing) void loadDescription(choice);
  }, [isMissing, choice]);
  if (!isThere) return isKnown ? null : { phase: 'loading', progress: null };
  return view ?? { phase: 'loading', progress: null };
}

function Images(props: {
  choice: SystemChoice;
  label: string;
  view: DescriptionView | null;
  outline: Outline | undefined;
}) {
  const { choice, label, view, outline } = props;
  if (!view) return <Absent id={choice.id} />;
  if (view.phase === 'failed') return <Failed choice={choice} reason={view.reason} />;
  if (outline) return <Browser key={descriptionKey(choice)} {...{ choice, label, outline }} />;
  return (
    <div className={styles.absent}>
      <ReadingProgress
        progress={view.phase === 'loading' ? view.progress : null}
        begin={`Opening ${label}`}
      />
    </div>
  );
}

function Failed({ choice, reason }: { choice: SystemChoice; reason: string }) {
  return (
    <div className={styles.absent}>
      <div className={styles.fault} role="alert">
        <ErrorLines text={reason} />
      </div>
      <button
        type="button"
        className={controls.button}
        onClick={() => void loadDescription(choice)}
      >
        Try again
      </button>
    </div>
  );
}
