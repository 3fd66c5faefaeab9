/** Pieces that several ready plans have in common. */
import type { ChoiceChanges, Factor, SearchRange, SpecChanges, StudyArm } from '../plan/plan.ts';

export const seedsTo = (count: number): number[] =>
  Array.from({ length: count }, (_, place) => place + 1);

/** Far from the study's own: what chose the settings must not judge them. */
export const tuningSeeds = [1001, 1002];

export const trainingImages = (sizes: readonly number[]): Factor => ({
  label: 'Training images',
  levels: sizes.map((size) => ({
    label: size.toLocaleString('en'),
    changes: { trainingImages: size },
  })),
});

/** Every arm against each of the others named, at each of these training-set sizes. */
export const comparedAtSizes = (
  arms: readonly string[],
  baseline: string,
  sizes: readonly number[],
) =>
  sizes.flatMap((size) =>
    arms.map((a) => ({ a, b: baseline, at: { 'Training images': size.toLocaleString('en') } })),
  );

export const arm = (
  label: string,
  architecture: ChoiceChanges,
  others: SpecChanges = {},
): StudyArm => ({ label, changes: { architecture, ...others } });

/** What a modern recipe turns: how fast, how much is dropped, how much weights shrink. */
export const modernSearch: readonly SearchRange[] = [
  { path: 'learningRate', from: 0.0005, to: 0.02, scale: 'log' },
  { path: 'architecture.dropout', values: [0, 0.2, 0.5] },
  { path: 'optimiser.weightDecay', from: 0.001, to: 0.3, scale: 'log' },
];
