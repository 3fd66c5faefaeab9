/**
 * From the planes that a JPEG holds to its colours, number for number as libjpeg does it: chroma of
 * half the size is interpolated with weights 9, 3, 3, 1 (16ths), then luma and chroma are turned into
 * red, green and blue in whole numbers of 1/65,536.
 *
 *   y [height, width], cb and cr [⌈height / v⌉, ⌈width / h⌉] → rgba [height, width, 4], all uint8
 *
 * libjpeg-turbo 3.1, jdsample.c (h2v2_fancy_upsample, h2v1_fancy_upsample) and jdcolor.c; the equations
 * are those of JFIF 1.02.
 */

export interface Plane {
  readonly values: Uint8Array;
  readonly offset: number;
  readonly stride: number;
}

export interface YccPicture {
  readonly height: number;
  readonly width: number;
  readonly planes: readonly [y: Plane, cb: Plane, cr: Plane];
  /** Whether chroma has half the width, half the height. */
  readonly halves: readonly [width: boolean, height: boolean];
}

const fixed = (value: number) => Math.floor(value * 65536 + 0.5);
const HALF = 32768;
const RED_OF_CR = fixed(1.402);
const BLUE_OF_CB = fixed(1.772);
const GREEN_OF_CR = -fixed(0.71414);
const GREEN_OF_CB = -fixed(0.34414);

export function rgbaOfYcc({ height, width, planes, halves }: YccPicture): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(height * width * 4); // clamps what lies outside of bytes
  const [y, ...chroma] = planes;
  const [cbRow, crRow] = chroma.map((plane) => chromaRows(plane, { height, width }, halves));
  let to = 0;
  for (let row = 0; row < height; row++) {
    const [cb, cr] = [cbRow!(row), crRow!(row)];
    const begin = y.offset + row * y.stride;
    for (let column = 0; column < width; column++, to += 4) {
      const luma = y.values[begin + column]!;
      const [blueness, redness] = [cb[column]! - 128, cr[column]! - 128];
      const green = (GREEN_OF_CB * blueness + GREEN_OF_CR * redness + HALF) >> 16;
      rgba[to] = luma + ((RED_OF_CR * redness + HALF) >> 16);
      rgba[to + 1] = luma + green;
      rgba[to + 2] = luma + ((BLUE_OF_CB * blueness + HALF) >> 16);
      rgba[to + 3] = 255;
    }
  }
  return rgba;
}

/** Rows of chroma in full width, one after the other. */
function chromaRows(
  { values, offset, stride }: Plane,
  { height, width }: { height: number; width: number },
  [halfWidth, halfHeight]: readonly [boolean, boolean],
): (row: number) => Uint8Array {
  const columns = halfWidth ? Math.ceil(width / 2) : width;
  const rows = halfHeight ? Math.ceil(height / 2) : height;
  const rowAt = (row: number) => {
    const begin = offset + Math.min(rows - 1, Math.max(0, row)) * stride;
    return values.subarray(begin, begin + columns);
  };
  const full = new Uint8Array(2 * columns);
  const sums = new Uint16Array(columns);
  if (!halfWidth) return rowAt;
  const isPlain = columns <= 2; // libjpeg repeats what is so narrow
  return (row) => {
    const near = rowAt(halfHeight ? row >> 1 : row);
    if (isPlain) return repeated(near, full);
    if (!halfHeight) return widened(near, full, 1);
    const far = rowAt(row & 1 ? (row >> 1) + 1 : (row >> 1) - 1);
    for (let column = 0; column < columns; column++)
      sums[column] = 3 * near[column]! + far[column]!;
    return widened(sums, full, 4);
  };
}

function repeated(near: Uint8Array, full: Uint8Array): Uint8Array {
  near.forEach((value, column) => full.fill(value, 2 * column, 2 * column + 2));
  return full;
}

/**
 * Three parts of the nearer column and one of the farther, rounded down and up in turn.
 *
 * @param scale by which the values are too large
 */
function widened(values: Uint8Array | Uint16Array, full: Uint8Array, scale: 1 | 4): Uint8Array {
  const [shift, left, right] = scale === 1 ? [2, 1, 2] : [4, 8, 7];
  const last = values.length - 1;
  for (let column = 0; column <= last; column++) {
    const value = values[column]!;
    const before = values[Math.max(0, column - 1)]!;
    const after = values[Math.min(last, column + 1)]!;
    full[2 * column] = (3 * value + before + left) >> shift;
    full[2 * column + 1] = (3 * value + after + right) >> shift;
  }
  return full;
}
