/** What to train: dataset, architecture, encoding and training, top to bottom. */
import { useMemo } from 'react';
import { architectures, findArchitecture } from '../../architectures/index.ts';
import type { System } from '../../core/system.ts';
import { datasets, findDataset } from '../../datasets/index.ts';
import { encodingGroups, findEncoding } from '../../encodings/index.ts';
import {
  chooseArchitecture,
  chooseDataset,
  chooseEncoding,
  chooseOptimiser,
  chooseSchedule,
  editSpec,
  loadDraftCard,
  setOption,
} from '../../store/draft.ts';
import { useLab, type CardView } from '../../store/lab.ts';
import { deleteDataset } from '../../store/storedDatasets.ts';
import {
  createDefaultSpec,
  encodingFaultOf,
  findOptimiser,
  findSchedule,
  optimisers,
  schedules,
  specNumbers,
  summaryOf,
} from '../../store/lists.ts';
import { countText } from '../../store/wording.ts';
import { About } from '../options/About.tsx';
import { NumberField } from '../options/NumberField.tsx';
import { DatasetOptions } from '../options/DatasetOptions.tsx';
import { OptionForm } from '../options/OptionForm.tsx';
import { RowPicker, SectionPicker } from '../options/Picker.tsx';
import { ImageStrip } from '../parts/ImageStrip.tsx';
import { ShapePipeline } from '../parts/ShapePipeline.tsx';
import controls from '../shell/controls.module.css';
import styles from './SetUp.module.css';
import { useDraftCard } from './useCards.ts';

const choicesOf = (systems: readonly Pick<System, 'id' | 'label'>[]) =>
  systems.map(({ id, label }) => ({ value: id, label }));

/** `what is wrong; what to do` as two sentences. */
function sentenceOf(fault: string): string {
  return fault
    .split(';')
    .map((part) => part.trim().replace(/^./, (letter) => letter.toUpperCase()))
    .join('. ')
    .concat('.');
}

const architectureChoices = architectures.map(({ id, label, reads }) => ({
  value: id,
  label,
  group: reads === 'pixels' ? 'Read pixels, one by one' : 'Read the whole grid',
}));
const encodingChoices = encodingGroups.flatMap(({ label, encodings }) =>
  choicesOf(encodings).map((choice) => ({ ...choice, group: label })),
);

export function SetUp() {
  const view = useDraftCard();
  return (
    <section className={styles.setUp} aria-label="Set-up">
      <DatasetPart view={view} />
      <ArchitecturePart view={view} />
      <EncodingPart view={view} />
      <TrainingPart />
    </section>
  );
}

function DatasetPart({ view }: { view: CardView }) {
  const dataset = useLab(({ draft }) => draft.dataset);
  const stored = useLab(({ storedDatasets }) => storedDatasets);
  const system = findDataset(dataset.id);
  const isStored = stored.some(({ id }) => id === dataset.id);
  const choices = useMemo(() => {
    const known = [...choicesOf(datasets), ...choicesOf(stored)];
    const isKnown = known.some(({ value }) => value === dataset.id);
    return isKnown ? known : [...known, { value: dataset.id, label: 'Imported, not here' }];
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
            facts={factsOf(view)}
            action={
              isStored && {
                label: 'Delete these images',
                onPress: () => void deleteDataset(dataset.id),
              }
            }
          />
        }
      />
      <Samples view={view} />
      <SpecNumber name="trainingImages" most={trainCountOf(view)} />
      <DatasetOptions
        choice={dataset}
        onChange={(name, value) => setOption('dataset', name, value)}
      />
    </div>
  );
}

const factsOf = (view: CardView): [string, string][] => {
  if (view.phase !== 'ready') return [];
  const { trainCount, testCount, source, licence } = view.card;
  return [
    ['Images', `${countText(trainCount)} to train, ${countText(testCount)} to test`],
    ['Source', source],
    ['Licence', licence],
  ];
};

const trainCountOf = (view: CardView) =>
  view.phase === 'ready' ? view.card.trainCount : undefined;

function Samples({ view }: { view: CardView }) {
  switch (view.phase) {
    case 'loading':
      return <div className={styles.samples} aria-busy="true" />;
    case 'failed':
      return (
        <div className={styles.fault} role="alert">
          <p>{view.reason}</p>
          <button type="button" className={controls.button} onClick={() => void loadDraftCard()}>
            Try again
          </button>
        </div>
      );
    case 'ready': {
      const { card } = view;
      return (
        <div className={styles.samples}>
          <ImageStrip
            label={`Samples of ${card.label}`}
            set={{
              ...card.samples,
              height: card.height,
              width: card.width,
              channels: card.channels,
            }}
            classNames={card.classNames}
            most={6}
          />
        </div>
      );
    }
  }
}

