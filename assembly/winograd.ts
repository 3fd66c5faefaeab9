/**
 * Convolutions with 3 × 3 taps by Winograd's minimal filtering: four neighbouring results, 2 × 2,
 * from 4 × 4 pixels by 16 multiplications instead of 36. Pixels, filter and results pass through
 *
 *   pixels  Bᵀ d B    filter  G g Gᵀ    results  Aᵀ m A
 *
 *        1  0 -1  0         1    0    0
 *   Bᵀ = 0  1  1  0    G = ½    ½    ½     Aᵀ = 1  1  1  0
 *        0 -1  1  0         ½   -½    ½          0  1 -1 -1
 *        0  1  0 -1         0    0    1
 *
 * and between them lies a product of matrices, [tiles, inputs] · [inputs, outputs], for each of the 16
 * points. Gradients pass through the same matrices transposed. Four channels at a time.
 *
 * Winograd 1980, "Arithmetic Complexity of Computations"; Lavin and Gray 2015, "Fast Algorithms for
 * Convolutional Neural Networks", arXiv 1509.09308.
 */

export const POINTS: i32 = 16;

/** Stores a column of four points, `row` bytes apart: Bᵀ t. */
function storePixels(t0: v128, t1: v128, t2: v128, t3: v128, to: usize, row: usize): void {
  v128.store(to, f32x4.sub(t0, t2));
  v128.store(to + row, f32x4.add(t1, t2));
  v128.store(to + row * 2, f32x4.sub(t2, t1));
  v128.store(to + row * 3, f32x4.sub(t1, t3));
}

/**
 * 4 × 4 pixels, `line` bytes between their rows, to 16 points, `point` bytes apart.
 *
 * @param pixel bytes of a pixel, a multiple of 16
 */
export function transformPixels(
  from: usize,
  pixel: usize,
  line: usize,
  to: usize,
  point: usize,
): void {
  const row = point * 4;
  for (const end = from + pixel; from < end; from += 16, to += 16) {
    const from1 = from + line;
    const from2 = from1 + line;
    const from3 = from2 + line;
    const second = pixel;
    const third = pixel * 2;
    const last = pixel * 3;
    storePixels(
      f32x4.sub(v128.load(from), v128.load(from + third)),
      f32x4.sub(v128.load(from1), v128.load(from1 + third)),
      f32x4.sub(v128.load(from2), v128.load(from2 + third)),
      f32x4.sub(v128.load(from3), v128.load(from3 + third)),
      to,
      row,
    );
    storePixels(
      f32x4.add(v128.load(from + second), v128.load(from + third)),
      f32x4.add(v128.load(from1 + second), v128.load(from1 + third)),
      f32x4.add(v128.load(from2 + second), v128.load(from2 + third)),
      f32x4.add(v128.load(from3 + second), v128.load(from3 + third)),
      to + point,
      row,
    );
    storePixels(
      f32x4.sub(v128.load(from + third), v128.load(from + second)),
      f32x4.sub(v128.load(from1 + third), v128.load(from1 + second)),
      f32x4.sub(v128.load(from2 + third), v128.load(from2 + second)),
      f32x4.sub(v128.load(from3 + third), v128.load(from3 + second)),
      to + point * 2,
      row,
    );
    storePixels(
      f32x4.sub(v128.load(from + second), v128.load(from + last)),
      f32x4.sub(v128.load(from1 + second), v128.load(from1 + last)),
      f32x4.sub(v128.load(from2 + second), v128.load(from2 + last)),
      f32x4.sub(v128.load(from3 + second), v128.load(from3 + last)),
      to + point * 3,
      row,
    );
  }
}

/** Aᵀ along a row of four points: the first or the second of two sums. */
function sumRow(from: usize, point: usize, isSecond: bool): v128 {
  const x1 = v128.load(from + point);
  const x2 = v128.load(from + point * 2);
  if (isSecond) return f32x4.sub(f32x4.sub(x1, x2), v128.load(from + point * 3));
  return f32x4.add(f32x4.add(v128.load(from), x1), x2);
}

/**
 * 16 points, `point` bytes apart, to 2 × 2 results with a bias added and max(floor, ·) taken; rows and
 * columns beyond the image's edge are left out.
 *
 * @param pixel bytes of a pixel, a multiple of 16
 * @param floor a NaN stays NaN
 */
export function transformResults(
  from: usize,
  point: usize,
  bias: usize,
  floor: v128,
  to: usize,
  pixel: usize,
  line: usize,
  hasSecondRow: bool,
  hasSecondColumn: bool,
): void {
  const row = point * 4;
  const columns = hasSecondColumn ? 2 : 1;
  for (let at: usize = 0; at < pixel; at += 16) {
    const offset = bias ? v128.load(bias + at) : f32x4.splat(0);
    for (let column = 0; column < columns; column++) {
      const isSecond = column == 1;
      const x1 = sumRow(from + row + at, point, isSecond);
      const x2 = sumRow(from + row * 2 + at, point, isSecond);
      const first = f32x4.add(sumRow(from + at, point, isSecond), f32x4.add(x1, x2));
      const place = to + at + (isSecond ? pixel : 0);
      v128.store(place, f32x4.max(f32x4.add(first, offset), floor));
      if (!hasSecondRow) continue;
      const second = f32x4.sub(f32x4.sub(x1, x2), sumRow(from + row * 3 + at, point, isSecond));
      v128.store(place + line, f32x4.max(f32x4.add(second, offset), floor));
    }
  }
}

