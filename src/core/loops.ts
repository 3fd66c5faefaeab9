/**
 * The kernels as plain loops over typed arrays: the reference that every backend is held to (in
 * float64), the CPU backend (in float32), and, on views of its memory, what WASM lacks.
 *
 * Results go into `out`, which the caller allocates. Shapes are stated, never inferred.
 */
import type { PixelLayout } from './pixels.ts';

export type Numbers = Float32Array | Float64Array;

/** [m, k] · [k, n] → [m, n]. Four rows at a time, so that each row of b is read once for four. */
export function matMul(
  out: Numbers,
  a: Numbers,
  b: Numbers,
  m: number,
  k: number,
  n: number,
): void {
  out.fill(0);
  let row = 0;
  for (; row + 4 <= m; row += 4) multiplyFourRows(out, a, b, row, k, n);
  for (; row < m; row++) multiplyRow(out, a, b, row, k, n);
}

function multiplyFourRows(out: Numbers, a: Numbers, b: Numbers, row: number, k: number, n: number) {
  const out0 = row * n;
  const out1 = out0 + n;
  const out2 = out1 + n;
  const out3 = out2 + n;
  const a0 = row * k;
  for (let inner = 0; inner < k; inner++) {
    const x0 = a[a0 + inner]!;
    const x1 = a[a0 + k + inner]!;
    const x2 = a[a0 + 2 * k + inner]!;
    const x3 = a[a0 + 3 * k + inner]!;
    const from = inner * n;
    for (let column = 0; column < n; column++) {
      const y = b[from + column]!;
      out[out0 + column]! += x0 * y;
      out[out1 + column]! += x1 * y;
      out[out2 + column]! += x2 * y;
      out[out3 + column]! += x3 * y;
    }
  }
}

function multiplyRow(out: Numbers, a: Numbers, b: Numbers, row: number, k: number, n: number) {
  for (let inner = 0; inner < k; inner++) {
    const x = a[row * k + inner]!;
    for (let column = 0; column < n; column++) {
      out[row * n + column]! += x * b[inner * n + column]!;
    }
  }
}

/** [rows, columns] → [columns, rows], in square tiles so that both sides stay in cache. */
export function transpose2d(out: Numbers, x: Numbers, rows: number, columns: number): void {
  const tile = 32;
  for (let rowTile = 0; rowTile < rows; rowTile += tile) {
    const rowEnd = Math.min(rowTile + tile, rows);
    for (let columnTile = 0; columnTile < columns; columnTile += tile) {
      const columnEnd = Math.min(columnTile + tile, columns);
      for (let row = rowTile; row < rowEnd; row++) {
        for (let column = columnTile; column < columnEnd; column++) {
          out[column * rows + row] = x[row * columns + column]!;
        }
      }
    }
  }
}

/** Adds bias [columns] to each row and applies relu when asked, in place. */
export function addBias(x: Numbers, bias: Numbers, rows: number, relu: boolean): void {
  const columns = bias.length;
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const value = x[at]! + bias[column]!;
      x[at] = relu ? positivePart(value) : value;
    }
  }
}

/**
 * `upstream` where y > 0, else 0; a NaN in y gives NaN. Signs are random, so a branch would be
 * mispredicted half the time: a product is three times as fast (2.8 against 7.9 ns).
 */
export function reluGradient(out: Numbers, upstream: Numbers, y: Numbers): void {
  for (let i = 0; i < out.length; i++) out[i] = upstream[i]! * Number(y[i]! > 0) + y[i]! * 0;
}

/** [outer, length, inner] → [outer, inner] */
export function sumMiddle(
  out: Numbers,
  x: Numbers,
  outer: number,
  length: number,
  inner: number,
): void {
  out.fill(0);
  for (let block = 0; block < outer; block++) {
    for (let entry = 0; entry < length; entry++) {
      const from = (block * length + entry) * inner;
      for (let i = 0; i < inner; i++) out[block * inner + i]! += x[from + i]!;
    }
  }
}

