/**
 * log Σ exp over the pixels of each image, and its gradient, as plain loops on the rows of a pixel
 * model (core/pixels.ts). Results go into `out`, which the caller allocates.
 *
 * A row may belong to many images: a black row to each that lists no row of its place. Its exp is
 * taken once for all of them, relative to the feature's largest row M, in float64:
 *   y = M + log Σ exp(x − M),   dx = exp(x − M) · Σ_images dy · exp(M − y)
 * That holds while an image's y is less than about 600 below M. Where it is not, or where something
 * is no number, that feature of that image is summed once more relative to its own largest row.
 */
import type { HostArray } from '../kernels.ts';
import type { PixelLayout } from '../pixels.ts';
import { exceeds } from './reduction.ts';

/** The least Σ exp(x − M) to which terms too small for a float64 make no difference: about e^-645. */
const LEAST_TOTAL = 1e-280;
/** Largest |M − y| of which both exp and its inverse are sound numbers. */
const FARTHEST = 650;

/** x [rows, width] → out [images, width] */
export function logSumExpPixels(
  out: HostArray,
  x: HostArray,
  layout: PixelLayout,
  width: number,
): void {
  const { largest, shares } = sharesOfRows(x, layout.rows, width);
  const total = new Float64Array(width);
  for (let image = 0; image < layout.images; image++) {
    const rows = rowsOf(layout, image);
    total.fill(0);
    for (const row of rows) {
      const at = row * width;
      for (let i = 0; i < width; i++) total[i]! += shares[at + i]!;
    }
    for (let i = 0; i < width; i++) {
      out[image * width + i] =
        total[i]! >= LEAST_TOTAL
          ? largest[i]! + Math.log(total[i]!)
          : logSumExpOf(x, rows, { column: i, width });
    }
  }
}

/** dy · exp(x − y), added up over the images that a row belongs to. */
export function logSumExpPixelsGradient(
  out: HostArray,
  { dy, x, y }: { dy: HostArray; x: HostArray; y: HostArray },
  layout: PixelLayout,
  width: number,
): void {
  const { images } = layout;
  const { largest, shares } = sharesOfRows(x, layout.rows, width);
  const factor = new Float64Array(width);
  const factors = new Float64Array(layout.rows * width);
  for (let image = 0; image < images; image++) {
    const from = image * width;
    for (let i = 0; i < width; i++) {
      const above = largest[i]! - y[from + i]!;
      factor[i] = isFar(above) ? 0 : dy[from + i]! * Math.exp(above);
    }
    for (const row of rowsOf(layout, image)) {
      const at = row * width;
      for (let i = 0; i < width; i++) factors[at + i]! += factor[i]!;
    }
  }
  for (let at = 0; at < out.length; at++) {
    out[at] = factors[at] === 0 ? 0 : factors[at]! * shares[at]!;
  }
  for (let image = 0; image < images; image++) {
    const from = image * width;
    for (let i = 0; i < width; i++) {
      if (!isFar(largest[i]! - y[from + i]!)) continue;
      for (const row of rowsOf(layout, image)) {
        out[row * width + i]! += dy[from + i]! * Math.exp(x[row * width + i]! - y[from + i]!);
      }
    }
  }
}

const isFar = (above: number) => !(Math.abs(above) <= FARTHEST);

/** Each feature's largest number [width], and exp(x − largest) [rows, width]. */
function sharesOfRows(x: HostArray, rows: number, width: number) {
  const largest = new Float64Array(width).fill(-Infinity);
  for (let at = 0; at < rows * width; at += width) {
    for (let i = 0; i < width; i++) {
      if (x[at + i]! > largest[i]!) largest[i] = x[at + i]!;
    }
  }
  const shares = new Float64Array(rows * width);
  for (let at = 0; at < rows * width; at += width) {
    for (let i = 0; i < width; i++) shares[at + i] = Math.exp(x[at + i]! - largest[i]!);
  }
  return { largest, shares };
}

/** All rows of an image: its own, and the black ones of the places that they leave free. */
function rowsOf(layout: PixelLayout, image: number): Int32Array {
  const { kind, places, rows, placeOf, members, firstMember } = layout;
  const own = members.subarray(firstMember[image], firstMember[image + 1]);
  if (kind === 'dense') return own;
  const all = new Int32Array(places);
  all.set(own);
  let count = own.length;
  let next = 0; // of its own rows, which lie in the order of places
  for (let place = 0; place < places; place++) {
    if (next < own.length && placeOf[own[next]!] === place) next++;
    else all[count++] = rows - places + place;
  }
  return all;
}

/** Of one feature over some rows, relative to the largest of them; NaN in, NaN out. */
function logSumExpOf(
  x: HostArray,
  rows: Int32Array,
  { column, width }: { column: number; width: number },
): number {
  let largest = -Infinity;
  for (const row of rows) {
    const value = x[row * width + column]!;
    if (exceeds(value, largest)) largest = value;
  }
  if (!Number.isFinite(largest)) return largest;
  let total = 0;
  for (const row of rows) total += Math.exp(x[row * width + column]! - largest);
  return largest + Math.log(total);
}
