/** The way back through the normalisation of columns: a matrix [rows, columns] in two passes. */
import { addPartials, columnChunks, DOUBLE, rowsAtOnce, upper } from './normalisation';
import { prepare, run } from './threads';
import { FLOAT, multiplyAdd } from './vector';

/** Rows that are added up in float32 before float64 takes over, on the way back. */
const ROWS_IN_FLOAT32: i32 = 64;

@unmanaged
class BackJob {
  upstream: usize;
  y: usize;
  result: usize;
  /** [chunks, 2, columns] in float64 */
  partials: usize;
  /** [3, columns] */
  terms: usize;
  rows: i32;
  columns: i32;
  rowsAtOnce: i32;
}

function prepareBack(
  upstream: usize,
  y: usize,
  result: usize,
  rows: i32,
  columns: i32,
  partials: usize,
  terms: usize,
): void {
  const job = prepare<BackJob>();
  job.upstream = upstream;
  job.y = y;
  job.result = result;
  job.partials = partials;
  job.terms = terms;
  job.rows = rows;
  job.columns = columns;
  job.rowsAtOnce = rowsAtOnce(columns);
}

/**
 * result = (upstream − mean(upstream) − y · mean(upstream · y)) / √(variance + epsilon)
 *
 * @param partials room for [2 · columnChunks + 2, columns] in float64
 */
export function normaliseColumnsGradient(
  upstream: usize,
  y: usize,
  variance: usize,
  result: usize,
  rows: i32,
  columns: i32,
  epsilon: f64,
  partials: usize,
): void {
  const chunks = columnChunks(rows, columns);
  const terms = partials + <usize>(2 * chunks * columns) * DOUBLE;
  prepareBack(upstream, y, result, rows, columns, partials, terms);
  run(productsChunk, chunks);
  addPartials(partials, chunks, 2 * columns);
  const width = <usize>columns * FLOAT;
  for (let column: usize = 0; column < width; column += FLOAT) {
    const level = load<f64>(partials + 2 * column) / rows;
    const slope = load<f64>(partials + 2 * (width + column)) / rows;
    const scale = 1 / sqrt<f64>(<f64>load<f32>(variance + column) + epsilon);
    store<f32>(terms + column, <f32>level);
    store<f32>(terms + width + column, <f32>-slope);
    store<f32>(terms + 2 * width + column, <f32>scale);
  }
  prepareBack(upstream, y, result, rows, columns, partials, terms);
  run(backChunk, chunks);
}

/** Σ upstream and Σ upstream · y of each column of a chunk. */
function productsChunk(fields: usize, chunk: i32): void {
  const job = changetype<BackJob>(fields);
  const width = <usize>job.columns * FLOAT;
  const sums = job.partials + <usize>(2 * chunk) * width * 2;
  memory.fill(sums, 0, 4 * width);
  const end = min((chunk + 1) * job.rowsAtOnce, job.rows);
  for (let row = chunk * job.rowsAtOnce; row < end; row += ROWS_IN_FLOAT32) {
    addProducts(job, row, min(ROWS_IN_FLOAT32, end - row), sums);
  }
}

function addProducts(job: BackJob, row: i32, rows: i32, sums: usize): void {
  const width = <usize>job.columns * FLOAT;
  const whole = width & ~15;
  const x = job.upstream + <usize>row * width;
  const y = job.y + <usize>row * width;
  const products = sums + 2 * width;
  const bytes = <usize>rows * width;
  let column: usize = 0;
  for (; column < whole; column += 16) {
    let sum = f32x4.splat(0);
    let product = sum;
    for (let at = column; at < column + bytes; at += width) {
      const each = v128.load(x + at);
      sum = f32x4.add(sum, each);
      product = multiplyAdd(each, v128.load(y + at), product);
    }
    addDoubles(sums + 2 * column, sum);
    addDoubles(products + 2 * column, product);
  }
  for (; column < width; column += FLOAT) {
    let sum: f64 = 0;
    let product: f64 = 0;
    for (let at = column; at < column + bytes; at += width) {
      const each = <f64>load<f32>(x + at);
      sum += each;
      product += each * load<f32>(y + at);
    }
    store<f64>(sums + 2 * column, load<f64>(sums + 2 * column) + sum);
    store<f64>(products + 2 * column, load<f64>(products + 2 * column) + product);
  }
}

/** Four numbers in float64 += x */
function addDoubles(to: usize, x: v128): void {
  v128.store(to, f64x2.add(v128.load(to), f64x2.promote_low_f32x4(x)));
  v128.store(to, f64x2.add(v128.load(to, 16), f64x2.promote_low_f32x4(upper(x))), 16);
}

/** ((upstream − level) − y · slope) · scale: in this order one row alone gives 0, as it must. */
function backChunk(fields: usize, chunk: i32): void {
  const job = changetype<BackJob>(fields);
  const width = <usize>job.columns * FLOAT;
  const whole = width & ~15;
  const first = chunk * job.rowsAtOnce;
  const end = min(first + job.rowsAtOnce, job.rows);
  const level = job.terms;
  const slope = level + width;
  const scale = slope + width;
  for (let row = first; row < end; row++) {
    const upstream = job.upstream + <usize>row * width;
    const y = job.y + <usize>row * width;
    const to = job.result + <usize>row * width;
    let at: usize = 0;
    for (; at < whole; at += 16) {
      const above = f32x4.sub(v128.load(upstream + at), v128.load(level + at));
      const x = multiplyAdd(v128.load(y + at), v128.load(slope + at), above);
      v128.store(to + at, f32x4.mul(x, v128.load(scale + at)));
    }
    for (; at < width; at += FLOAT) {
      const above = load<f32>(upstream + at) - load<f32>(level + at);
      const x = load<f32>(y + at) * load<f32>(slope + at) + above;
      store<f32>(to + at, x * load<f32>(scale + at));
    }
  }
}