/** Does it take the place of the largest so far? A NaN does, and then nothing takes its place. */
const exceeds = (value: number, largest: number) => value > largest || value !== value;

/** [outer, length, inner] → [outer, inner]; NaN wins, as in a maximum it should. */
export function maxMiddle(
  out: Numbers,
  x: Numbers,
  outer: number,
  length: number,
  inner: number,
): void {
  for (let block = 0; block < outer; block++) {
    for (let i = 0; i < inner; i++) {
      let largest = -Infinity;
      for (let entry = 0; entry < length; entry++) {
        const value = x[(block * length + entry) * inner + i]!;
        if (exceeds(value, largest)) largest = value;
      }
      out[block * inner + i] = largest;
    }
  }
}

/** `upstream` [outer, inner] to each entry of x [outer, length, inner] that equals y [outer, inner]. */
export function maxMiddleGradient(
  out: Numbers,
  upstream: Numbers,
  x: Numbers,
  y: Numbers,
  { outer, length, inner }: { outer: number; length: number; inner: number },
): void {
  for (let block = 0; block < outer; block++) {
    for (let entry = 0; entry < length; entry++) {
      const at = (block * length + entry) * inner;
      for (let i = 0; i < inner; i++) {
        const reduced = block * inner + i;
        out[at + i] = x[at + i] === y[reduced] ? upstream[reduced]! : 0;
      }
    }
  }
}

interface PixelDenseSizes {
  channels: number;
  width: number;
  /** Does every place have a slope of its own? */
  slopePerPlace: boolean;
}

