/** What the page may know of plans before anything runs: what can be varied, and how it is called. */
import type { Option, OptionValue } from '../core/options.ts';
import { findDataset } from '../datasets/index.ts';
import type { Factor, Level, SearchRange, SpecChanges, StudyPlan } from '../studies/plan/plan.ts';
import { changeAt, maybeOptionAt, pathLabel, pathsOf } from '../studies/plan/specPath.ts';
import { augmentationText } from '../training/augmentation.ts';
import type { Augmentation, RunSpec } from '../training/spec.ts';
import type { StoredDatasetCard } from '../datasets/stored.ts';
import { changedSpec } from './studyPlanEdits.ts';

export type { Equality, Factor, Level, SearchRange, Tuning } from '../studies/plan/plan.ts';
export { changeAt, maybeOptionAt, pathLabel };

/** A place of a spec that a factor may vary or tuning may turn. */
export interface TurnablePlace {
  /** `architecture.width` */
  readonly path: string;
  readonly label: string;
  /** `Architecture`, `Training`: the part of the set-up that it belongs to. */
  readonly group: string;
  readonly option: Option;
}

const groups: Readonly<Record<string, string>> = {
  dataset: 'Dataset',
  architecture: 'Architecture',
  encoding: 'Encoding',
  optimiser: 'Optimiser',
  schedule: 'Schedule',
  stopping: 'Stopping',
  task: 'Task',
};

/** Specs of the arms as the plan gives them; the base alone where there is no arm yet. */
function armSpecs({ base, arms }: StudyPlan): RunSpec[] {
  const specs = arms.map(({ changes }) => changedSpec(base, changes));
  return specs.length > 0 ? specs : [base];
}

/** All places that any of the arms has, each once, numbers of the spec first. */
export function turnablePlaces(plan: StudyPlan): TurnablePlace[] {
  const found = new Map<string, TurnablePlace>();
  for (const spec of armSpecs(plan)) {
    for (const path of safePaths(spec)) {
      const option = maybeOptionAt(spec, path);
      if (!option || found.has(path)) continue;
      const group = groups[path.split('.')[0]!] ?? 'Training';
      found.set(path, { path, label: option.label, group, option });
    }
  }
  return [...found.values()];
}

/** A system that this lab does not know turns nothing; the plan's faults name it. */
function safePaths(spec: RunSpec): string[] {
  try {
    return pathsOf(spec);
  } catch {
    return [];
  }
}

/** The place that all levels of a factor set, and nothing else; undefined where there is none. */
export function pathOfFactor({ levels }: Factor): string | undefined {
  const paths = levels.map(({ changes }) => onlyPath(changes));
  return paths.every((path) => path === paths[0]) ? paths[0] : undefined;
}

function onlyPath(changes: SpecChanges): string | undefined {
  const [only, ...others] = Object.entries(changes);
  if (!only || others.length > 0) return undefined;
  const [name, value] = only;
  if (typeof value === 'number') return name;
  const { id, options = {} } = (value ?? {}) as { id?: string; options?: object };
  const [option, ...more] = Object.keys(options);
  return id === undefined && option !== undefined && more.length === 0
    ? `${name}.${option}`
    : undefined;
}

/** The value that a level sets at a path. */
export function levelValue({ changes }: Level, path: string): OptionValue | undefined {
  const [name = '', option] = path.split('.');
  const change = (changes as Readonly<Record<string, unknown>>)[name];
  if (option === undefined) return change as OptionValue | undefined;
  return (change as { options?: Record<string, OptionValue> } | undefined)?.options?.[option];
}

/** `off` of false; a choice by its label. */
export function valueText(option: Option | undefined, value: OptionValue): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (option?.kind !== 'choice') return String(value);
  return option.choices.find((each) => each.value === value)?.label ?? String(value);
}

/** A factor that sets one place to each of the values. */
export function placeFactor(place: TurnablePlace, values: readonly OptionValue[]): Factor {
  const { path, label, option } = place;
  return {
    label,
    levels: values.map((value) => ({
      label: valueText(option, value),
      changes: changeAt(path, value),
    })),
  };
}

/** A factor over datasets as they come. */
export function datasetFactor(
  ids: readonly string[],
  stored: readonly Pick<StoredDatasetCard, 'id' | 'label'>[],
): Factor {
  const labelOf = (id: string) =>
    stored.find((each) => each.id === id)?.label ?? findDataset(id).label;
  return {
    label: 'Dataset',
    levels: ids.map((id) => ({ label: labelOf(id), changes: { dataset: { id } } })),
  };
}

/** Ids of the datasets that a factor varies; undefined where it varies something else. */
export function datasetsOfFactor({ levels }: Factor): string[] | undefined {
  const ids = levels.map(({ changes }) => changes.dataset?.id);
  return ids.every((id) => id !== undefined) ? ids : undefined;
}

/** Training images as they are, and as the set-up of Classify changes them. */
export function augmentationFactor(augmentation: Augmentation): Factor {
  return {
    label: 'Augmentation',
    levels: [
      { label: 'none', changes: { augmentation: null } },
      { label: augmentationText(augmentation), changes: { augmentation } },
    ],
  };
}

/** Where a search over a place begins: by a factor of two around its default. */
export function standardRange({ path, option }: TurnablePlace): SearchRange {
  if (option.kind === 'choice') {
    return { path, values: option.choices.map(({ value }) => value) };
  }
  if (option.kind === 'switch') return { path, values: [false, true] };
  if (path === 'learningRate') return { path, from: 0.0005, to: 0.02, scale: 'log' };
  const centre = Number(option.default);
  const [from, to] = [Math.max(option.min, centre / 2), Math.min(option.max, centre * 2)];
  if (from > 0 && to > from) return { path, from, to, scale: 'log' };
  return { path, from: option.min, to: option.max, scale: 'linear' };
}
