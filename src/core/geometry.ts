/**
 * How an image is seen through a geometry: the lab's one convention, said here.
 *
 * - Positions are pixel centres in [-1, 1]² (coordinates.ts): x right, y down.
 * - Inverse mapping: a map takes a position of the *result* to where it looks in the *source*.
 * - Between pixel centres the values are interpolated bilinearly.
 * - Outside the image all is 0, and values fade to it over one pixel across the edge. This is
 *   SciPy's `grid-constant`, scikit-image's `constant` and torch's padding `zeros`; SciPy's own
 *   `constant` cuts off at the last pixel centre instead and differs by up to 0.82.
 *
 * Angles and lengths keep their meaning in images that are not square: what turns or shears must
 * work in pixels (`aboutCentre`), since a unit of x is longer than one of y in a wide image.
 *
 * A picture of a sphere (surface.ts) has no outside: values are interpolated across its seam and its
 * poles, and positions beyond an edge are on the other side.
 */
import { pixelCentre } from './coordinates.ts';
import { emptyPlan, planSampling, sampleInto, type SamplingPlan } from './sampling.ts';
import type { Surface } from './surface.ts';

/** Where a position of the result looks in the source; both in [-1, 1]² inside the image. */
export type InverseMap = (x: number, y: number) => readonly [x: number, y: number];

/** In pixels. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

type PlaneSize = Pick<ImageSize, 'height' | 'width'>;

/** The position goes through the maps in the order of the list; the last one looks in the source. */
export function composeInverse(maps: readonly InverseMap[]): InverseMap {
  const [only, ...others] = maps;
  if (only && others.length === 0) return only;
  return (x, y) => {
    let at: readonly [number, number] = [x, y];
    for (const map of maps) at = map(at[0], at[1]);
    return at;
  };
}

/**
 * A linear inverse map that leaves the image's centre where it is. The matrix acts on offsets from
 * the centre in pixels: source (x, y) = (a · x + b · y, c · x + d · y).
 */
export function aboutCentre(
  [a, b, c, d]: readonly [a: number, b: number, c: number, d: number],
  { height, width }: PlaneSize,
): InverseMap {
  const aspect = height / width; // a unit of y in units of x
  return (x, y) => [a * x + b * aspect * y, (c / aspect) * x + d * y];
}

/**
 * The inverse map that looks `x` pixels to the right and `y` pixels down in the source, so that what
 * is in the image moves left and up.
 */
export function lookAside(x: number, y: number, { height, width }: PlaneSize): InverseMap {
  return (atX, atY) => [atX + (2 * x) / width, atY + (2 * y) / height];
}

/**
 * Images as seen through an inverse map.
 *
 * @param images [count, height, width, channels], any number of images
 * @returns new values of the same shape; linear in `images`, so a range of [0, 1] is kept
 */
export function resample(
  images: Float32Array,
  size: ImageSize,
  inverse: InverseMap,
  surface: Surface = 'plane',
): Float32Array<ArrayBuffer> {
  const plan = createPlanner(size, surface)(inverse);
  return followPlans(images, size, () => plan);
}

/** The same where each image, counted from 0, is seen through a map of its own. */
export function resampleEach(
  images: Float32Array,
  size: ImageSize,
  inverseOf: (image: number) => InverseMap,
  surface: Surface = 'plane',
): Float32Array<ArrayBuffer> {
  const plan = createPlanner(size, surface);
  return followPlans(images, size, (image) => plan(inverseOf(image)));
}

function followPlans(
  images: Float32Array,
  size: ImageSize,
  planOf: (image: number) => SamplingPlan,
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(images.length);
  const imageSize = size.height * size.width * size.channels;
  if (images.length % imageSize !== 0) {
    throw new Error(`resample: found ${images.length} values, expected a multiple of ${imageSize}`);
  }
  for (let start = 0; start < images.length; start += imageSize) {
    const plan = planOf(start / imageSize);
    sampleInto(result, start, { images, start, channels: size.channels }, plan);
  }
  return result;
}

/** Where each pixel of the result looks: [pixels * 2]. */
function looksOf({ height, width }: PlaneSize, inverse: InverseMap, looks: Float64Array): void {
  for (let row = 0, at = 0; row < height; row++) {
    const y = pixelCentre(row, height);
    for (let column = 0; column < width; column++, at += 2) {
      const look = inverse(pixelCentre(column, width), y);
      looks[at] = look[0];
      looks[at + 1] = look[1];
    }
  }
}

/** Plans for one map after another, in the same memory: fresh memory costs as much as the plan itself. */
function createPlanner(size: ImageSize, surface: Surface) {
  const pixels = size.height * size.width;
  const looks = new Float64Array(2 * pixels);
  const plan = emptyPlan(pixels);
  return (inverse: InverseMap): SamplingPlan => {
    looksOf(size, inverse, looks);
    return planSampling(size, looks, surface === 'sphere' ? 'sphere' : 'black', plan);
  };
}
