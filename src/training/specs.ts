/** Making, checking, naming and comparing specs. */
import type { Architecture } from '../architectures/architecture.ts';
import { findArchitecture } from '../architectures/index.ts';
import { LabError } from '../core/errors.ts';
import {
  matters,
  namingOptions,
  readOptions,
  type OptionRecord,
  type OptionSchema,
  type OptionValue,
} from '../core/options.ts';
import type { System, SystemChoice } from '../core/system.ts';
import { findDataset } from '../datasets/index.ts';
import { findEncoding } from '../encodings/index.ts';
import { findTask } from '../tasks/index.ts';
import { augmentationText, readAugmentation } from './augmentation.ts';
import { findOptimiser } from './optimisers/index.ts';
import { findSchedule } from './schedules/index.ts';
import type { RunSpec } from './spec.ts';
import { findStoppingRule } from './stopping/index.ts';

const ALL_STEPS: SystemChoice = { id: 'steps', options: {} };

/** The ready experiment; its values were chosen by measurement (README, docs/LOG.md). */
export function createDefaultSpec(): RunSpec {
  return {
    task: { id: 'classification', options: {} },
    dataset: { id: 'typefaces', options: {} },
    trainingImages: 5000,
    validationImages: 0,
    augmentation: null,
    architecture: { id: 'coordinet', options: {} },
    encoding: { id: 'gaussian-fourier', options: {} },
    optimiser: { id: 'adam', options: {} },
    schedule: { id: 'one-cycle', options: {} },
    learningRate: 0.006,
    steps: 1000,
    stopping: ALL_STEPS,
    batchSize: 64,
    seed: 1,
  };
}

/** The numbers of a spec that belong to no system: legal range and how people call them. */
export const specNumbers = {
  trainingImages: { label: 'Training images', min: 2, max: 1_000_000, whole: true },
  validationImages: { label: 'Validation images', min: 0, max: 1_000_000, whole: true },
  steps: { label: 'Steps', min: 1, max: 1_000_000, whole: true },
  batchSize: { label: 'Batch size', min: 1, max: 1024, whole: true },
  learningRate: { label: 'Learning rate', min: 1e-7, max: 1000, whole: false },
  seed: { label: 'Seed', min: 0, max: 2 ** 31 - 1, whole: true },
} as const;

/** The choices of a spec: how people call them and where their system is found. */
const specChoices = {
  task: { label: 'Task', find: findTask as (id: string) => System },
  dataset: { label: 'Dataset', find: findDataset as (id: string) => System },
  architecture: { label: 'Architecture', find: findArchitecture as (id: string) => System },
  optimiser: { label: 'Optimiser', find: findOptimiser as (id: string) => System },
  schedule: { label: 'Schedule', find: findSchedule as (id: string) => System },
  stopping: { label: 'Stopping', find: findStoppingRule as (id: string) => System },
} as const;
const encodingChoice = { label: 'Encoding', find: findEncoding as (id: string) => System };

/**
 * A whole spec from stored or typed JSON. Options that are missing take their defaults, and so do
 * stopping and validation images, which earlier versions did not know; anything illegal throws a
 * LabError that names the field.
 */
export function readSpec(value: unknown, where: string): RunSpec {
  const record = expectRecord(value, where);
  const known = [
    ...Object.keys(specChoices),
    ...Object.keys(specNumbers),
    'encoding',
    'augmentation',
  ];
  const unknown = Object.keys(record).find((key) => !known.includes(key));
  if (unknown) throw illegal(`field "${unknown}" in ${where}`, `only ${known.join(', ')}`);
  const architecture = readChoice(record.architecture, specChoices.architecture, where);
  const usesEncoding = findArchitecture(architecture.id).usesEncoding;
  return {
    task: readChoice(record.task, specChoices.task, where),
    dataset: readChoice(record.dataset, specChoices.dataset, where),
    trainingImages: readNumber(record, 'trainingImages', where),
    validationImages: readNumber({ validationImages: 0, ...record }, 'validationImages', where),
    augmentation: readAugmentation(record.augmentation, `Augmentation in ${where}`),
    architecture,
    encoding: usesEncoding ? readChoice(record.encoding, encodingChoice, where) : null,
    optimiser: readChoice(record.optimiser, specChoices.optimiser, where),
    schedule: readChoice(record.schedule, specChoices.schedule, where),
    learningRate: readNumber(record, 'learningRate', where),
    steps: readNumber(record, 'steps', where),
    stopping: readChoice(record.stopping ?? ALL_STEPS, specChoices.stopping, where),
    batchSize: readNumber(record, 'batchSize', where),
    seed: readNumber(record, 'seed', where),
  };
}

function illegal(found: string, expected: string): LabError {
  return new LabError('illegal-spec', { found, expected, fix: 'correct that field' });
}

function expectRecord(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw illegal(`${JSON.stringify(value) ?? 'nothing'} as ${where}`, 'a record of settings');
}