/** Stores a row of four points from two results: A x. */
function storeResults(x0: v128, x1: v128, to: usize, point: usize): void {
  v128.store(to, x0);
  v128.store(to + point, f32x4.add(x0, x1));
  v128.store(to + point * 2, f32x4.sub(x0, x1));
  v128.store(to + point * 3, f32x4.neg(x1));
}

/** A dy Aᵀ: four channels of 2 × 2 results, 0 beyond the edge, to 16 points. */
export function spreadResults(
  from: usize,
  pixel: usize,
  line: usize,
  hasSecondRow: bool,
  hasSecondColumn: bool,
  to: usize,
  point: usize,
): void {
  const zero = f32x4.splat(0);
  const x00 = v128.load(from);
  const x01 = hasSecondColumn ? v128.load(from + pixel) : zero;
  const x10 = hasSecondRow ? v128.load(from + line) : zero;
  const x11 = hasSecondRow && hasSecondColumn ? v128.load(from + line + pixel) : zero;
  const row = point * 4;
  storeResults(x00, x01, to, point);
  storeResults(f32x4.add(x00, x10), f32x4.add(x01, x11), to + row, point);
  storeResults(f32x4.sub(x00, x10), f32x4.sub(x01, x11), to + row * 2, point);
  storeResults(f32x4.neg(x10), f32x4.neg(x11), to + row * 3, point);
}

/** G along three taps: one of four points. */
function weigh(x0: v128, x1: v128, x2: v128, index: i32): v128 {
  if (index == 0) return x0;
  if (index == 3) return x2;
  const half = f32x4.splat(0.5);
  const ends = f32x4.add(x0, x2);
  return f32x4.mul(half, index == 1 ? f32x4.add(ends, x1) : f32x4.sub(ends, x1));
}

/** Four numbers `step` bytes apart. */
function loadApart(from: usize, step: usize): v128 {
  let x = v128.load32_zero(from);
  x = v128.load_lane<f32>(from + step, x, 1);
  x = v128.load_lane<f32>(from + step * 2, x, 2);
  return v128.load_lane<f32>(from + step * 3, x, 3);
}

/**
 * G g Gᵀ: four filters of 3 × 3 taps, `tap` bytes apart (negative: the last tap first), to 16 points.
 *
 * @param step bytes between the four filters
 */
export function transformFilter(
  from: usize,
  tap: usize,
  step: usize,
  to: usize,
  point: usize,
): void {
  for (let column = 0; column < 4; column++) {
    const x0 = weighTaps(from, tap, step, column);
    const x1 = weighTaps(from + tap * 3, tap, step, column);
    const x2 = weighTaps(from + tap * 6, tap, step, column);
    for (let row = 0; row < 4; row++) {
      v128.store(to + <usize>(row * 4 + column) * point, weigh(x0, x1, x2, row));
    }
  }
}

function weighTaps(from: usize, tap: usize, step: usize, column: i32): v128 {
  return weigh(
    loadApart(from, step),
    loadApart(from + tap, step),
    loadApart(from + tap * 2, step),
    column,
  );
}

/** Gᵀ along four points: one of three taps. */
function collect(x0: v128, x1: v128, x2: v128, x3: v128, index: i32): v128 {
  const half = f32x4.splat(0.5);
  if (index == 1) return f32x4.mul(half, f32x4.sub(x1, x2));
  return f32x4.add(f32x4.mul(half, f32x4.add(x1, x2)), index == 0 ? x0 : x3);
}

function collectRow(from: usize, point: usize, column: i32): v128 {
  return collect(
    v128.load(from),
    v128.load(from + point),
    v128.load(from + point * 2),
    v128.load(from + point * 3),
    column,
  );
}

/** Gᵀ u G: 16 points of four filters' gradients to 3 × 3 taps, `tap` bytes apart. */
export function collectFilter(from: usize, point: usize, to: usize, tap: usize): void {
  const row = point * 4;
  for (let column = 0; column < 3; column++) {
    const x0 = collectRow(from, point, column);
    const x1 = collectRow(from + row, point, column);
    const x2 = collectRow(from + row * 2, point, column);
    const x3 = collectRow(from + row * 3, point, column);
    for (let tapRow = 0; tapRow < 3; tapRow++) {
      v128.store(to + <usize>(3 * tapRow + column) * tap, collect(x0, x1, x2, x3, tapRow));
    }
  }
}
