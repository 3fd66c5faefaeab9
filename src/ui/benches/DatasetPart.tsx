/** Which images to train on: chosen from what is here, what can be fetched, and a person's own. */
import { Download } from 'lucide-react';
import { useMemo } from 'react';
import type { DatasetSystem } from '../../datasets/dataset.ts';
import { findDataset } from '../../datasets/index.ts';
import { showDataset } from '../../store/dataPage.ts';
import { cancelDownload, downloadDataset } from '../../store/downloads.ts';
import { chooseDataset, loadDraftCard, setOption } from '../../store/draft.ts';
import { useLab, type CardView } from '../../store/lab.ts';
import { bytesText, countText } from '../../store/wording.ts';
import { groupsOf } from '../data/datasetGroups.ts';
import { About } from '../options/About.tsx';
import { DatasetOptions } from '../options/DatasetOptions.tsx';
import { SectionPicker, type PickerChoice } from '../options/Picker.tsx';
import { ErrorLines } from '../parts/ErrorLines.tsx';
import { ImageStrip } from '../parts/ImageStrip.tsx';
import { ReadingProgress } from '../parts/ReadingProgress.tsx';
import controls from '../shell/controls.module.css';
import { AugmentationPart } from './AugmentationPart.tsx';
import styles from './SetUp.module.css';
import { SpecNumber } from './SpecNumber.tsx';

export function DatasetPart({ view }: { view: CardView }) {
  const dataset = useLab(({ draft }) => draft.dataset);
  const stored = useLab(({ storedDatasets }) => storedDatasets);
  const opened = useLab((state) => state.opened);
  const system = findDataset(dataset.id);
  const card = stored.find(({ id }) => id === dataset.id);
  const absent = opened && !card ? system.download : undefined;
  const choices = useMemo((): PickerChoice[] => {
    const known = groupsOf(stored).flatMap(({ label: group, datasets }) =>
      datasets.map(({ id, label }) => ({ value: id, label, group })),
    );
    if (known.some(({ value }) => value === dataset.id)) return known;
    return [...known, { value: dataset.id, label: 'Imported, not here', group: 'Your own' }];
  }, [stored, dataset.id]);
  return (
    <div className={styles.part}>
      <SectionPicker
        label="Dataset"
        value={dataset.id}
        choices={choices}
        onChange={chooseDataset}
        about={
          <About
            {...system}
            label={card?.label ?? system.label}
            facts={absent ? factsOfDownload(absent) : factsOf(view)}
            action={{ label: 'Open in Data', onPress: () => showDataset(dataset.id) }}
          />
        }
      />
      {absent ? (
        <NotHere id={dataset.id} label={system.label} download={absent} />
      ) : (
        <Samples view={view} />
      )}
      <div>
        <SpecNumber name="trainingImages" most={absent?.trainCount ?? trainCountOf(view)} />
        <SpecNumber name="validationImages" help={validationHelp(view)} />
        {!absent && (
          <DatasetOptions
            choice={dataset}
            onChange={(name, value) => setOption('dataset', name, value)}
          />
        )}
        <AugmentationPart view={view} />
      </div>
    </div>
  );
}

type Fact = [name: string, text: string];
type DownloadFacts = NonNullable<DatasetSystem['download']>;

function factsOf(view: CardView): Fact[] {
  if (view.phase !== 'ready') return [];
  const { source, licence } = view.card;
  return [countsOf(view.card), ['Source', source], ['Licence', licence]];
}

const factsOfDownload = (download: DownloadFacts): Fact[] => [
  countsOf(download),
  ['Source', download.source],
  ['Licence', download.licence],
];

const countsOf = ({ trainCount, testCount }: { trainCount: number; testCount: number }): Fact => [
  'Images',
  `${countText(trainCount)} to train, ${countText(testCount)} to test`,
];

function validationHelp(view: CardView): string {
  const why = 'Training images that no step sees: the run is scored on them at every point.';
  const has = view.phase === 'ready' && view.card.familySizes;
  return has ? `${why} Whole families are set aside for them.` : why;
}

const trainCountOf = (view: CardView) =>
  view.phase === 'ready' ? view.card.trainCount : undefined;

/** In place of the samples of a well-known dataset that is fetched only when a person asks. */
function NotHere({ id, label, download }: { id: string; label: string; download: DownloadFacts }) {
  const view = useLab((state) => (state.download?.id === id ? state.download : null));
  if (view && view.fault === null) {
    return (
      <div className={styles.absent}>
        <ReadingProgress progress={view.progress} begin={`Downloading ${label}`} />
        <button type="button" className={controls.quiet} onClick={cancelDownload}>
          Cancel
        </button>
      </div>
    );
  }
  return (
    <div className={styles.absent}>
      {view?.fault && (
        <div className={styles.fault} role="alert">
          <ErrorLines text={view.fault} isShort />
        </div>
      )}
      {!view?.fault && (
        <p>
          Not here yet. It comes from {download.hosts.join(' or ')}, is checked, and stays in this
          browser. Licence: {download.licence}.
        </p>
      )}
      <button type="button" className={controls.button} onClick={() => void downloadDataset(id)}>
        <Download size={15} aria-hidden />
        {view?.fault ? 'Try again' : `Download ${bytesText(download.bytes)}`}
      </button>
      {view?.fault && (
        <button type="button" className={controls.button} onClick={() => showDataset(id)}>
          What to do
        </button>
      )}
    </div>
  );
}

function Samples({ view }: { view: CardView }) {
  switch (view.phase) {
    case 'loading':
      return <div className={styles.samples} aria-busy="true" />;
    case 'failed':
      return (
        <div className={styles.fault} role="alert">
          <ErrorLines text={view.reason} />
          <button type="button" className={controls.button} onClick={() => void loadDraftCard()}>
            Try again
          </button>
        </div>
      );
    case 'ready': {
      const { samples, height, width, channels, label, classNames } = view.card;
      return (
        <div className={styles.samples}>
          <ImageStrip
            label={`Samples of ${label}`}
            set={{ ...samples, height, width, channels }}
            classNames={classNames}
            most={6}
          />
        </div>
      );
    }
  }
}