/** out[r] = activation(offset[place] + Σ_c values[r, c] · slope[(place,) c]) */
export function pixelDense(
  out: Numbers,
  { values, offset, slope }: { values: Numbers; offset: Numbers; slope: Numbers },
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

/** max(0, x) without a branch (signs are random, see reluGradient); NaN stays NaN. */
const positivePart = (x: number): number => (x + Math.abs(x)) / 2;

function startRow(
  out: Numbers,
  offset: Numbers,
  slope: Numbers,
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
  { offset, slope }: { offset: Numbers; slope: Numbers },
  dz: Numbers,
  values: Numbers,
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
export function sumPixels(out: Numbers, x: Numbers, layout: PixelLayout, width: number): void {
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
  out: Numbers,
  dy: Numbers,
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
  out: Numbers,
  dy: Numbers,
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
export function maxPixels(out: Numbers, x: Numbers, layout: PixelLayout, width: number): void {
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
  out: Numbers,
  dy: Numbers,
  x: Numbers,
  y: Numbers,
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

export interface ConvolutionSizes {
  batch: number;
  height: number;
  width: number;
  inChannels: number;
  kernelHeight: number;
  kernelWidth: number;
  outChannels: number;
  outHeight: number;
  outWidth: number;
  /** Zeros above and to the left. */
  padTop: number;
  padLeft: number;
}

type VisitTap = (columnAt: number, pixelAt: number) => void;

/** Visits every (output position, kernel position) pair that meets the image. */
function forEachTap(sizes: ConvolutionSizes, visit: VisitTap): void {
  const { batch, height, kernelHeight, outHeight, padTop } = sizes;
  for (let image = 0; image < batch; image++) {
    for (let y = 0; y < outHeight; y++) {
      for (let ky = 0; ky < kernelHeight; ky++) {
        const sourceY = y + ky - padTop;
        if (sourceY < 0 || sourceY >= height) continue;
        visitKernelRow(sizes, image * outHeight + y, image * height + sourceY, ky, visit);
      }
    }
  }
}

/** The taps of one row of the kernel along one row of the output. */
function visitKernelRow(
  { width, inChannels, kernelHeight, kernelWidth, outWidth, padLeft }: ConvolutionSizes,
  outRow: number,
  sourceRow: number,
  ky: number,
  visit: VisitTap,
): void {
  const rowLength = kernelHeight * kernelWidth * inChannels;
  for (let x = 0; x < outWidth; x++) {
    const columnStart = (outRow * outWidth + x) * rowLength + ky * kernelWidth * inChannels;
    const first = Math.max(0, padLeft - x);
    const end = Math.min(kernelWidth, width + padLeft - x);
    for (let kx = first; kx < end; kx++) {
      const pixelAt = (sourceRow * width + x + kx - padLeft) * inChannels;
      visit(columnStart + kx * inChannels, pixelAt);
    }
  }
}

/** Images to columns: [batch·outHeight·outWidth, kernelHeight·kernelWidth·inChannels] */
export function imageToColumns(out: Numbers, x: Numbers, sizes: ConvolutionSizes): void {
  out.fill(0);
  const { inChannels } = sizes;
  forEachTap(sizes, (columnAt, pixelAt) => {
    for (let channel = 0; channel < inChannels; channel++) {
      out[columnAt + channel] = x[pixelAt + channel]!;
    }
  });
}

/** The transpose of imageToColumns: columns added back to where they came from. */
export function columnsToImage(out: Numbers, columns: Numbers, sizes: ConvolutionSizes): void {
  out.fill(0);
  const { inChannels } = sizes;
  forEachTap(sizes, (columnAt, pixelAt) => {
    for (let channel = 0; channel < inChannels; channel++) {
      out[pixelAt + channel]! += columns[columnAt + channel]!;
    }
  });
}

export interface PoolSizes {
  batch: number;
  height: number;
  width: number;
  channels: number;
  /** Side of a window and distance between windows. */
  size: number;
}

/** Calls `visit` with each window's position in the result and those of its entries in x. */
function forEachWindow(
  { batch, height, width, channels, size }: PoolSizes,
  visit: (resultAt: number, sourceAt: (entry: number) => number) => void,
): void {
  const outHeight = Math.floor(height / size);
  const outWidth = Math.floor(width / size);
  let resultAt = 0;
  let corner = 0;
  const sourceAt = (entry: number) =>
    corner + (Math.floor(entry / size) * width + (entry % size)) * channels;
  for (let image = 0; image < batch; image++) {
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        for (let channel = 0; channel < channels; channel++, resultAt++) {
          corner = ((image * height + y * size) * width + x * size) * channels + channel;
          visit(resultAt, sourceAt);
        }
      }
    }
  }
}

/** Row by row of x, so that neighbours are read together; NaN wins. */
export function maxPool(
  out: Numbers,
  x: Numbers,
  { batch, height, width, channels, size }: PoolSizes,
): void {
  const outHeight = Math.floor(height / size);
  const outWidth = Math.floor(width / size);
  out.fill(-Infinity);
  for (let row = 0; row < batch * outHeight * size; row++) {
    const image = Math.floor(row / (outHeight * size));
    const y = row - image * outHeight * size;
    const from = (image * height + y) * width * channels;
    const to = Math.floor(row / size) * outWidth * channels;
    for (let column = 0; column < outWidth * size; column++) {
      const at = from + column * channels;
      const resultAt = to + Math.floor(column / size) * channels;
      for (let i = 0; i < channels; i++) {
        const value = x[at + i]!;
        if (exceeds(value, out[resultAt + i]!)) out[resultAt + i] = value;
      }
    }
  }
}

/** To the first entry of each window that equals its maximum. */
export function maxPoolGradient(
  out: Numbers,
  dy: Numbers,
  x: Numbers,
  y: Numbers,
  sizes: PoolSizes,
): void {
  out.fill(0);
  const entries = sizes.size * sizes.size;
  forEachWindow(sizes, (resultAt, sourceAt) => {
    for (let entry = 0; entry < entries; entry++) {
      const at = sourceAt(entry);
      if (x[at] !== y[resultAt]) continue;
      out[at] = dy[resultAt]!;
      return;
    }
  });
}
