/**
 * The rows of pixel models (core/pixels.ts) as plain loops. Results go into `out`, which the caller allocates; shapes are stated, never inferred.
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

/** Adds up `dz` [rows, width] into the gradients of offset and slope, both zeroed first. */
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

/** Σ over all pixels of each image, shared rows included (pixels.ts has the algebra). */
export function sumPixels(out: HostArray, x: HostArray, layout: PixelLayout, width: number): void {
  const { images, places, rows, placeOf, firstRow } = layout;
  out.fill(0);
  const shared = rows - places;
  if (layout.kind === 'sparse') {
    for (let row = shared; row < rows; row++) {
      for (let i = 0; i < width; i++) out[i]! += x[row * width + i]!;
    }
    for (let image = 1; image < images; image++) out.copyWithin(image * width, 0, width);
  }
  for (let image = 0; image < images; image++) {
    const to = image * width;
    for (let row = firstRow[image]!; row < firstRow[image + 1]!; row++) {
      const at = row * width;
      if (layout.kind === 'dense') {
        for (let i = 0; i < width; i++) out[to + i]! += x[at + i]!;
        continue;
      }
      const black = (shared + placeOf[row]!) * width;
      for (let i = 0; i < width; i++) out[to + i]! += x[at + i]! - x[black + i]!;
    }
  }
}

/** dy [images, width] back to rows [rows, width]. */
export function sumPixelsGradient(
  out: HostArray,
  dy: HostArray,
  layout: PixelLayout,
  width: number,
): void {
  const { images, places, rows, placeOf, firstRow } = layout;
  const shared = rows - places;
  const sparse = layout.kind === 'sparse';
  if (sparse) fillSharedRows(out, dy, images, { shared, rows, width });
  for (let image = 0; image < images; image++) {
    const from = image * width;
    for (let row = firstRow[image]!; row < firstRow[image + 1]!; row++) {
      const at = row * width;
      const black = (shared + placeOf[row]!) * width;
      for (let i = 0; i < width; i++) {
        const value = dy[from + i]!;
        out[at + i] = value;
        if (sparse) out[black + i]! -= value;
      }
    }
  }
}

/** Every shared row starts with Σ_images dy; rows that replace it in an image take theirs away. */
function fillSharedRows(
  out: HostArray,
  dy: HostArray,
  images: number,
  { shared, rows, width }: { shared: number; rows: number; width: number },
): void {
  const first = shared * width;
  out.fill(0, first, first + width);
  for (let image = 0; image < images; image++) {
    for (let i = 0; i < width; i++) out[first + i]! += dy[image * width + i]!;
  }
  for (let row = shared + 1; row < rows; row++) out.copyWithin(row * width, first, first + width);
}

/**
 * Calls `visit` with each row that an image sees: its own rows, then the shared rows of the places
 * that none of its own rows takes.
 */
function forEachRowOf(
  layout: PixelLayout,
  image: number,
  taken: Uint8Array,
  visit: (row: number) => void,
): void {
  const { places, rows, placeOf, firstRow, kind } = layout;
  taken.fill(0);
  for (let row = firstRow[image]!; row < firstRow[image + 1]!; row++) {
    taken[placeOf[row]!] = 1;
    visit(row);
  }
  if (kind === 'dense') return;
  for (let place = 0; place < places; place++) {
    if (!taken[place]) visit(rows - places + place);
  }
}

/** Maximum over all pixels of each image; NaN wins. */
export function maxPixels(out: HostArray, x: HostArray, layout: PixelLayout, width: number): void {
  const taken = new Uint8Array(layout.places);
  out.fill(-Infinity);
  for (let image = 0; image < layout.images; image++) {
    const to = image * width;
    forEachRowOf(layout, image, taken, (row) => {
      const at = row * width;
      for (let i = 0; i < width; i++) {
        const value = x[at + i]!;
        if (exceeds(value, out[to + i]!)) out[to + i] = value;
      }
    });
  }
}

/** dy [images, width] to the first row of each image that equals its maximum y [images, width]. */
export function maxPixelsGradient(
  out: HostArray,
  dy: HostArray,
  x: HostArray,
  y: HostArray,
  layout: PixelLayout,
  width: number,
): void {
  const taken = new Uint8Array(layout.places);
  const given = new Uint8Array(width);
  out.fill(0);
  for (let image = 0; image < layout.images; image++) {
    const from = image * width;
    given.fill(0);
    forEachRowOf(layout, image, taken, (row) => {
      const at = row * width;
      for (let i = 0; i < width; i++) {
        if (given[i] || x[at + i] !== y[from + i]) continue;
        given[i] = 1;
        out[at + i]! += dy[from + i]!;
      }
    });
  }
}
