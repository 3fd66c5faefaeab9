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
import { composeInverse, type ImageSize, type InverseMap } from '../core/geometry.ts';
import { createRandom } from '../core/random.ts';
import type { SensorPlan } from '../sensors/sensor.ts';
import { drawsFrom, drawsGeometry, geometryOf } from '../transforms/index.ts';
import { createEye, gridPlan, lensOf, levelsOf, sharesOf, type Eye, type Levels } from './eye.ts';
import type { PixelView } from './model.ts';
import { hasRanges } from './ranges.ts';
import { asItIs, straightened, tellPixels, type ToGrid } from './sensing.ts';
import type { Geometry, Viewing } from './viewing.ts';

export type { Levels };

/** What models receive: [count, height, width, channels]; with a view [count, places, channels]. */
export interface Shown {
  readonly levels: Levels;
  /** For models that read pixels: where they are. Absent: on the grid. */
  readonly view?: PixelView;
}

/** The same, each value in [0, 1]. */
export interface Presented extends Pick<Shown, 'view'> {
  readonly values: Float32Array;
}

export interface Presenter {
  /** false: images differ in where their pixels look, so that each must be shown to pixels alone. */
  readonly together: boolean;
  /**
   * What the sensor sees: the same, however it is read.
   *
   * @param values [count, height, width, channels] in [0, 1]
   * @param first the number of the first of them among all images, for what is drawn
   */
  see(values: Float32Array, first: number): Levels;
  show(seen: Levels, first: number): Shown;
  /** Both, one after the other. */
  present(values: Float32Array, first: number): Presented;
}

/** What the sensor sees, as a picture. */
export interface SensedPictures {
  readonly height: number;
  readonly width: number;
  /** [count, height, width, channels] */
  readonly values: Float32Array;
}

type Reads = 'pixels' | 'grid';

/** Density of area at a position of the image. */
export type Density = (x: number, y: number) => number;

export interface PresentedTo {
  readonly reads: Reads;
  /** Absent: a plane, 1 everywhere. */
  readonly density?: Density | undefined;
}

/**
 * @param size of the images, which is that of those the model is trained on
 * @throws LabError where the sensor cannot look at such images; `show` where no pixel looks at them
 */
export const createPresenter = (
  viewing: Viewing,
  size: ImageSize,
  { reads, density }: PresentedTo,
): Presenter => createPresenters(viewing, size, density)(reads);

/** For models of both kinds, over one sensor. */
export function createPresenters(
  viewing: Viewing,
  size: ImageSize,
  density?: Density,
): (reads: Reads) => Presenter {
  const eye = createEye(viewing, size);
  return (reads) => {
    const believed = believedGeometry(eye, viewing, size);
    const show =
      reads === 'pixels'
        ? showPixels(eye, believed, { viewing, size, density })
        : showGrid(eye, believed, { viewing, size });
    return {
      together: !believed.differs,
      see: eye.see,
      show,
      present(values, first) {
        const { levels, ...shown } = show(eye.see(values, first), first);
        return { ...shown, values: sharesOf(levels) };
      },
    };
  };
}

/** What a model is told of where the places of the sensor look; undefined: nothing, or straight ahead. */
interface BelievedGeometry {
  /** Has each image one of its own? */
  readonly differs: boolean;
  ofImage(image: number): InverseMap | undefined;
}

function believedGeometry(eye: Eye, viewing: Viewing, size: ImageSize): BelievedGeometry {
  if (!viewing.told) return { differs: false, ofImage: () => undefined };
  const { changes } = viewing.assumed ?? viewing;
  const lens = viewing.assumed ? lensOf(viewing.assumed.sensor, size) : eye.plan?.lens;
  return {
    differs: hasRanges(changes) || drawsGeometry(changes),
    ofImage(image) {
      const choices = eye.choicesOf(changes, image);
      const moved = geometryOf(choices, size, drawsFrom(eye.random), image);
      const maps = [lens, moved].filter((map) => map !== undefined);
      return maps.length > 0 ? composeInverse(maps) : undefined;
    },
  };
}

/** Prepares once where all images are seen alike, else for each. */
function prepared<Way>(differs: boolean, prepare: (image: number) => Way): (image: number) => Way {
  let shared: Way | undefined;
  return (image) => (differs ? prepare(image) : (shared ??= prepare(image)));
}

