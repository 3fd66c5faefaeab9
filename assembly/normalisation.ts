/**
 * Columns of a matrix [rows, columns] to mean 0 and variance 1.
 *
 * Sums are in float64, of differences from the first row: so one pass gives mean and variance, and
 * neither a large mean nor a first row far from it costs digits that float32 shows (Chan, Golub and
 * LeVeque 1983, "Algorithms for Computing the Sample Variance", section 3). The mean is taken off in
 * two parts, since one float32 may be too coarse for it.
 */
import { prepare, run } from './threads';
import { FLOAT } from './vector';

/** Numbers of a chunk, about. */
const NORMALISED_AT_ONCE: i32 = 32768;
export const DOUBLE: usize = 8;

@unmanaged
class ColumnsJob {
  x: usize;
  result: usize;
  /** [chunks, 2, columns] in float64 */
  partials: usize;
  /** [3, columns] */
  terms: usize;
  rows: i32;
  columns: i32;
  rowsAtOnce: i32;
}

export function rowsAtOnce(columns: i32): i32 {
  return max(1, NORMALISED_AT_ONCE / columns);
}

/** Chunks of rows: as many partial sums are kept. */
export function columnChunks(rows: i32, columns: i32): i32 {
  const atOnce = rowsAtOnce(columns);
  return (rows + atOnce - 1) / atOnce;
}

function prepareColumns(x: usize, result: usize, rows: i32, columns: i32, partials: usize): void {
  const job = prepare<ColumnsJob>();
  job.x = x;
  job.result = result;
  job.partials = partials;
  job.terms = partials + <usize>(2 * columnChunks(rows, columns) * columns) * DOUBLE;
  job.rows = rows;
  job.columns = columns;
  job.rowsAtOnce = rowsAtOnce(columns);
}

/**
 * y = (x − mean) / √(variance + epsilon)
 *
 * @param partials room for [2 · columnChunks + 2, columns] in float64
 */
export function normaliseColumns(
  x: usize,
  y: usize,
  mean: usize,
  variance: usize,
  rows: i32,
  columns: i32,
  epsilon: f64,
  partials: usize,
): void {
  const chunks = columnChunks(rows, columns);
  prepareColumns(x, y, rows, columns, partials);
  run(momentsChunk, chunks);
  addPartials(partials, chunks, 2 * columns);
  const terms = partials + <usize>(2 * chunks * columns) * DOUBLE;
  const width = <usize>columns * FLOAT;
  for (let column: usize = 0; column < width; column += FLOAT) {
    const sum = load<f64>(partials + 2 * column) / rows;
    const squares = load<f64>(partials + 2 * (width + column)) / rows;
    const centre = load<f32>(x + column) + sum;
    const spread = max<f64>(0, squares - sum * sum);
    store<f32>(mean + column, <f32>centre);
    store<f32>(variance + column, <f32>spread);
    store<f32>(terms + column, <f32>centre);
    store<f32>(terms + width + column, <f32>(centre - <f32>centre));
    store<f32>(terms + 2 * width + column, <f32>(1 / sqrt<f64>(spread + epsilon)));
  }
  prepareColumns(x, y, rows, columns, partials);
  run(centreChunk, chunks);
}

/** Σ (x − first) and Σ (x − first)² of each column of a chunk. */
function momentsChunk(fields: usize, chunk: i32): void {
  const job = changetype<ColumnsJob>(fields);
  const width = <usize>job.columns * FLOAT;
  const whole = width & ~15;
  const begin = job.x + <usize>(chunk * job.rowsAtOnce) * width;
  const bytes = <usize>min(job.rowsAtOnce, job.rows - chunk * job.rowsAtOnce) * width;
  const sums = job.partials + <usize>(2 * chunk) * width * 2;
  const squares = sums + 2 * width;
  let column: usize = 0;
  for (; column < whole; column += 16) {
    const first = v128.load(job.x + column);
    const lowFirst = f64x2.promote_low_f32x4(first);
    const highFirst = f64x2.promote_low_f32x4(upper(first));
    let lowSum = f64x2.splat(0);
    let highSum = lowSum;
    let lowSquares = lowSum;
    let highSquares = lowSum;
    const end = begin + column + bytes;
    for (let at = begin + column; at < end; at += width) {
      const x = v128.load(at);
      const low = f64x2.sub(f64x2.promote_low_f32x4(x), lowFirst);
      const high = f64x2.sub(f64x2.promote_low_f32x4(upper(x)), highFirst);
      lowSum = f64x2.add(lowSum, low);
      highSum = f64x2.add(highSum, high);
      lowSquares = f64x2.add(lowSquares, f64x2.mul(low, low));
      highSquares = f64x2.add(highSquares, f64x2.mul(high, high));
    }
    v128.store(sums + 2 * column, lowSum);
    v128.store(sums + 2 * column, highSum, 16);
    v128.store(squares + 2 * column, lowSquares);
    v128.store(squares + 2 * column, highSquares, 16);
  }
  for (; column < width; column += FLOAT) {
    const first = <f64>load<f32>(job.x + column);
    let sum: f64 = 0;
    let square: f64 = 0;
    const end = begin + column + bytes;
    for (let at = begin + column; at < end; at += width) {
      const x = <f64>load<f32>(at) - first;
      sum += x;
      square += x * x;
    }
    store<f64>(sums + 2 * column, sum);
    store<f64>(squares + 2 * column, square);
  }
}

/** The two upper lanes in place of the lower. */
export function upper(x: v128): v128 {
  return v128.shuffle<f32>(x, x, 2, 3, 2, 3);
}

/** y = ((x − mean) − what float32 leaves of it) · scale */
function centreChunk(fields: usize, chunk: i32): void {
  const job = changetype<ColumnsJob>(fields);
  const width = <usize>job.columns * FLOAT;
  const whole = width & ~15;
  const first = chunk * job.rowsAtOnce;
  const end = min(first + job.rowsAtOnce, job.rows);
  const centre = job.terms;
  const rest = centre + width;
  const scale = rest + width;
  for (let row = first; row < end; row++) {
    const from = job.x + <usize>row * width;
    const to = job.result + <usize>row * width;
    let at: usize = 0;
    for (; at < whole; at += 16) {
      const x = f32x4.sub(v128.load(from + at), v128.load(centre + at));
      v128.store(to + at, f32x4.mul(f32x4.sub(x, v128.load(rest + at)), v128.load(scale + at)));
    }
    for (; at < width; at += FLOAT) {
      const x = load<f32>(from + at) - load<f32>(centre + at) - load<f32>(rest + at);
      store<f32>(to + at, x * load<f32>(scale + at));
    }
  }
}

/** The first of `count` partial sums [size] in float64 becomes their sum. */
export function addPartials(partials: usize, count: i32, size: i32): void {
  const bytes = <usize>size * DOUBLE;
  for (let each = 1; each < count; each++) {
    const from = partials + <usize>each * bytes;
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(partials + at, f64x2.add(v128.load(partials + at), v128.load(from + at)));
    }
  }
}
