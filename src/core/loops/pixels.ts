/**
 * The rows of pixel models (core/pixels.ts) as plain loops. Results go into `out`, which the caller
 * allocates; shapes are stated, never inferred.
 *
 * With its neighbours in this folder this is the reference that every backend is held to (in
 * float64), the CPU backend (in float32) and, on views of its memory, what WASM lacks.
 */
import type { HostArray } from '../kernels.ts';
import type { PixelLayout } from '../pixels.ts';
import { positivePart } from './matrix.ts';
import { exceeds } from './reduction.ts';

export interface PixelDenseSizes {
  channels: number;
  width: number;
  /** Does every place have a slope of its own? */
  slopePerPlace: boolean;
}

/** out[r] = activation(offset[place] + Σ_c values[r, c] · slope[(place,) c]) */
export function pixelDense(
  out: HostArray,
  { values, offset, slope }: { values: HostArray; offset: HostArray; slope: HostArray },
  layout: PixelLayout,
  { channels, width, slopePerPlace }: PixelDenseSizes,
  relu: boolean,
): void {
  const { rows, placeOf } = layout;
  for (let row = 0; row < rows; row++) {
    const place = placeOf[row]!;
    const at = row * width;
    const slopeAt = slopePerPlace ? place * channels * width : 0;
    // The first channel together with the offset: for grey images that is one pass in all.
    const sizes = { at, from: place * width, slopeAt, width };
    startRow(out, offset, slope, sizes, values[row * channels]!, relu && channels === 1);
    if (channels === 1) continue;
    for (let channel = 1; channel < channels; channel++) {
      const value = values[row * channels + channel]!;
      const channelAt = slopeAt + channel * width;
      for (let i = 0; i < width; i++) out[at + i]! += value * slope[channelAt + i]!;
    }
    if (relu) for (let i = at; i < at + width; i++) out[i] = positivePart(out[i]!);
  }
}

function startRow(
  out: HostArray,
  offset: HostArray,
  slope: HostArray,
  { at, from, slopeAt, width }: { at: number; from: number; slopeAt: number; width: number },
  value: number,
  relu: boolean,
): void {
  if (relu) {
    for (let i = 0; i < width; i++) {
      out[at + i] = positivePart(offset[from + i]! + value * slope[slopeAt + i]!);
    }
  } else {
    for (let i = 0; i < width; i++) out[at + i] = offset[from + i]! + value * slope[slopeAt + i]!;
  }
}

/**
 * Adds up `dz` [rows, width] into the gradients of offset and slope, both zeroed first. Rows of
 * zeros are passed over: a maximum leaves most rows without a gradient.
 */
export function pixelDenseGradient(
  { offset, slope }: { offset: HostArray; slope: HostArray },
  dz: HostArray,
  values: HostArray,
  layout: PixelLayout,
  { channels, width, slopePerPlace }: PixelDenseSizes,
): void {
  offset.fill(0);
  slope.fill(0);
  const { rows, placeOf } = layout;
  for (let row = 0; row < rows; row++) {
    const place = placeOf[row]!;
    const at = row * width;
    if (isZero(dz, at, width)) continue;
    const to = place * width;
    for (let i = 0; i < width; i++) offset[to + i]! += dz[at + i]!;
    for (let channel = 0; channel < channels; channel++) {
      const value = values[row * channels + channel]!;
      if (value === 0) continue;
      const slopeAt = (slopePerPlace ? place * channels + channel : channel) * width;
      for (let i = 0; i < width; i++) slope[slopeAt + i]! += value * dz[at + i]!;
    }
  }
}

function isZero(x: HostArray, at: number, width: number): boolean {
  for (let i = 0; i < width; i++) if (x[at + i] !== 0) return false;
  return true;
}

/** Σ over all pixels of each image, black rows included (core/pixels.ts has the algebra). */
export function sumPixels(out: HostArray, x: HostArray, layout: PixelLayout, width: number): void {
  const { images, places, rows, placeOf, members, firstMember } = layout;
  out.fill(0);
  const black = rows - places;
  if (layout.kind === 'sparse') {
    for (let row = black; row < rows; row++) {
      for (let i = 0; i < width; i++) out[i]! += x[row * width + i]!;
    }
    for (let image = 1; image < images; image++) out.copyWithin(image * width, 0, width);
  }
  for (let image = 0; image < images; image++) {
    const to = image * width;
    for (let member = firstMember[image]!; member < firstMember[image + 1]!; member++) {
      const row = members[member]!;
      const at = row * width;
      if (layout.kind === 'dense') {
        for (let i = 0; i < width; i++) out[to + i]! += x[at + i]!;
        continue;
      }
      const instead = (black + placeOf[row]!) * width;
      for (let i = 0; i < width; i++) out[to + i]! += x[at + i]! - x[instead + i]!;
    }
  }
}

/**
 * dy [images, width] back to rows [rows, width]: a row gets it from each image that lists it, a black
 * row from each that lists no row of its place.
 */
