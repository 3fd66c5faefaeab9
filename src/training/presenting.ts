/**
 * What a viewing makes of images, for models that read pixels and for those that read grids.
 *
 *   images [count, height, width, channels] in [0, 1]
 *     -> changes, each image by its own draws
 *     -> seen by the sensor's pixels          [count, pixels, channels], in 256 steps
 *     -> told:     pixels with where they look, those that see nothing left out; or an upright grid
 *        not told: pixels with their places on the sensor; or the sensor's picture as a grid
 *
 * Values are rounded to the 256 levels of 8-bit grey, so that equal pixels share their rows
 * (core/pixels.ts) and whole test sets are answered from a table (tabulation.ts).
 */
import { gridCoords } from '../core/coordinates.ts';
import { faultError } from '../core/errors.ts';
import { composeInverse, type ImageSize, type InverseMap } from '../core/geometry.ts';
import { readOptions } from '../core/options.ts';
import { createRandom } from '../core/random.ts';
import { planSampling, sample } from '../core/sampling.ts';
import type { SystemChoice } from '../core/system.ts';
import { findSensor } from '../sensors/index.ts';
import type { SensorPlan } from '../sensors/sensor.ts';
import {
  applyDrawing,
  drawsFrom,
  drawsGeometry,
  findTransform,
  geometryOf,
} from '../transforms/index.ts';
import type { PixelView } from './model.ts';
import { drawRanges } from './ranges.ts';
import { asItIs, straightened, tellPixels } from './sensing.ts';
import type { Geometry, RangedChoice, Viewing } from './viewing.ts';

export interface Presented {
  /** [count, height, width, channels]; with a view [count, places, channels]. */
  readonly values: Float32Array;
  /** For models that read pixels: where they are. Absent: on the grid. */
  readonly view?: PixelView;
}

export interface Presenter {
  /** false: images differ in their geometry, so that each must be presented alone. */
  readonly together: boolean;
  /**
   * @param values [count, height, width, channels] in [0, 1]
   * @param first the number of the first of them among all images, for what is drawn
   */
  present(values: Float32Array, first: number): Presented;
}

/** What the sensor sees, as a picture. */
export interface SensedPictures {
  readonly height: number;
  readonly width: number;
  /** [count, height, width, channels] */
  readonly values: Float32Array;
}

export interface PresentedTo {
  readonly reads: 'pixels' | 'grid';
  /** Density of area at a position of the image; absent: a plane, 1 everywhere. */
  readonly density?: (x: number, y: number) => number;
}

/**
 * @param size of the images, which is that of those the model is trained on
 * @throws LabError where the sensor cannot look at such images, or no pixel looks at them
 */
export function createPresenter(
  viewing: Viewing,
  size: ImageSize,
  { reads, density = () => 1 }: PresentedTo,
): Presenter {
  const eye = createEye(viewing, size);
  const believed = viewing.assumed ?? viewing;
  const together =
    !viewing.told || !(hasRanges(believed.changes) || drawsGeometry(believed.changes));
  const prepare = (image: number) => {
    const plan = eye.plan ?? gridPlan(size);
    const geometry = viewing.told ? believedGeometry(believed, image) : undefined;
    if (reads === 'grid') return toGrid(plan, geometry);
    if (!geometry && !(viewing.told && eye.plan)) return asPlaced(plan);
    const told = tellPixels(plan, geometry ?? straightAhead, size, {
      weighted: viewing.weighted,
      density,
    });
    return (seen: Float32Array): Presented => ({
      values: gatherPixels(seen, told.pixelAt, eye.pixels, size.channels),
      view: told.view,
    });
  };

  function believedGeometry(geometry: Geometry | Viewing, image: number): InverseMap | undefined {
    const choices = eye.choicesOf(geometry.changes, image);
    const changes = geometryOf(choices, size, drawsFrom(eye.random), image);
    const lens = geometry === viewing ? eye.plan?.lens : lensOf(geometry.sensor, size);
    const maps = [lens, changes].filter((map) => map !== undefined);
    return maps.length > 0 ? composeInverse(maps) : undefined;
  }

  function toGrid(plan: SensorPlan, geometry: InverseMap | undefined) {
    if (!geometry && !eye.plan) return (values: Float32Array): Presented => ({ values });
    const make = geometry
      ? straightened(plan, geometry, size)
      : viewing.told
        ? straightened(plan, straightAhead, size)
        : asItIs(plan, size);
    return (seen: Float32Array): Presented => ({ values: to256Levels(make(seen, size.channels)) });
  }

  function asPlaced(plan: SensorPlan) {
    const view = eye.plan && { coords: plan.places };
    return (values: Float32Array): Presented => (view ? { values, view } : { values });
  }

  let shared: ReturnType<typeof prepare> | undefined;
  return {
    together,
    present(values, first) {
      const seen = eye.see(values, first);
      if (!together) return prepare(first)(seen);
      shared ??= prepare(first);
      return shared(seen);
    },
  };
}

