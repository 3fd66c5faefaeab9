/**
 * log Σ exp over the rows of each image. A row may belong to many images, and a black one does: in a
 * sparse layout its exp is taken once for all of them, relative to the feature's largest number M:
 *
 *   y = M + log Σ exp(x − M)
 *
 * That holds for float32 while y is not too far below M. An image in which some y is, or is no number,
 * is computed by itself, relative to its own largest numbers, as all are in a dense layout.
 */
import { decayRow } from './decay';
import { Layout } from './layout';
import { LIST_BYTES, listRows, poolBlocks, Pooling, reduceListed } from './pooling';
import { addRow } from './rows';
import { ownScratch, prepare, run } from './threads';
import { logarithm } from './transcendental';

/** The least Σ exp(x − M) in which numbers below the range of float32 make no difference. */
const LEAST_TOTAL: f32 = 1e-29;

/** Of a thread's scratch memory, behind the list of rows: for a row of up to 16,384 numbers. */
const ROW_BYTES: usize = 1 << 16;

/** Columns of a chunk of `findLargest`, and rows of a chunk of `fillShares`. */
const COLUMNS_AT_ONCE: i32 = 16;
const ROWS_AT_ONCE: i32 = 128;

@unmanaged
class LogSumExp {
  x: usize;
  /** [width] of each feature over all rows. */
  largest: usize;
  /** exp(x − largest) [rows, width], and what blocks of black rows come to. */
  shares: usize;
  blocks: usize;
  result: usize;
  layout: Layout;
  width: i32;
}

/**
 * [rows, width] → result [images, width]
 *
 * @param largest room for a row
 * @param shares room for as many rows as x has; unused in a dense layout
 * @param blocks room for poolingBlocks(places) rows
 */
export function logSumExp(
  x: usize,
  largest: usize,
  shares: usize,
  blocks: usize,
  result: usize,
  layoutAt: usize,
  width: i32,
): void {
  const layout = Layout.at(layoutAt);
  if (layout.sparse) {
    findLargest(x, largest, layout.rows, width);
    const job = prepare<LogSumExp>();
    job.x = x;
    job.largest = largest;
    job.shares = shares;
    job.layout = layout;
    job.width = width;
    run(fillShares, (layout.rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE);
    poolBlocks(shares, blocks, layout, width, Pooling.sum);
  }
  const job = prepare<LogSumExp>();
  job.x = x;
  job.largest = largest;
  job.shares = shares;
  job.blocks = blocks;
  job.result = result;
  job.layout = layout;
  job.width = width;
  run(layout.sparse ? poolShares : poolAlone, layout.images);
}

/** The largest number of each feature; NaN is passed over. */
export function findLargest(x: usize, largest: usize, rows: i32, width: i32): void {
  const job = prepare<Largest>();
  job.x = x;
  job.largest = largest;
  job.rows = rows;
  job.width = width;
  run(findLargestChunk, (width + COLUMNS_AT_ONCE - 1) / COLUMNS_AT_ONCE);
}

@unmanaged
class Largest {
  x: usize;
  largest: usize;
  rows: i32;
  width: i32;
}

function findLargestChunk(fields: usize, chunk: i32): void {
  const job = changetype<Largest>(fields);
  const stride = (<usize>job.width) << 2;
  const start = f32x4.splat(-Infinity);
  const last = stride - 16;
  const first = (<usize>(chunk * COLUMNS_AT_ONCE)) << 2;
  // Beyond the last columns these meet on the same four, again and again.
  const at0 = min(first, last);
  const at1 = min(first + 16, last);
  const at2 = min(first + 32, last);
  const at3 = min(first + 48, last);
  let a = start;
  let b = start;
  let c = start;
  let d = start;
  const end = job.x + <usize>job.rows * stride;
  for (let row = job.x; row < end; row += stride) {
    a = f32x4.pmax(a, v128.load(row + at0));
    b = f32x4.pmax(b, v128.load(row + at1));
    c = f32x4.pmax(c, v128.load(row + at2));
    d = f32x4.pmax(d, v128.load(row + at3));
  }
  v128.store(job.largest + at0, a);
  v128.store(job.largest + at1, b);
  v128.store(job.largest + at2, c);
  v128.store(job.largest + at3, d);
}

function fillShares(fields: usize, chunk: i32): void {
  const job = changetype<LogSumExp>(fields);
  const stride = (<usize>job.width) << 2;
  const end = min((chunk + 1) * ROWS_AT_ONCE, job.layout.rows);
  for (let row = chunk * ROWS_AT_ONCE; row < end; row++) {
    const offset = <usize>row * stride;
    decayRow(job.x + offset, job.largest, job.shares + offset, stride);
  }
}

function poolShares(fields: usize, image: i32): void {
  const job = changetype<LogSumExp>(fields);
  const stride = (<usize>job.width) << 2;
  const result = job.result + <usize>image * stride;
  const totals = ownScratch() + LIST_BYTES;
  const count = listRows(job.layout, image, job.shares, job.blocks, stride);
  reduceListed(count, stride, totals, Pooling.sum);
  for (let column: usize = 0; column < stride; column += 16) {
    const at = min(column, stride - 16);
    const total = v128.load(totals + at);
    if (!i32x4.all_true(f32x4.ge(total, f32x4.splat(LEAST_TOTAL)))) {
      poolAlone(fields, image); // NaN comes here, too
      return;
    }
    v128.store(result + at, f32x4.add(v128.load(job.largest + at), logarithm(total)));
  }
}

/** An image by itself: relative to its own largest numbers. */
function poolAlone(fields: usize, image: i32): void {
  const job = changetype<LogSumExp>(fields);
  const stride = (<usize>job.width) << 2;
  const result = job.result + <usize>image * stride;
  const totals = ownScratch() + LIST_BYTES;
  const shares = totals + ROW_BYTES;
  const count = listRows(job.layout, image, job.x, 0, stride);
  const end = ownScratch() + ((<usize>count) << 2);
  reduceListed(count, stride, result, Pooling.largest);
  memory.fill(totals, 0, stride);
  for (let each = ownScratch(); each < end; each += 4) {
    decayRow(<usize>load<u32>(each), result, shares, stride);
    addRow(totals, shares, stride);
  }
  for (let at: usize = 0; at < stride; at += 4) {
    const largest = load<f32>(result + at);
    // A NaN or an infinity is the result itself.
    if (!isFinite(largest)) continue;
    const total = logarithm(v128.load32_splat(totals + at));
    store<f32>(result + at, largest + f32x4.extract_lane(total, 0));
  }
}
