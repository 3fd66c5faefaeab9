/**
 * An eye: the changes and the sensor of a viewing, before anyone says where its pixels look.
 *
 *   images [count, height, width, channels] in [0, 1]
 *     -> changes, each image by its own draws
 *     -> seen by the sensor's pixels          [count, pixels, channels], in 256 levels
 */
import { gridCoords } from '../core/coordinates.ts';
import { faultError } from '../core/errors.ts';
import type { ImageSize, InverseMap } from '../core/geometry.ts';
import { readOptions } from '../core/options.ts';
import { createRandom } from '../core/random.ts';
import { planSampling, sample } from '../core/sampling.ts';
import type { SystemChoice } from '../core/system.ts';
import { findSensor } from '../sensors/index.ts';
import type { SensorPlan } from '../sensors/sensor.ts';
import { applyDrawing, drawsFrom, findTransform } from '../transforms/index.ts';
import { drawRanges, hasRanges, type RangedChoice } from './ranges.ts';
import type { Viewing } from './viewing.ts';

/** Whole numbers from 0 to 255, for values from 0 to 1: [count, pixels, channels]. */
export type Levels = Uint8Array<ArrayBuffer>;

export type Eye = ReturnType<typeof createEye>;

/** @throws LabError where the sensor cannot look at images of that size */
export function createEye(viewing: Viewing, size: ImageSize) {
  const random = createRandom(viewing.seed);
  const plan = viewing.sensor ? planSensor(viewing.sensor, size, random) : undefined;
  const looks = plan && planSampling(size, looksOf(plan));
  const choicesOf = (changes: readonly RangedChoice[], image: number): SystemChoice[] =>
    changes.map((choice, place) =>
      drawRanges(choice, findTransform(choice.id).options, (name) =>
        random.stream(`range/${place}/${name}`).uniform(image),
      ),
    );

  function change(values: Float32Array, first: number): Float32Array {
    const { changes } = viewing;
    if (!hasRanges(changes)) return applyDrawing(values, size, changes, drawsFrom(random, first));
    const imageSize = size.height * size.width * size.channels;
    const changed = new Float32Array(values.length);
    for (let begin = 0; begin < values.length; begin += imageSize) {
      const image = first + begin / imageSize;
      const one = values.subarray(begin, begin + imageSize);
      const choices = choicesOf(changes, image);
      changed.set(applyDrawing(one, size, choices, drawsFrom(random, image)), begin);
    }
    return changed;
  }

  return {
    random,
    plan,
    pixels: plan ? plan.places.length / 2 : size.height * size.width,
    choicesOf,
    /** What is dead is black. */
    see(values: Float32Array, first: number): Levels {
      const changed = change(values, first);
      const seen = levelsOf(looks ? sample(changed, size, looks) : changed, 255);
      if (plan?.dead) blacken(seen, plan.dead, size.channels);
      return seen;
    },
  };
}

function planSensor(
  choice: SystemChoice,
  size: ImageSize,
  random: ReturnType<typeof createRandom>,
): SensorPlan {
  const sensor = findSensor(choice.id);
  const options = readOptions(sensor.options, choice.options, sensor.label);
  const fault = sensor.fault?.(options, size);
  if (fault) {
    throw faultError('sensor-does-not-fit', sensor.label, fault, 'a sensor that sees the image');
  }
  return sensor.plan(options, size, random.stream(`sensor/${sensor.id}`));
}

/** The lens of a sensor that is only believed in. */
export const lensOf = (choice: SystemChoice | null, size: ImageSize): InverseMap | undefined =>
  choice ? planSensor(choice, size, createRandom(0)).lens : undefined;

export const gridPlan = ({ height, width }: ImageSize): SensorPlan => ({
  places: gridCoords(height, width),
  lattice: { height, width },
});

function looksOf({ places, lens }: SensorPlan): Float64Array {
  const looks = Float64Array.from(places);
  if (!lens) return looks;
  for (let at = 0; at < looks.length; at += 2) {
    [looks[at], looks[at + 1]] = lens(looks[at]!, looks[at + 1]!);
  }
  return looks;
}

function blacken(seen: Levels, dead: Uint8Array, channels: number): void {
  const pixels = dead.length;
  for (let at = 0; at < seen.length; at++) {
    if (dead[Math.floor(at / channels) % pixels]) seen[at] = 0;
  }
}

/** @param factor takes the values to a range from 0 to 255 */
export function levelsOf(values: Float32Array, factor: number): Levels {
  const levels = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) levels[i] = factor * values[i]! + 0.5; // cut off: rounded
  return levels;
}

/** As gatherBatch reads images: the same numbers. */
const SHARES = Float32Array.from({ length: 256 }, (_, level) => level / 255);

export function sharesOf(levels: Levels): Float32Array<ArrayBuffer> {
  const shares = new Float32Array(levels.length);
  for (let i = 0; i < levels.length; i++) shares[i] = SHARES[levels[i]!]!;
  return shares;
}
