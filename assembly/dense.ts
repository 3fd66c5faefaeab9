/**
 * The way back through a dense layer. After a maximum over pixels most rows of the gradient are zero:
 * they pass nothing on, and the products leave them out.
 */
import { BEHIND_SPARE, BLOCK_INNER, BLOCK_ROWS, SPARE, STRIPS } from './blocks';
import { packRows } from './packing';
import { ownScratch, prepare, run } from './threads';
import { multiplyPacked, TILE_COLUMNS } from './tile';

/** Columns of a block of the result that fits into a thread's scratch memory. */
const LISTED_COLUMNS: i32 = 2048;

@unmanaged
class Masking {
  upstream: usize;
  y: usize;
  result: usize;
  alive: usize;
  rows: i32;
  columns: i32;
}

/** Rows of a chunk of the mask. */
const MASKED_AT_ONCE: i32 = 256;

/**
 * result = upstream where y > 0, else 0; NaN where y is NaN. With y = 0 (no activation) nothing is
 * written and only the rows are looked at.
 *
 * @param list [rows] becomes the rows that are not all zero, in order
 * @returns how many there are
 */
export function maskRows(
  upstream: usize,
  y: usize,
  result: usize,
  list: usize,
  rows: i32,
  columns: i32,
): i32 {
  const job = prepare<Masking>();
  job.upstream = upstream;
  job.y = y;
  job.result = result;
  job.alive = list;
  job.rows = rows;
  job.columns = columns;
  run(maskRowsChunk, (rows + MASKED_AT_ONCE - 1) / MASKED_AT_ONCE);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const alive = load<i32>(list + ((<usize>row) << 2));
    store<i32>(list + ((<usize>count) << 2), row);
    count += alive;
  }
  return count;
}

function maskRowsChunk(fields: usize, chunk: i32): void {
  const job = changetype<Masking>(fields);
  const first = chunk * MASKED_AT_ONCE;
  const end = min(first + MASKED_AT_ONCE, job.rows);
  const stride = (<usize>job.columns) << 2;
  for (let row = first; row < end; row++) {
    const offset = <usize>row * stride;
    const y = job.y ? job.y + offset : 0;
    const alive = maskRow(job.upstream + offset, y, job.result + offset, stride);
    store<i32>(job.alive + ((<usize>row) << 2), alive ? 1 : 0);
  }
}

function maskRow(upstream: usize, y: usize, result: usize, bytes: usize): bool {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const whole = bytes & ~15;
  let zeros = f32x4.eq(zero, zero);
  let alive = false;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    let x = v128.load(upstream + at);
    if (y) {
      const before = v128.load(y + at);
      // Products, not a choice: a NaN on either side comes through.
      x = f32x4.mul(x, v128.and(f32x4.gt(before, zero), one));
      x = f32x4.add(x, f32x4.mul(before, zero));
      v128.store(result + at, x);
    }
    zeros = v128.and(zeros, f32x4.eq(x, zero));
  }
  for (; at < bytes; at += 4) {
    let x = load<f32>(upstream + at);
    if (y) {
      const before = load<f32>(y + at);
      x = x * (before > 0 ? <f32>1 : <f32>0) + before * 0;
      store<f32>(result + at, x);
    }
    if (x != 0) alive = true;
  }
  return alive || !i32x4.all_true(zeros);
}

@unmanaged
class ListedProduct {
  a: usize;
  list: usize;
  panels: usize;
  result: usize;
  count: i32;
  rows: i32;
  inner: i32;
  columns: i32;
}

/**
 * result [rows, columns] = a · b for the rows that `list` names, and 0 for the others.
 *
 * @param panels b, packed
 */
export function listedProduct(
  a: usize,
  list: usize,
  count: i32,
  panels: usize,
  result: usize,
  rows: i32,
  inner: i32,
  columns: i32,
): void {
  if (count == 0) {
    memory.fill(result, 0, (<usize>rows * <usize>columns) << 2);
    return;
  }
  const job = prepare<ListedProduct>();
  job.a = a;
  job.list = list;
  job.panels = panels;
  job.result = result;
  job.count = count;
  job.rows = rows;
  job.inner = inner;
  job.columns = columns;
  run(listedProductChunk, (count + BLOCK_ROWS - 1) / BLOCK_ROWS);
}

/** A block of listed rows; the rows that lie before one of them and are not listed become 0. */
function listedProductChunk(fields: usize, chunk: i32): void {
  const job = changetype<ListedProduct>(fields);
  const first = chunk * BLOCK_ROWS;
  const rows = min(BLOCK_ROWS, job.count - first);
  clearBetween(job, first, rows);
  for (let column = 0; column < job.columns; column += LISTED_COLUMNS) {
    multiplyListed(job, first, rows, column, min(LISTED_COLUMNS, job.columns - column));
  }
}

function clearBetween(job: ListedProduct, first: i32, rows: i32): void {
  const stride = (<usize>job.columns) << 2;
  let next = first == 0 ? 0 : listed(job, first - 1) + 1;
  for (let index = first; index < first + rows; index++) {
    const row = listed(job, index);
    memory.fill(job.result + <usize>next * stride, 0, <usize>(row - next) * stride);
    next = row + 1;
  }
  if (first + rows == job.count) {
    memory.fill(job.result + <usize>next * stride, 0, <usize>(job.rows - next) * stride);
  }
}

/** Some columns of some listed rows: computed side by side, then each brought to its place. */
function multiplyListed(
  job: ListedProduct,
  first: i32,
  rows: i32,
  column: i32,
  columns: i32,
): void {
  const strips = ownScratch() + STRIPS;
  const spare = ownScratch() + SPARE;
  const block = ownScratch() + BEHIND_SPARE;
  const bytes = (<usize>columns) << 2;
  const aStride = (<usize>job.inner) << 2;
  const panelStride = (<usize>job.inner) << 5;
  const panels = job.panels + <usize>(column / TILE_COLUMNS) * panelStride;
  for (let from = 0; from < job.inner; from += BLOCK_INNER) {
    const inner = min(BLOCK_INNER, job.inner - from);
    packRows(inner, job.a + ((<usize>from) << 2), aStride, job.list, first, rows, strips);
    const panel = panels + ((<usize>from) << 5);
    const adds = from > 0;
    multiplyPacked(inner, strips, panel, panelStride, block, bytes, rows, columns, adds, spare);
  }
  const result = job.result + ((<usize>column) << 2);
  const stride = (<usize>job.columns) << 2;
  for (let row = 0; row < rows; row++) {
    const to = result + <usize>listed(job, first + row) * stride;
    memory.copy(to, block + <usize>row * bytes, bytes);
  }
}

function listed(job: ListedProduct, index: i32): i32 {
  return load<i32>(job.list + ((<usize>index) << 2));
}
