/** The models whose figures are taken: the lab's defaults, on the same images and seeds. */
import type { SystemChoice } from '../../src/core/system.ts';
import { createDefaultSpec } from '../../src/training/specs.ts';
import type { RunSpec } from '../../src/training/spec.ts';

export interface Subject {
  /** Part of the names of its files. */
  readonly id: string;
  readonly label: string;
  /** What its spec has in place of the default's. */
  readonly differs: Partial<RunSpec>;
  /** Options of the dataset, where it is prepared before training. */
  readonly prepared?: SystemChoice['options'];
}

const coordinet = (pooling: 'max' | 'sum') => ({
  architecture: { id: 'coordinet', options: { pooling } },
});
const grid = (id: string) => ({ architecture: { id, options: {} }, encoding: null });

const coordinetMax: Subject = {
  ...{ id: 'coordinet-max', label: 'Coordinet, maximum' },
  differs: coordinet('max'),
};
const coordinetSum: Subject = {
  ...{ id: 'coordinet-sum', label: 'Coordinet, sum' },
  differs: coordinet('sum'),
};

/** Whose coordinates can be told, or searched. */
export const coordinetSubjects: readonly Subject[] = [coordinetMax, coordinetSum];

export const uprightSubjects: readonly Subject[] = [
  ...coordinetSubjects,
  { id: 'mlp', label: 'MLP', differs: grid('mlp') },
  { id: 'cnn', label: 'CNN', differs: grid('cnn') },
];

const silent = (pooling: 'max' | 'sum') => ({
  architecture: { id: 'coordinet', options: { pooling, blackPixels: 'silent' } },
});

/** The same Coordinets where black pixels say nothing. */
export const silentSubjects: readonly Subject[] = [
  {
    ...{ id: 'coordinet-max-silent', label: 'Coordinet, maximum' },
    differs: silent('max'),
  },
  { ...{ id: 'coordinet-sum-silent', label: 'Coordinet, sum' }, differs: silent('sum') },
];

/** Each batch looks through a random subset of its pixels, of a share drawn between these. */
const anySubset: Pick<RunSpec, 'augmentation'> = {
  augmentation: {
    changes: [],
    sensor: { id: 'random-subset', options: { share: 0.25 }, to: { share: 1 } },
  },
};

export const subsetSubjects: readonly Subject[] = [
  {
    ...{ id: 'coordinet-max-subsets', label: 'Coordinet, maximum' },
    differs: { ...coordinet('max'), ...anySubset },
  },
  {
    ...{ id: 'coordinet-sum-subsets', label: 'Coordinet, sum' },
    differs: { ...coordinet('sum'), ...anySubset },
  },
];

/**
 * Laid on a sphere before training, and never turned there. Their pictures have 4.6 times as many pixels,
 * so they are trained for fewer steps (as in studies/comparisons/sphericalDigits.ts).
 */
const prepared = { surface: 'sphere' };
const directions = { encoding: { id: 'spherical', options: {} } };
const steps = 400;

export const sphereSubjects: readonly Subject[] = [
  {
    ...{ id: 'coordinet-max-sphere', label: 'Coordinet, maximum', prepared },
    differs: { ...coordinet('max'), ...directions, steps },
  },
  {
    ...{ id: 'coordinet-sum-sphere', label: 'Coordinet, sum', prepared },
    differs: { ...coordinet('sum'), ...directions, steps },
  },
  { id: 'cnn-sphere', label: 'CNN', prepared, differs: { ...grid('cnn'), steps } },
];

export interface TrainingSetting {
  readonly datasetId: string;
  readonly trainingImages: number;
  readonly seed: number;
}

export function specOf({ differs, prepared = {} }: Subject, setting: TrainingSetting): RunSpec {
  const { datasetId, trainingImages, seed } = setting;
  return {
    ...createDefaultSpec(),
    dataset: { id: datasetId, options: prepared },
    ...{ trainingImages, seed },
    ...differs,
  };
}

/** By which the engine and the folder of weights know a run. */
export const runIdOf = ({ id }: Pick<Subject, 'id'>, seed: number): string => `${id}-seed-${seed}`;
