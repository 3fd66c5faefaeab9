/** A spec as a form: what an arm changes of the base, or the base itself. Parts are chosen by whoever asks. */
import { architectures, findArchitecture } from '../../../architectures/index.ts';
import { defaultsOf, type OptionRecord, type OptionValue } from '../../../core/options.ts';
import type { System } from '../../../core/system.ts';
import { findDataset } from '../../../datasets/index.ts';
import { encodingGroups, findEncoding } from '../../../encodings/index.ts';
import { useLab, type RunSpec } from '../../../store/lab.ts';
import {
  createDefaultSpec,
  findOptimiser,
  findSchedule,
  findStoppingRule,
  optimisers,
  schedules,
  specNumbers,
  stoppingRules,
} from '../../../store/lists.ts';
import { groupsOf } from '../../data/datasetGroups.ts';
import { DatasetOptions } from '../../options/DatasetOptions.tsx';
import { NumberField } from '../../options/NumberField.tsx';
import { OptionForm } from '../../options/OptionForm.tsx';
import { RowPicker, type PickerChoice } from '../../options/Picker.tsx';
import styles from './SpecForm.module.css';

type ChoiceName = 'dataset' | 'architecture' | 'encoding' | 'optimiser' | 'schedule' | 'stopping';
type NumberName = Exclude<keyof typeof specNumbers, 'seed'>;

export interface SpecFormProps {
  readonly spec: RunSpec;
  /** Places that a factor sets: not asked for here. */
  readonly varied?: readonly string[];
  readonly onChange: (spec: RunSpec) => void;
}

const finders: Readonly<Record<ChoiceName, (id: string) => System>> = {
  dataset: findDataset as (id: string) => System,
  architecture: findArchitecture as (id: string) => System,
  encoding: findEncoding as (id: string) => System,
  optimiser: findOptimiser as (id: string) => System,
  schedule: findSchedule as (id: string) => System,
  stopping: findStoppingRule as (id: string) => System,
};

const choicesOf = (systems: readonly Pick<System, 'id' | 'label'>[]): PickerChoice[] =>
  systems.map(({ id, label }) => ({ value: id, label }));

const lists: Readonly<Record<Exclude<ChoiceName, 'dataset'>, readonly PickerChoice[]>> = {
  architecture: (['pixels', 'grid'] as const).flatMap((form) =>
    choicesOf(architectures.filter(({ reads }) => reads === form)).map((choice) => ({
      ...choice,
      group: form === 'pixels' ? 'Read pixels, one by one' : 'Read the whole grid',
    })),
  ),
  encoding: encodingGroups.flatMap(({ label: group, encodings }) =>
    choicesOf(encodings).map((choice) => ({ ...choice, group })),
  ),
  optimiser: choicesOf(optimisers),
  schedule: choicesOf(schedules),
  stopping: choicesOf(stoppingRules),
};

const labels: Readonly<Record<ChoiceName, string>> = {
  dataset: 'Dataset',
  architecture: 'Architecture',
  encoding: 'Encoding',
  optimiser: 'Optimiser',
  schedule: 'Schedule',
  stopping: 'Stopping',
};

/** With another architecture the encoding comes or goes. */
function withChoice(spec: RunSpec, name: ChoiceName, id: string): RunSpec {
  const standard = createDefaultSpec();
  const known = standard[name]?.id === id ? standard[name]!.options : {};
  const options = { ...(defaultsOf(finders[name](id).options) as OptionRecord), ...known };
  const next = { ...spec, [name]: { id, options } };
  if (name !== 'architecture') return next;
  const usesEncoding = findArchitecture(id).usesEncoding;
  return { ...next, encoding: usesEncoding ? (spec.encoding ?? standard.encoding) : null };
}

/** The model: architecture, encoding, and what they leave open. */
export function ModelForm(props: SpecFormProps) {
  return (
    <div className={styles.columns}>
      <div>
        <ChoicePart {...props} name="architecture" />
      </div>
      {props.spec.encoding && (
        <div>
          <ChoicePart {...props} name="encoding" />
        </div>
      )}
    </div>
  );
}