export function sumPixelsGradient(
  out: HostArray,
  dy: HostArray,
  layout: PixelLayout,
  width: number,
): void {
  const { images, places, rows, placeOf, members, firstMember } = layout;
  const black = rows - places;
  out.fill(0);
  for (let image = 0; image < images; image++) {
    const from = image * width;
    for (let member = firstMember[image]!; member < firstMember[image + 1]!; member++) {
      const at = members[member]! * width;
      for (let i = 0; i < width; i++) out[at + i]! += dy[from + i]!;
    }
  }
  if (layout.kind === 'dense') return;
  fillBlackRows(out, dy, layout, width);
  for (let row = 0; row < black; row++) {
    const at = row * width;
    const instead = (black + placeOf[row]!) * width;
    for (let i = 0; i < width; i++) out[instead + i]! -= out[at + i]!;
  }
}

/** Every black row starts with Σ_images dy; rows that replace it take theirs away. */
function fillBlackRows(
  out: HostArray,
  dy: HostArray,
  { images, places, rows }: PixelLayout,
  width: number,
): void {
  const first = (rows - places) * width;
  for (let image = 0; image < images; image++) {
    for (let i = 0; i < width; i++) out[first + i]! += dy[image * width + i]!;
  }
  for (let at = first + width; at < rows * width; at += width) {
    out.copyWithin(at, first, first + width);
  }
}

/** Black rows that are remembered for each feature, largest first; more are looked for when needed. */
const REMEMBERED = 16;

/** Maximum over all pixels of each image; NaN wins. */
export function maxPixels(out: HostArray, x: HostArray, layout: PixelLayout, width: number): void {
  const winners = largestRows(x, layout, width);
  for (let i = 0; i < out.length; i++) out[i] = x[winners[i]! * width + (i % width)]!;
}

/** dy [images, width] to the row of each image that holds its maximum; all others are exactly 0. */
export function maxPixelsGradient(
  out: HostArray,
  dy: HostArray,
  x: HostArray,
  layout: PixelLayout,
  width: number,
): void {
  const winners = largestRows(x, layout, width);
  out.fill(0);
  for (let i = 0; i < dy.length; i++) out[winners[i]! * width + (i % width)]! += dy[i]!;
}

/** Row of each image's largest entry in each feature: [images * width]. */
function largestRows(x: HostArray, layout: PixelLayout, width: number): Int32Array {
  const { images, places, placeOf, members, firstMember } = layout;
  const winners = new Int32Array(images * width);
  const largest = new Float64Array(width);
  const taken = new Uint8Array(places);
  const ranking = layout.kind === 'sparse' ? rankBlackRows(x, layout, width) : undefined;
  for (let image = 0; image < images; image++) {
    const own = winners.subarray(image * width, (image + 1) * width);
    largest.fill(-Infinity);
    taken.fill(0);
    for (let member = firstMember[image]!; member < firstMember[image + 1]!; member++) {
      const row = members[member]!;
      taken[placeOf[row]!] = 1;
      takeLarger(own, largest, x, row, width);
    }
    if (ranking) takeLargerBlack({ own, largest, taken }, x, ranking, layout, width);
  }
  return winners;
}

function takeLarger(
  own: Int32Array,
  largest: Float64Array,
  x: HostArray,
  row: number,
  width: number,
): void {
  const at = row * width;
  for (let i = 0; i < width; i++) {
    const value = x[at + i]!;
    if (!exceeds(value, largest[i]!)) continue;
    largest[i] = value;
    own[i] = row;
  }
}

/**
 * Black rows compete at the places that the image's own rows leave free. The largest black entry
 * of a feature mostly lies at a free place, so few of the places are looked at.
 */
function takeLargerBlack(
  { own, largest, taken }: { own: Int32Array; largest: Float64Array; taken: Uint8Array },
  x: HostArray,
  ranking: Int32Array,
  { rows, places }: PixelLayout,
  width: number,
): void {
  const black = rows - places;
  for (let i = 0; i < width; i++) {
    let rank = 0;
    while (rank < REMEMBERED && taken[ranking[i * REMEMBERED + rank]!]) rank++;
    if (rank < Math.min(REMEMBERED, places)) {
      const row = black + ranking[i * REMEMBERED + rank]!;
      if (!exceeds(x[row * width + i]!, largest[i]!)) continue;
      largest[i] = x[row * width + i]!;
      own[i] = row;
      continue;
    }
    for (let place = 0; place < places; place++) {
      const row = black + place;
      if (taken[place] || !exceeds(x[row * width + i]!, largest[i]!)) continue;
      largest[i] = x[row * width + i]!;
      own[i] = row;
    }
  }
}

/** The places of the largest black entries of each feature: [width, REMEMBERED], largest first. */
function rankBlackRows(x: HostArray, { rows, places }: PixelLayout, width: number): Int32Array {
  const ranking = new Int32Array(width * REMEMBERED);
  const values = new Float64Array(width * REMEMBERED).fill(-Infinity);
  for (let place = 0; place < places; place++) {
    const at = (rows - places + place) * width;
    for (let i = 0; i < width; i++) {
      const value = x[at + i]!;
      const first = i * REMEMBERED;
      let rank = first + REMEMBERED - 1;
      if (!exceeds(value, values[rank]!)) continue;
      for (; rank > first && exceeds(value, values[rank - 1]!); rank--) {
        values[rank] = values[rank - 1]!;
        ranking[rank] = ranking[rank - 1]!;
      }
      values[rank] = value;
      ranking[rank] = place;
    }
  }
  return ranking;
}