function readChoice(
  value: unknown,
  { label, find }: { label: string; find: (id: string) => System },
  where: string,
): SystemChoice {
  const { id, options } = expectRecord(value, `${label} in ${where}`);
  if (typeof id !== 'string')
    throw illegal(`${label} without an id in ${where}`, 'the id of a system');
  const stored = expectRecord(options ?? {}, `options of ${label} in ${where}`) as OptionRecord;
  const system = find(id);
  return { id, options: readOptions(system.options, stored, `${system.label} (${where})`) };
}

function readNumber(
  record: Record<string, unknown>,
  name: keyof typeof specNumbers,
  where: string,
): number {
  const { label, min, max, whole } = specNumbers[name];
  const value = record[name];
  const legal =
    typeof value === 'number' &&
    value >= min &&
    value <= max &&
    (!whole || Number.isInteger(value));
  if (legal) return value;
  const noun = whole ? 'a whole number' : 'a number';
  throw illegal(
    `${label} = ${JSON.stringify(value) ?? 'nothing'} in ${where}`,
    `${noun} from ${min} to ${max}`,
  );
}

/**
 * The spec with every option written out and keys in order: equal texts mean the same run. What is
 * not augmented, keeps no validation slice or takes all its steps has no word of it, so that its text
 * is what it was before there were these.
 */
export function canonicalText(spec: RunSpec): string {
  const whole = withoutLaterOptions(readSpec(spec, 'the spec'));
  const { augmentation, validationImages, stopping, ...others } = whole;
  const said = {
    ...others,
    ...(augmentation ? { augmentation } : {}),
    ...(validationImages > 0 ? { validationImages } : {}),
    ...(stopping.id === ALL_STEPS.id ? {} : { stopping }),
  };
  return JSON.stringify(sortKeys(said));
}

/** Of each system the options that name a run. */
function withoutLaterOptions(spec: RunSpec): RunSpec {
  const named = ({ id, options }: SystemChoice, find: (id: string) => System) => ({
    id,
    options: namingOptions(find(id).options, options),
  });
  const choices = Object.entries(specChoices).map(([name, { find }]) => [
    name,
    named(spec[name as keyof typeof specChoices], find),
  ]);
  const encoding = spec.encoding && named(spec.encoding, encodingChoice.find);
  return { ...spec, encoding, ...(Object.fromEntries(choices) as Partial<RunSpec>) };
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sortKeys(each)]));
}

export interface Difference {
  readonly label: string;
  readonly a: string;
  readonly b: string;
}

/** What differs between two specs, in the order of the set-up column. */
export function differences(a: RunSpec, b: RunSpec): Difference[] {
  const found: Difference[] = [];
  const note = (label: string, left: string, right: string) => {
    if (left !== right) found.push({ label, a: left, b: right });
  };
  const compare = (
    { label, find }: { label: string; find: (id: string) => System },
    left: SystemChoice | null,
    right: SystemChoice | null,
  ) => {
    note(label, left ? find(left.id).label : 'none', right ? find(right.id).label : 'none');
    if (!left || !right || left.id !== right.id) return;
    const schema = find(left.id).options;
    for (const [name, option] of Object.entries(schema)) {
      if (![left, right].some(({ options }) => matters(schema, name, options))) continue;
      note(option.label, valueText(left, find, name), valueText(right, find, name));
    }
  };
  compare(specChoices.task, a.task, b.task);
  compare(specChoices.dataset, a.dataset, b.dataset);
  noteNumber('trainingImages');
  noteNumber('validationImages');
  note('Augmentation', augmentationText(a.augmentation), augmentationText(b.augmentation));
  compare(specChoices.architecture, a.architecture, b.architecture);
  // A model without an encoding differs by its architecture; saying "encoding: none" adds nothing.
  if (a.encoding && b.encoding) compare(encodingChoice, a.encoding, b.encoding);
  compare(specChoices.optimiser, a.optimiser, b.optimiser);
  compare(specChoices.schedule, a.schedule, b.schedule);
  for (const name of ['learningRate', 'steps'] as const) noteNumber(name);
  compare(specChoices.stopping, a.stopping, b.stopping);
  for (const name of ['batchSize', 'seed'] as const) noteNumber(name);
  return found;

  function noteNumber(name: keyof typeof specNumbers) {
    // All digits: by default a learning rate of 0.0041 would read, and compare, as 0.004.
    const text = (spec: RunSpec) =>
      spec[name].toLocaleString('en', { maximumSignificantDigits: 17 });
    note(specNumbers[name].label, text(a), text(b));
  }
}

/** An option's value as people read it; one that is not stored has its default. */
function valueText(choice: SystemChoice, find: (id: string) => System, name: string): string {
  const schema: OptionSchema = find(choice.id).options;
  const option = schema[name]!;
  const value: OptionValue = choice.options[name] ?? option.default;
  if (option.kind === 'choice') {
    return option.choices.find((each) => each.value === value)?.label ?? String(value);
  }
  if (option.kind === 'switch') return value ? 'on' : 'off';
  return option.unit ? `${value} ${option.unit}` : String(value);
}

/** May this spec carry an encoding? */
export const usesEncoding = (spec: RunSpec): boolean =>
  (findArchitecture(spec.architecture.id) as Architecture).usesEncoding;