interface Told {
  readonly viewing: Viewing;
  readonly size: ImageSize;
}

function showPixels(
  eye: Eye,
  { differs, ofImage }: BelievedGeometry,
  { viewing, size, density }: Told & { density: Density | undefined },
): Presenter['show'] {
  const plan = eye.plan ?? gridPlan(size);
  const asPlaced = eye.plan && { view: viewOf(plan, density) };
  const wayOf = prepared(differs, (image) => {
    const geometry = ofImage(image);
    if (!geometry && !(viewing.told && eye.plan)) return undefined;
    const { weighted } = viewing;
    return tellPixels(plan, geometry ?? straightAhead, size, {
      weighted,
      density: density ?? (() => 1),
    });
  });
  return (seen, first) => {
    const told = wayOf(first);
    if (!told) return { levels: seen, ...asPlaced };
    const levels = new Uint8Array((seen.length / eye.pixels) * told.pixelAt.length);
    gatherInto(levels, seen, told.pixelAt, { pixels: eye.pixels, channels: size.channels });
    return { levels, view: told.view };
  };
}

/** A sensor's pixels where they lie, for models that are not told of anything. */
function viewOf({ places }: SensorPlan, density?: Density): PixelView {
  if (!density) return { coords: places };
  const weights = Float32Array.from({ length: places.length / 2 }, (_, pixel) =>
    density(places[2 * pixel]!, places[2 * pixel + 1]!),
  );
  return { coords: places, weights };
}

function showGrid(
  eye: Eye,
  { differs, ofImage }: BelievedGeometry,
  { viewing, size }: Told,
): Presenter['show'] {
  const plan = eye.plan ?? gridPlan(size);
  const wayOf = prepared(differs, (image) => {
    const geometry = ofImage(image);
    if (!geometry && !eye.plan) return undefined;
    if (!geometry && !viewing.told) return asItIs(plan, size);
    return straightened(plan, geometry, size);
  });
  const imageSize = eye.pixels * size.channels;
  return (seen, first) => {
    const count = seen.length / imageSize;
    if (!differs) return { levels: follow(wayOf(first), seen, size) };
    const levels = new Uint8Array(count * size.height * size.width * size.channels);
    for (let image = 0; image < count; image++) {
      const own = seen.subarray(image * imageSize, (image + 1) * imageSize);
      const made = follow(wayOf(first + image), own, size);
      levels.set(made, image * made.length);
    }
    return { levels };
  };
}

function follow(make: ToGrid | undefined, seen: Levels, { channels }: ImageSize): Levels {
  return make ? levelsOf(make(new Float32Array(seen), channels), 1) : seen;
}

/** What the sensor sees of images, dead pixels black, as pictures for people. */
export function sensePictures(
  viewing: Viewing,
  size: ImageSize,
  values: Float32Array,
  first: number,
): SensedPictures {
  const eye = createEye(viewing, size);
  const seen = sharesOf(eye.see(values, first));
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
  return { plan: eye.plan ?? gridPlan(size), seen: sharesOf(eye.see(values, first)) };
}

/** Where a place looks through a geometry that is only believed in; straight ahead where nothing moves it. */
export function mapOf({ changes, sensor }: Geometry, size: ImageSize): InverseMap {
  const moved = geometryOf(changes, size, drawsFrom(createRandom(0)), 0);
  const maps = [lensOf(sensor, size), moved].filter((map) => map !== undefined);
  return maps.length > 0 ? composeInverse(maps) : straightAhead;
}

const straightAhead: InverseMap = (x, y) => [x, y];

/** What the places of a view see: [count, pixels, channels] → [count, places, channels]. */
export function gatherPixels(
  seen: Float32Array,
  pixelAt: Int32Array,
  pixels: number,
  channels: number,
): Float32Array {
  const values = new Float32Array((seen.length / pixels) * pixelAt.length);
  gatherInto(values, seen, pixelAt, { pixels, channels });
  return values;
}

function gatherInto<Values extends Float32Array | Uint8Array>(
  values: Values,
  seen: Values,
  pixelAt: Int32Array,
  { pixels, channels }: { pixels: number; channels: number },
): void {
  const count = seen.length / (pixels * channels);
  const places = pixelAt.length;
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
}