function ArchitecturePart({ view }: { view: CardView }) {
  const draft = useLab(({ draft }) => draft);
  const { architecture } = draft;
  const system = findArchitecture(architecture.id);
  const card = view.phase === 'ready' ? view.card : undefined;
  const summary = useMemo(() => summaryOf(draft, card), [draft, card]);
  const isEncodingsFault = encodingFaultOf(draft, card) !== undefined; // said below, at the encoding
  return (
    <div className={styles.part}>
      <SectionPicker
        label="Architecture"
        value={architecture.id}
        choices={architectureChoices}
        onChange={chooseArchitecture}
        about={<About {...system} />}
      />
      {summary?.fault === undefined || isEncodingsFault ? (
        <div className={styles.pipeline}>
          {summary && !isEncodingsFault && <ShapePipeline {...summary} />}
        </div>
      ) : (
        <p className={styles.fault}>{summary.fault}</p>
      )}
      <OptionForm
        schema={system.options}
        values={architecture.options}
        onChange={(name, value) => setOption('architecture', name, value)}
      />
    </div>
  );
}

function EncodingPart({ view }: { view: CardView }) {
  const encoding = useLab(({ draft }) => draft.encoding);
  const fault = encodingFaultOf({ encoding }, view.phase === 'ready' ? view.card : undefined);
  const putAside = useLab(({ encodingPutAside }) => encodingPutAside);
  const architecture = useLab(({ draft }) => draft.architecture.id);
  const shown = encoding ?? putAside ?? createDefaultSpec().encoding;
  const system = shown && findEncoding(shown.id);
  const { label, whyNoEncoding } = findArchitecture(architecture);
  const reason = whyNoEncoding ?? `${label} reads a grid of pixels: it takes no encoding.`;
  return (
    <div className={styles.part}>
      <SectionPicker
        label="Encoding"
        value={shown?.id ?? 'none'}
        choices={encodingChoices}
        onChange={chooseEncoding}
        disabled={!encoding}
        about={system && <About {...system} />}
        note={encoding ? undefined : reason}
      />
      {fault && <p className={styles.fault}>{sentenceOf(fault)}</p>}
      {encoding && system && (
        <OptionForm
          schema={system.options}
          values={encoding.options}
          onChange={(name, value) => setOption('encoding', name, value)}
          knob={system.knob}
        />
      )}
    </div>
  );
}

function TrainingPart() {
  const optimiser = useLab(({ draft }) => draft.optimiser);
  const schedule = useLab(({ draft }) => draft.schedule);
  const optimiserSystem = findOptimiser(optimiser.id);
  const scheduleSystem = findSchedule(schedule.id);
  return (
    <div className={styles.part}>
      <h2 className={controls.heading}>Training</h2>
      <div>
        <RowPicker
          label="Optimiser"
          value={optimiser.id}
          choices={choicesOf(optimisers)}
          onChange={chooseOptimiser}
          help={optimiserSystem.summary}
        />
        <SpecNumber name="learningRate" />
        <RowPicker
          label="Schedule"
          value={schedule.id}
          choices={choicesOf(schedules)}
          onChange={chooseSchedule}
          help={scheduleSystem.summary}
        />
        <SpecNumber name="batchSize" />
        <SpecNumber name="steps" />
        <SpecNumber name="seed" />
      </div>
      <SeldomOptions optimiser={optimiserSystem} schedule={scheduleSystem} />
    </div>
  );
}

/** Options that few people turn, behind one word. */
function SeldomOptions({ optimiser, schedule }: { optimiser: System; schedule: System }) {
  const draft = useLab((state) => state.draft);
  const parts = [
    { kind: 'optimiser', system: optimiser },
    { kind: 'schedule', system: schedule },
  ] as const;
  if (parts.every(({ system }) => Object.keys(system.options).length === 0)) return null;
  return (
    <details className={styles.seldom}>
      <summary>More options</summary>
      {parts.map(({ kind, system }) => (
        <OptionForm
          key={kind}
          schema={system.options}
          values={draft[kind].options}
          onChange={(name, value) => setOption(kind, name, value)}
        />
      ))}
    </details>
  );
}

function SpecNumber({ name, most }: { name: keyof typeof specNumbers; most?: number | undefined }) {
  const value = useLab(({ draft }) => draft[name]);
  const { label, min, max, whole } = specNumbers[name];
  const limit = most === undefined ? max : Math.min(most, max);
  return (
    <NumberField
      {...{ label, min, whole }}
      value={value}
      max={limit}
      help={most === undefined ? undefined : `Of ${countText(most)} that there are.`}
      onChange={(number) => editSpec({ [name]: number })}
    />
  );
}
