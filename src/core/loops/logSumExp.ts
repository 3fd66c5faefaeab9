/**
 * log Σ exp over the pixels of each image, and its gradient, as plain loops on the rows of a pixel
 * model (core/pixels.ts). Results go into `out`, which the caller allocates.
 *
 * In a sparse layout the shared black row of a place belongs to every image that does not list the
 * place. Its exp is taken once for all images, relative to the feature's largest shared row:
 * exp(s − y) = exp(s − M) · exp(M − y). Both factors stay within a double for latents of a feature
 * up to 700 apart.
 */
import type { HostArray } from '../kernels.ts';
import type { PixelLayout } from '../pixels.ts';
import { exceeds } from './reduction.ts';

/** x [rows, width] → out [images, width] */
export function logSumExpPixels(
  out: HostArray,
  x: HostArray,
  layout: PixelLayout,
  width: number,
): void {
  const shared = layout.kind === 'sparse' ? sharedRows(x, layout, width) : undefined;
  const largest = new Float64Array(width);
  const total = new Float64Array(width);
  const free = new Float64Array(width);
  for (let image = 0; image < layout.images; image++) {
    sumOwnRows({ largest, total }, x, layout, image, width);
    if (shared) sumFreeRows(free, shared, freePlaces(layout, image), width);
    for (let i = 0; i < width; i++) {
      const own = largest[i] === -Infinity ? -Infinity : largest[i]! + Math.log(total[i]!);
      const at = image * width + i;
      out[at] = shared ? logOfSum(own, shared.largest[i]! + Math.log(free[i]!)) : own;
    }
  }
}

/** dy · exp(x − y), for a shared row added up over the images that do not list its place. */
export function logSumExpPixelsGradient(
  out: HostArray,
  { dy, x, y }: { dy: HostArray; x: HostArray; y: HostArray },
  layout: PixelLayout,
  width: number,
): void {
  const { images, rows, places, firstRow } = layout;
  const shared = layout.kind === 'sparse' ? sharedRows(x, layout, width) : undefined;
  const factor = new Float64Array(width);
  if (shared) out.fill(0, (rows - places) * width);
  for (let image = 0; image < images; image++) {
    const from = image * width;
    for (let row = firstRow[image]!; row < firstRow[image + 1]!; row++) {
      const at = row * width;
      for (let i = 0; i < width; i++) {
        out[at + i] = dy[from + i]! * Math.exp(x[at + i]! - y[from + i]!);
      }
    }
    if (!shared) continue;
    for (let i = 0; i < width; i++) {
      factor[i] = dy[from + i]! * Math.exp(shared.largest[i]! - y[from + i]!);
    }
    for (const place of freePlaces(layout, image)) {
      const to = (rows - places + place) * width;
      const at = place * width;
      for (let i = 0; i < width; i++) out[to + i]! += factor[i]! * shared.shares[at + i]!;
    }
  }
}

interface SharedRows {
  /** [width] */
  readonly largest: Float64Array;
  /** exp(x − largest): [places, width] */
  readonly shares: Float64Array;
}

function sharedRows(x: HostArray, { rows, places }: PixelLayout, width: number): SharedRows {
  const first = (rows - places) * width;
  const largest = new Float64Array(width).fill(-Infinity);
  for (let at = 0; at < places * width; at++) {
    const value = x[first + at]!;
    if (exceeds(value, largest[at % width]!)) largest[at % width] = value;
  }
  const shares = Float64Array.from({ length: places * width }, (_, at) =>
    Math.exp(x[first + at]! - largest[at % width]!),
  );
  return { largest, shares };
}

/** Places that the image does not list: there it is black. */
function freePlaces({ places, placeOf, firstRow }: PixelLayout, image: number): Int32Array {
  const taken = new Uint8Array(places);
  for (let row = firstRow[image]!; row < firstRow[image + 1]!; row++) taken[placeOf[row]!] = 1;
  const free = new Int32Array(places);
  let count = 0;
  for (let place = 0; place < places; place++) if (!taken[place]) free[count++] = place;
  return free.subarray(0, count);
}

/** The largest of the image's own rows, and Σ exp(x − largest) over them. */
function sumOwnRows(
  { largest, total }: { largest: Float64Array; total: Float64Array },
  x: HostArray,
  { firstRow }: PixelLayout,
  image: number,
  width: number,
): void {
  largest.fill(-Infinity);
  total.fill(0);
  const end = firstRow[image + 1]! * width;
  for (let at = firstRow[image]! * width; at < end; at += width) {
    for (let i = 0; i < width; i++) {
      if (exceeds(x[at + i]!, largest[i]!)) largest[i] = x[at + i]!;
    }
  }
  for (let at = firstRow[image]! * width; at < end; at += width) {
    for (let i = 0; i < width; i++) total[i]! += Math.exp(x[at + i]! - largest[i]!);
  }
}

function sumFreeRows(
  total: Float64Array,
  { shares }: SharedRows,
  free: Int32Array,
  width: number,
): void {
  total.fill(0);
  for (const place of free) {
    const at = place * width;
    for (let i = 0; i < width; i++) total[i]! += shares[at + i]!;
  }
}

/** log(exp a + exp b); NaN in, NaN out. */
function logOfSum(a: number, b: number): number {
  const larger = Math.max(a, b);
  if (larger === -Infinity) return larger;
  return larger + Math.log(Math.exp(a - larger) + Math.exp(b - larger));
}
