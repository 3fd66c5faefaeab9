/** What to train: dataset, architecture, encoding and training, top to bottom. */
import { useMemo } from 'react';
import { architectures, findArchitecture } from '../../architectures/index.ts';
import type { System } from '../../core/system.ts';
import { encodingGroups, findEncoding } from '../../encodings/index.ts';
import {
  chooseArchitecture,
  chooseEncoding,
  chooseOptimiser,
  chooseSchedule,
  chooseStopping,
  setOption,
} from '../../store/draft.ts';
import { useLab, type CardView } from '../../store/lab.ts';
import {
  createDefaultSpec,
  encodingFaultOf,
  findOptimiser,
  findSchedule,
  findStoppingRule,
  optimisers,
  schedules,
  stoppingRules,
  summaryOf,
} from '../../store/lists.ts';
import { About } from '../options/About.tsx';
import { OptionForm } from '../options/OptionForm.tsx';
import { RowPicker, SectionPicker } from '../options/Picker.tsx';
import { ShapePipeline } from '../parts/ShapePipeline.tsx';
import controls from '../shell/controls.module.css';
import { DatasetPart } from './DatasetPart.tsx';
import styles from './SetUp.module.css';
import { SpecNumber } from './SpecNumber.tsx';
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
  const stopping = useLab(({ draft }) => draft.stopping);
  const optimiserSystem = findOptimiser(optimiser.id);
  const scheduleSystem = findSchedule(schedule.id);
  const stoppingRule = findStoppingRule(stopping.id);
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
        <RowPicker
          label="Stopping"
          value={stopping.id}
          choices={choicesOf(stoppingRules)}
          onChange={chooseStopping}
          help={stoppingRule.summary}
        />
        <OptionForm
          schema={stoppingRule.options}
          values={stopping.options}
          onChange={(name, value) => setOption('stopping', name, value)}
        />
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
