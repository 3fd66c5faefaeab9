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
import { pixelOnSphere, type Surface } from './surface.ts';

/** Where a position of the result looks in the source; both in [-1, 1]² inside the image. */
export type InverseMap = (x: number, y: number) => readonly [x: number, y: number];

/** In pixels. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

type PlaneSize = Pick<ImageSize, 'height' | 'width'>;

/** Nearer to a pixel centre than this, in pixels, is on it: quarter turns come out exact. */
const ON_CENTRE = 1e-9;

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
  const plan = planResampling(size, inverse, surface);
  return followPlans(images, size, () => plan);
}

/** The same where each image, counted from 0, is seen through a map of its own. */
export function resampleEach(
  images: Float32Array,
  size: ImageSize,
  inverseOf: (image: number) => InverseMap,
  surface: Surface = 'plane',
): Float32Array<ArrayBuffer> {
  const plan = emptyPlan(size); // one for all: fresh memory costs as much as the plan itself
  return followPlans(images, size, (image) =>
    planResampling(size, inverseOf(image), surface, plan),
  );
}

function followPlans(
  images: Float32Array,
  size: ImageSize,
  planOf: (image: number) => ResamplingPlan,
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(images.length);
  const imageSize = size.height * size.width * size.channels;
  if (images.length % imageSize !== 0) {
    throw new Error(`resample: found ${images.length} values, expected a multiple of ${imageSize}`);
  }
  for (let start = 0; start < images.length; start += imageSize) {
    applyPlan(images, result, start, size.channels, planOf(start / imageSize));
  }
  return result;
}

/** For each result pixel the four source pixels around its look-up, and how much of each it takes. */
interface ResamplingPlan {
  /** [pixels * 4] pixel index in the source. */
  readonly corners: Int32Array;
  /** [pixels * 4] each in [0, 1]; 0 where the corner lies outside. */
  readonly weights: Float64Array;
}

function emptyPlan({ height, width }: PlaneSize): ResamplingPlan {
  const corners = height * width * 4;
  return { corners: new Int32Array(corners), weights: new Float64Array(corners) };
}

function planResampling(
  size: ImageSize,
  inverse: InverseMap,
  surface: Surface,
  plan = emptyPlan(size),
): ResamplingPlan {
  const { height, width } = size;
  const planPixel = surface === 'sphere' ? planPixelOnSphere : planPixelOnPlane;
  plan.weights.fill(0);
  for (let row = 0; row < height; row++) {
    const y = pixelCentre(row, height);
    for (let column = 0; column < width; column++) {
      const at = inverse(pixelCentre(column, width), y);
      const pixel = row * width + column;
      planPixel(plan, pixel, pixelAt(at[0], width), pixelAt(at[1], height), size);
    }
  }
  return plan;
}

/** Pixel index, between pixels a fraction, of a position in [-1, 1]: pixelCentre's inverse. */
function pixelAt(position: number, count: number): number {
  const index = ((position + 1) / 2) * count - 0.5;
  const nearest = Math.round(index);
  return Math.abs(index - nearest) < ON_CENTRE ? nearest : index;
}

function planPixelOnPlane(
  plan: ResamplingPlan,
  pixel: number,
  column: number,
  row: number,
  { height, width }: PlaneSize,
): void {
  // Stated so that a map's NaN, too, falls outside.
  if (!(column > -1 && column < width && row > -1 && row < height)) return;
  const left = Math.floor(column);
  const top = Math.floor(row);
  for (let corner = 0; corner < 4; corner++) {
    const cornerColumn = left + (corner % 2);
    const cornerRow = top + (corner >> 1);
    if (cornerColumn < 0 || cornerColumn >= width || cornerRow < 0 || cornerRow >= height) continue;
    const weight = (1 - Math.abs(column - cornerColumn)) * (1 - Math.abs(row - cornerRow));
    plan.corners[pixel * 4 + corner] = cornerRow * width + cornerColumn;
    plan.weights[pixel * 4 + corner] = weight;
  }
}

function planPixelOnSphere(
  plan: ResamplingPlan,
  pixel: number,
  column: number,
  row: number,
  size: PlaneSize,
): void {
  if (!(Number.isFinite(column) && Number.isFinite(row))) return;
  const left = Math.floor(column);
  const top = Math.floor(row);
  for (let corner = 0; corner < 4; corner++) {
    const cornerColumn = left + (corner % 2);
    const cornerRow = top + (corner >> 1);
    const weight = (1 - Math.abs(column - cornerColumn)) * (1 - Math.abs(row - cornerRow));
    plan.corners[pixel * 4 + corner] = pixelOnSphere(cornerColumn, cornerRow, size);
    plan.weights[pixel * 4 + corner] = weight;
  }
}

/** Fills the image of `result` that begins at `start`. */
function applyPlan(
  images: Float32Array,
  result: Float32Array,
  start: number,
  channels: number,
  { corners, weights }: ResamplingPlan,
): void {
  const pixels = corners.length / 4;
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      let value = 0;
      for (let corner = pixel * 4; corner < pixel * 4 + 4; corner++) {
        value += weights[corner]! * images[start + corners[corner]! * channels + channel]!;
      }
      result[start + pixel * channels + channel] = value;
    }
  }
}
