/** Has a dataset the images that a spec asks for, to learn from and to validate with? */
import { LabError } from '../core/errors.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { familySizesOf, reservedCount } from './slices.ts';
import type { RunSpec } from './spec.ts';
import { findStoppingRule } from './stopping/index.ts';

/** What has to be known of a dataset before a run. */
export interface CountedImages {
  readonly label: string;
  readonly trainCount: number;
  /** Images of each family, in the order in which the spec's seed reserves them (slices.ts). */
  readonly familySizes?: readonly number[] | undefined;
}

/** What keeps a spec from running on a dataset of these counts, in words; empty when nothing does. */
export function faultsOf(spec: RunSpec, dataset: CountedImages | undefined): string[] {
  const unvalidated = lacksValidation(spec) ? [`${unvalidatedText(spec)}; choose some`] : [];
  const crowded = dataset && crowdingOf(spec, dataset);
  return crowded ? [...unvalidated, crowded] : unvalidated;
}

function lacksValidation({ stopping, validationImages }: RunSpec): boolean {
  return findStoppingRule(stopping.id).needsValidation && validationImages === 0;
}

const unvalidatedText = ({ stopping }: RunSpec): string =>
  `Stopping “${findStoppingRule(stopping.id).label}” needs validation images`;

/** Too many images asked for, in words; undefined where there are enough. */
function crowdingOf(
  { trainingImages, validationImages }: RunSpec,
  dataset: CountedImages,
): string | undefined {
  const { label, trainCount, familySizes } = dataset;
  const left = imagesLeft(validationImages, dataset);
  if (trainingImages <= left) return undefined;
  const has = `${label} has ${countText(trainCount)} training images`;
  if (validationImages === 0) return `${has}; choose at most that many`;
  const whole = familySizes ? ', in whole families' : '';
  if (left <= 0) return `${has}; validation would take all of them${whole}`;
  const taken = countText(trainCount - left);
  return `${has}, of which validation takes ${taken}${whole}; choose at most ${countText(left)} to learn from`;
}

/** For training; families are set aside as a whole. */
const imagesLeft = (validationImages: number, { trainCount, familySizes }: CountedImages): number =>
  trainCount - reservedCount(validationImages, familySizes);

const countText = (count: number): string => count.toLocaleString('en');

/** Throws a LabError where faultsOf finds a fault. */
export function expectEnoughImages(
  spec: RunSpec,
  { label, train }: Pick<Dataset, 'label' | 'train'>,
): void {
  if (lacksValidation(spec)) {
    throw new LabError('no-validation', {
      found: `no validation images, by which “${findStoppingRule(spec.stopping.id).label}” stops`,
      expected: 'some images that no step sees',
      fix: 'raise "Validation images", or choose another way to stop',
    });
  }
  const { trainingImages, validationImages, seed } = spec;
  const counted = { label, trainCount: train.count, familySizes: familySizesOf(train, seed) };
  const left = imagesLeft(validationImages, counted);
  if (trainingImages <= left) return;
  throw new LabError('too-few-images', {
    found: `${trainingImages} training images asked for`,
    ...(validationImages === 0
      ? {
          expected: `at most ${train.count}, which is all that ${label} has`,
          fix: 'lower "Training images"',
        }
      : {
          expected: `at most ${Math.max(0, left)}, which is what ${validationImages} images for validation leave of the ${train.count} of ${label}`,
          fix: 'lower "Training images" or "Validation images"',
        }),
  });
}
