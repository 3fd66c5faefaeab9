/** What an arm or a level changes of a spec: read, applied, told in words. */
import type { OptionRecord } from '../../core/options.ts';
import type { SystemChoice } from '../../core/system.ts';
import { readAugmentation } from '../../training/augmentation.ts';
import type { RunSpec } from '../../training/spec.ts';
import { createDefaultSpec, differences, readSpec } from '../../training/specs.ts';
import { illegalPlan, readFields, readNumber, readText } from './fields.ts';
import type { ChoiceChanges, SpecChanges } from './plan.ts';

/** The systems of a spec that a plan may change. */
export const choiceFields = [
  ...(['task', 'dataset', 'architecture', 'encoding'] as const),
  ...(['optimiser', 'schedule', 'stopping'] as const),
];
/** The numbers of a spec that a plan may change: all but the seed. */
export const numberFields = [
  ...(['trainingImages', 'validationImages'] as const),
  ...(['learningRate', 'steps', 'batchSize'] as const),
];
const allFields: readonly string[] = [...choiceFields, ...numberFields, 'augmentation'];
/** The exact ranges are the spec's own (training/specs.ts) and are checked when it is read. */
const anyNumber = { min: 0, max: 1e9, whole: false };

/** Checks the form; whether systems and values are legal shows when they are applied. */
export function readChanges(value: unknown, where: string): SpecChanges {
  const fields = readFields(value ?? {}, allFields, where);
  const changes: Record<string, unknown> = {};
  for (const name of choiceFields) {
    if (fields[name] === undefined) continue;
    changes[name] = readChoiceChanges(fields[name], `${name} of ${where}`);
  }
  for (const name of numberFields) {
    if (fields[name] === undefined) continue;
    changes[name] = readNumber(fields[name], anyNumber, `${name} of ${where}`);
  }
  if (fields.augmentation !== undefined) {
    changes.augmentation = readAugmentation(fields.augmentation, `augmentation of ${where}`);
  }
  return changes;
}

function readChoiceChanges(value: unknown, where: string): ChoiceChanges {
  const { id, options } = readFields(value, ['id', 'options'], where);
  if (id === undefined && options === undefined) {
    throw illegalPlan(`${where} without a word`, 'an id, options, or both');
  }
  return {
    ...(id !== undefined && { id: readText(id, `the id of ${where}`) }),
    ...(options !== undefined && { options: readOptionValues(options, where) }),
  };
}

function readOptionValues(value: unknown, where: string): OptionRecord {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as OptionRecord;
  }
  throw illegalPlan(`options of ${where} that are no record`, 'a record of options');
}

/**
 * The spec with the changes of each, the first acts first; normal in form. An architecture that takes
 * an encoding where there was none gets the ready experiment's, unless one is named. Throws a
 * LabError for what no spec may be.
 */
export function applyChanges(
  spec: RunSpec,
  changes: SpecChanges | readonly SpecChanges[],
  where = 'the spec',
): RunSpec {
  const list: readonly SpecChanges[] = Array.isArray(changes) ? changes : [changes];
  return readSpec(list.reduce(applyOnce, spec), where);
}

function applyOnce(spec: RunSpec, changes: SpecChanges): RunSpec {
  const next: Record<string, unknown> = { ...spec, ...onlyDefined(changes) };
  const before = { ...spec, encoding: spec.encoding ?? createDefaultSpec().encoding };
  for (const name of choiceFields) next[name] = applyChoice(before[name]!, changes[name]);
  return next as unknown as RunSpec;
}

/** `undefined` in a record is a field that is not there. */
const onlyDefined = (changes: SpecChanges): SpecChanges =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));

function applyChoice(before: SystemChoice, changes: ChoiceChanges | undefined): SystemChoice {
  if (!changes) return before;
  const { id, options = {} } = changes;
  if (id !== undefined) return { id, options };
  return { id: before.id, options: { ...before.options, ...options } };
}

/** `Architecture CNN, Learning rate 0.003`, or `as the base`. */
export function changesText(base: RunSpec, changes: SpecChanges): string {
  const found = differences(base, applyChanges(base, changes));
  return found.map(({ label, b }) => `${label} ${b}`).join(', ') || 'as the base';
}