const hasRanges = (changes: readonly RangedChoice[]): boolean =>
  changes.some(({ to }) => to !== undefined);

/** What the sensor sees of images, dead pixels black, as pictures for people. */
export function sensePictures(
  viewing: Viewing,
  size: ImageSize,
  values: Float32Array,
  first: number,
): SensedPictures {
  const eye = createEye(viewing, size);
  const seen = eye.see(values, first);
  if (!eye.plan) return { height: size.height, width: size.width, values: seen };
  if (eye.plan.lattice) return { ...eye.plan.lattice, values: seen };
  const larger = { height: 2 * size.height, width: 2 * size.width };
  return { ...larger, values: asItIs(eye.plan, larger)(seen, size.channels) };
}

/** What a sensor sees of images, before anyone says where its pixels look: for a search of its geometry. */
export function seenThrough(
  viewing: Viewing,
  size: ImageSize,
  values: Float32Array,
  first: number,
): { plan: SensorPlan; seen: Float32Array } {
  const eye = createEye(viewing, size);
  return { plan: eye.plan ?? gridPlan(size), seen: eye.see(values, first) };
}

/** Where a place looks through a geometry that is only believed in; straight ahead where nothing moves it. */
export function mapOf({ changes, sensor }: Geometry, size: ImageSize): InverseMap {
  const moved = geometryOf(changes, size, drawsFrom(createRandom(0)), 0);
  const maps = [lensOf(sensor, size), moved].filter((map) => map !== undefined);
  return maps.length > 0 ? composeInverse(maps) : straightAhead;
}

const straightAhead: InverseMap = (x, y) => [x, y];

/** The changes and the sensor of a viewing, whoever reads what they make. */
function createEye(viewing: Viewing, size: ImageSize) {
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
    /** [count, pixels, channels], in 256 steps; what is dead is black. */
    see(values: Float32Array, first: number): Float32Array {
      const changed = change(values, first);
      const seen = looks ? sample(changed, size, looks) : changed;
      if (plan?.dead) blacken(seen, plan.dead, size.channels);
      return to256Levels(seen);
    },
  };
}

/** @throws LabError where the sensor cannot look at images of that size */
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
const lensOf = (choice: SystemChoice | null, size: ImageSize): InverseMap | undefined =>
  choice ? planSensor(choice, size, createRandom(0)).lens : undefined;

const gridPlan = ({ height, width }: ImageSize): SensorPlan => ({
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

function blacken(seen: Float32Array, dead: Uint8Array, channels: number): void {
  const pixels = dead.length;
  for (let at = 0; at < seen.length; at++) {
    if (dead[Math.floor(at / channels) % pixels]) seen[at] = 0;
  }
}

/** What the places of a view see: [count, pixels, channels] → [count, places, channels]. */
export function gatherPixels(
  seen: Float32Array,
  pixelAt: Int32Array,
  pixels: number,
  channels: number,
): Float32Array {
  const count = seen.length / (pixels * channels);
  const places = pixelAt.length;
  const values = new Float32Array(count * places * channels);
  for (let image = 0; image < count; image++) {
    for (let place = 0; place < places; place++) {
      const pixel = pixelAt[place]!;
      if (pixel < 0) continue;
      for (let channel = 0; channel < channels; channel++) {
        values[(image * places + place) * channels + channel] =
          seen[(image * pixels + pixel) * channels + channel]!;
      }
    }
  }
  return values;
}

/** In place. */
function to256Levels<Values extends Float32Array>(values: Values): Values {
  for (let i = 0; i < values.length; i++) values[i] = Math.round(255 * values[i]!) / 255;
  return values;
}