/** How it is trained; what few people turn lies behind one word. */
export function TrainingForm(props: SpecFormProps) {
  return (
    <>
      <div className={styles.columns}>
        <div>
          <SystemPicker {...props} name="optimiser" />
          <NumberPart {...props} name="learningRate" />
          <SystemPicker {...props} name="schedule" />
          <NumberPart {...props} name="batchSize" />
        </div>
        <div>
          <NumberPart {...props} name="steps" />
          <ChoicePart {...props} name="stopping" />
          <NumberPart {...props} name="validationImages" />
        </div>
      </div>
      <SeldomOptions {...props} />
    </>
  );
}

function SeldomOptions({ spec, onChange }: SpecFormProps) {
  const names = (['optimiser', 'schedule'] as const).filter(
    (name) => Object.keys(finders[name](spec[name].id).options).length > 0,
  );
  if (names.length === 0) return null;
  return (
    <details className={styles.seldom}>
      <summary>More options</summary>
      {names.map((name) => (
        <OptionForm
          key={name}
          schema={finders[name](spec[name].id).options}
          values={spec[name].options}
          onChange={(option, value) => onChange(withOption(spec, name, option, value))}
        />
      ))}
    </details>
  );
}

/** What it is trained on. */
export function DataForm(props: SpecFormProps) {
  const { spec, onChange } = props;
  const choices = useDatasetChoices(spec.dataset.id);
  return (
    <div className={styles.columns}>
      <div>
        <RowPicker
          label="Dataset"
          value={spec.dataset.id}
          choices={choices}
          onChange={(id) => onChange(withChoice(spec, 'dataset', id))}
        />
        <NumberPart {...props} name="trainingImages" />
      </div>
      <div>
        <DatasetOptions
          choice={spec.dataset}
          onChange={(name, value) => onChange(withOption(spec, 'dataset', name, value))}
        />
      </div>
    </div>
  );
}

function withOption(spec: RunSpec, name: ChoiceName, option: string, value: OptionValue): RunSpec {
  const choice = spec[name]!;
  return { ...spec, [name]: { ...choice, options: { ...choice.options, [option]: value } } };
}

/** Datasets that are here, in the groups of the Data page. */
export function useDatasetChoices(chosen: string): PickerChoice[] {
  const stored = useLab(({ storedDatasets }) => storedDatasets);
  const known = groupsOf(stored).flatMap(({ label: group, datasets }) =>
    datasets.map(({ id, label }) => ({ value: id, label, group })),
  );
  if (known.some(({ value }) => value === chosen)) return known;
  return [...known, { value: chosen, label: 'Imported, not here', group: 'Your own' }];
}

interface ChoicePartProps extends SpecFormProps {
  readonly name: Exclude<ChoiceName, 'dataset'>;
}

/** Which system, and its options. */
function ChoicePart(props: ChoicePartProps) {
  const { spec, onChange, name } = props;
  const choice = spec[name]!;
  return (
    <>
      <SystemPicker {...props} />
      <OptionForm
        schema={finders[name](choice.id).options}
        values={choice.options}
        onChange={(option, value) => onChange(withOption(spec, name, option, value))}
      />
    </>
  );
}

function SystemPicker({ spec, onChange, name }: ChoicePartProps) {
  const { id } = spec[name]!;
  return (
    <RowPicker
      label={labels[name]}
      value={id}
      choices={lists[name]}
      help={finders[name](id).summary}
      onChange={(chosen) => onChange(withChoice(spec, name, chosen))}
    />
  );
}

function NumberPart({ spec, onChange, name, varied }: SpecFormProps & { name: NumberName }) {
  if (varied?.includes(name)) return null;
  const { label, min, max, whole } = specNumbers[name];
  return (
    <NumberField
      {...{ label, min, max, whole }}
      value={spec[name]}
      onChange={(value) => onChange({ ...spec, [name]: value })}
    />
  );
}
