/**
 * Augmentation: training images are changed before the model sees them, each time anew. The test set
 * is left alone.
 *
 * What is random follows from seed, step and the image's place in its batch, so that a run that goes
 * on later sees what it would have seen. What belongs to a setting rather than to an image, as a fixed
 * permutation of the pixels does, stays the same over the whole run.
 */
import { LabError } from '../core/errors.ts';
import type { ImageSize } from '../core/geometry.ts';
import type { OptionSchema } from '../core/options.ts';
import { createRandom } from '../core/random.ts';
import type { SystemChoice } from '../core/system.ts';
import { findSensor } from '../sensors/index.ts';
import { applyDrawing, findTransform, type Draws } from '../transforms/index.ts';
import { drawRanges, hasRanges, rangedText, readRanged, type RangedChoice } from './ranges.ts';
import type { Augmentation } from './spec.ts';

/** A chain of more is slow, and no experiment. */
export const MOST_CHANGES = 20;

/**
 * The augmentation in its normal form; null where it changes nothing. Throws a LabError that names
 * what is illegal.
 */
export function readAugmentation(value: unknown, where: string): Augmentation | null {
  if (value === undefined || value === null) return null;
  const { changes = [], sensor = null, ...others } = expectRecord(value, where);
  const [unknown] = Object.keys(others);
  if (unknown) throw illegal(`field "${unknown}" in ${where}`, 'only changes, sensor');
  if (!Array.isArray(changes)) throw illegal(`changes in ${where} that are no list`, 'a list');
  if (changes.length > MOST_CHANGES) {
    throw illegal(`${changes.length} changes in ${where}`, `at most ${MOST_CHANGES}`);
  }
  const read = (choice: unknown, find: typeof findTransform | typeof findSensor) => {
    const ranged = expectChoice(choice, where);
    return readRanged(ranged, find(ranged.id));
  };
  const augmentation = {
    changes: changes.map((change) => read(change, findTransform)),
    sensor: sensor === null ? null : read(sensor, findSensor),
  };
  return augmentation.changes.length > 0 || augmentation.sensor ? augmentation : null;
}

function expectRecord(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw illegal(`${JSON.stringify(value) ?? 'nothing'} in ${where}`, 'a record of settings');
}

function expectChoice(value: unknown, where: string): RangedChoice {
  const { id, options = {}, to = {}, ...others } = expectRecord(value, where);
  if (typeof id !== 'string') throw illegal(`a change without an id in ${where}`, 'its id');
  const [unknown] = Object.keys(others);
  if (unknown) throw illegal(`field "${unknown}" in ${where}`, 'only id, options, to');
  const [read, ends] = [options, to].map((each) => expectRecord(each, where)) as [
    RangedChoice['options'],
    RangedChoice['options'],
  ];
  return { id, options: read, to: ends };
}

function illegal(found: string, expected: string): LabError {
  return new LabError('illegal-spec', { found, expected, fix: 'correct that field' });
}

/** `Rotation -30 to 30 °, Gaussian noise (…)`, or `none`. */
export function augmentationText(augmentation: Augmentation | null): string {
  if (!augmentation) return 'none';
  const { changes, sensor } = augmentation;
  return [
    ...changes.map((change) => rangedText(change, findTransform(change.id))),
    ...(sensor ? [`seen by ${rangedText(sensor, findSensor(sensor.id))}`] : []),
  ].join(', ');
}

export interface Moment {
  /** Of the run. */
  readonly seed: number;
  /** Steps taken before this batch. */
  readonly step: number;
}

/**
 * A batch's images through the changes, in the 256 greys of stored ones: pixels that agree share
 * their rows (core/pixels.ts).
 *
 * @param values [count, height, width, channels] in [0, 1]; not changed
 * @returns new values of the same shape
 */
export function changeImages(
  values: Float32Array,
  size: ImageSize,
  changes: readonly RangedChoice[],
  moment: Moment,
): Float32Array<ArrayBuffer> {
  const changed = hasRanges(changes)
    ? changeEach(values, size, changes, moment)
    : applyDrawing(values, size, changes, drawsAt(moment, 0));
  for (let i = 0; i < changed.length; i++) changed[i] = Math.round(255 * changed[i]!) / 255;
  return changed;
}

/** Each image with its own draws from the ranges. */
function changeEach(
  values: Float32Array,
  size: ImageSize,
  changes: readonly RangedChoice[],
  moment: Moment,
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values.length);
  const imageSize = size.height * size.width * size.channels;
  const drawers = changes.map((change, place) => drawerOf(change, place, moment));
  for (let image = 0; image * imageSize < values.length; image++) {
    const begin = image * imageSize;
    const own = values.subarray(begin, begin + imageSize);
    const choices = drawers.map((draw) => draw(image));
    result.set(applyDrawing(own, size, choices, drawsAt(moment, image)), begin);
  }
  return result;
}

/** What the change at that place of the chain is for each image of the batch. */
function drawerOf(change: RangedChoice, place: number, { seed, step }: Moment) {
  const random = createRandom(seed);
  const schema: OptionSchema = findTransform(change.id).options;
  const streams = Object.fromEntries(
    Object.keys(change.to ?? {}).map((name) => [
      name,
      random.stream(`step/${step}/augmentation/${place}/${name}`),
    ]),
  );
  return (image: number): SystemChoice =>
    drawRanges(change, schema, (name) => streams[name]!.uniform(image));
}

/** @param first place in the batch of the first image that is changed */
function drawsAt({ seed, step }: Moment, first: number): Draws {
  const random = createRandom(seed);
  return {
    shared: (name) => random.stream(`augmentation/${name}`),
    ofImage: (name, image) => random.stream(`step/${step}/augmentation/${name}/${first + image}`),
  };
}
