/**
 * Products of matrices: a [rows, inner] · b [inner, columns], either one stored transposed.
 *
 * The right side is packed once for all threads; a chunk is a block of rows of the result. Where the
 * inner dimension is the long one (the gradient of a weight sums over every row of a batch), `sumOver`
 * cuts that one instead and adds the partial results up in order.
 */
import { packColumns, packPanels, packRows, packTransposedPanels, roundUp } from './packing';
import { ownScratch, prepare, run } from './threads';
import { multiplyPacked, TILE_COLUMNS } from './tile';
import { rectify } from './vector';

/** Rows of the result that are computed at a time, a multiple of the tile's. */
const BLOCK_ROWS: i32 = 96;
/** Of the inner dimension at a time: strips and panels of it stay in the caches. */
const BLOCK_INNER: i32 = 256;
/** Columns of b that a thread packs for itself at a time. */
const BLOCK_COLUMNS: i32 = 256;

/** Where things lie in a thread's scratch memory. */
const STRIPS: usize = 0;
const SPARE: usize = <usize>BLOCK_ROWS * <usize>BLOCK_INNER * 4;
const PANELS: usize = SPARE + 256;

/** A result with fewer blocks of rows than this is cut along its columns, too. */
const ENOUGH_CHUNKS: i32 = 4;

@unmanaged
class Product {
  a: usize;
  /** Bytes between rows of a as it is stored. */
  aStride: usize;
  transposeA: bool;
  panels: usize;
  result: usize;
  rows: i32;
  inner: i32;
  columns: i32;
  /** 0: none. */
  bias: usize;
  rectifies: bool;
  /** Columns of a chunk. */
  columnsAtOnce: i32;
}

/** Floats that the packed right side of a product takes. */
export function panelFloats(inner: i32, columns: i32): i32 {
  return inner * roundUp(columns, TILE_COLUMNS);
}

/**
 * result = activation(a · b + bias)
 *
 * @param panels room for panelFloats(inner, columns)
 * @param bias 0: none
 */
export function product(
  a: usize,
  transposeA: bool,
  b: usize,
  transposeB: bool,
  result: usize,
  rows: i32,
  inner: i32,
  columns: i32,
  bias: usize,
  rectifies: bool,
  panels: usize,
): void {
  if (transposeB) packTransposedPanels(inner, b, (<usize>inner) << 2, columns, panels);
  else packPanels(inner, b, (<usize>columns) << 2, 0, columns, panels);
  const job = prepare<Product>();
  job.a = a;
  job.aStride = (<usize>(transposeA ? rows : inner)) << 2;
  job.transposeA = transposeA;
  job.panels = panels;
  job.result = result;
  job.rows = rows;
  job.inner = inner;
  job.columns = columns;
  job.bias = bias;
  job.rectifies = rectifies;
  const blocks = (rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
  const parts = blocks < ENOUGH_CHUNKS ? min(ENOUGH_CHUNKS, (columns + 31) / 32) : 1;
  job.columnsAtOnce = roundUp((columns + parts - 1) / parts, TILE_COLUMNS);
  run(productChunk, blocks * ((columns + job.columnsAtOnce - 1) / job.columnsAtOnce));
}

function productChunk(fields: usize, chunk: i32): void {
  const job = changetype<Product>(fields);
  const blocks = (job.rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
  const first = (chunk % blocks) * BLOCK_ROWS;
  const firstColumn = (chunk / blocks) * job.columnsAtOnce;
  const rows = min(BLOCK_ROWS, job.rows - first);
  const columns = min(job.columnsAtOnce, job.columns - firstColumn);
  const strips = ownScratch() + STRIPS;
  const spare = ownScratch() + SPARE;
  const stride = (<usize>job.columns) << 2;
  const panelStride = (<usize>job.inner) << 5;
  const panels = job.panels + <usize>(firstColumn / TILE_COLUMNS) * panelStride;
  const result = job.result + <usize>first * stride + ((<usize>firstColumn) << 2);
  for (let from = 0; from < job.inner; from += BLOCK_INNER) {
    const inner = min(BLOCK_INNER, job.inner - from);
    if (job.transposeA) {
      packColumns(inner, job.a + <usize>from * job.aStride, job.aStride, 0, first, rows, strips);
    } else {
      packRows(inner, job.a + ((<usize>from) << 2), job.aStride, 0, first, rows, strips);
    }
    const panel = panels + ((<usize>from) << 5);
    multiplyPacked(
      inner,
      strips,
      panel,
      panelStride,
      result,
      stride,
      rows,
      columns,
      from > 0,
      spare,
    );
  }
  const bias = job.bias ? job.bias + ((<usize>firstColumn) << 2) : 0;
  finish(result, stride, rows, columns, bias, job.rectifies);
}

/** Adds a bias and applies the activation, in place. */
export function finish(
  result: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  bias: usize,
  rectifies: bool,
): void {
  if (!bias && !rectifies) return;
  const bytes = (<usize>columns) << 2;
  const whole = bytes & ~15;
  for (let row = 0; row < rows; row++) {
    const to = result + <usize>row * stride;
    let at: usize = 0;
    for (; at < whole; at += 16) {
      let x = v128.load(to + at);
      if (bias) x = f32x4.add(x, v128.load(bias + at));
      v128.store(to + at, rectifies ? rectify(x) : x);
    }
    for (; at < bytes; at += 4) {
      let x = load<f32>(to + at);
      if (bias) x += load<f32>(bias + at);
      store<f32>(to + at, rectifies ? max<f32>(x, 0) : x);
    }
  }
}

@unmanaged
class BatchProduct {
  a: usize;
  b: usize;
  result: usize;
  transposeA: bool;
  transposeB: bool;
  rows: i32;
  inner: i32;
  columns: i32;
}

/** As `product`, for each of a batch of matrices; a chunk is one of them. */
export function batchProduct(
  a: usize,
  transposeA: bool,
  b: usize,
  transposeB: bool,
  result: usize,
  batch: i32,
  rows: i32,
  inner: i32,
  columns: i32,
): void {
  const job = prepare<BatchProduct>();
  job.a = a;
  job.b = b;
  job.result = result;
  job.transposeA = transposeA;
  job.transposeB = transposeB;
  job.rows = rows;
  job.inner = inner;
  job.columns = columns;
  run(batchProductChunk, batch);
}

function batchProductChunk(fields: usize, chunk: i32): void {
  const job = changetype<BatchProduct>(fields);
  const rows = job.rows;
  const inner = job.inner;
  const columns = job.columns;
  const index = (<usize>chunk) << 2;
  multiplyAlone(
    job.a + index * <usize>(rows * inner),
    (<usize>(job.transposeA ? rows : inner)) << 2,
    job.transposeA,
    job.b + index * <usize>(inner * columns),
    (<usize>(job.transposeB ? inner : columns)) << 2,
    job.transposeB,
    0,
    job.result + index * <usize>(rows * columns),
    rows,
    inner,
    columns,
  );
}

/**
 * result [rows, columns] = a · b on this thread alone.
 *
 * @param list names the rows of the inner dimension to take; 0: all. Only for a transposed a and a plain b
 */
function multiplyAlone(
  a: usize,
  aStride: usize,
  transposeA: bool,
  b: usize,
  bStride: usize,
  transposeB: bool,
  list: usize,
  result: usize,
  rows: i32,
  inner: i32,
  columns: i32,
): void {
  const strips = ownScratch() + STRIPS;
  const spare = ownScratch() + SPARE;
  const panels = ownScratch() + PANELS;
  const stride = (<usize>columns) << 2;
  for (let column = 0; column < columns; column += BLOCK_COLUMNS) {
    const width = min(BLOCK_COLUMNS, columns - column);
    for (let from = 0; from < inner; from += BLOCK_INNER) {
      const length = min(BLOCK_INNER, inner - from);
      const skip: usize = list ? 0 : <usize>from;
      const taken = list ? list + ((<usize>from) << 2) : 0;
      if (transposeB) {
        const at = b + <usize>column * bStride + ((<usize>from) << 2);
        packTransposedPanels(length, at, bStride, width, panels);
      } else {
        packPanels(
          length,
          b + skip * bStride + ((<usize>column) << 2),
          bStride,
          taken,
          width,
          panels,
        );
      }
      for (let row = 0; row < rows; row += BLOCK_ROWS) {
        const height = min(BLOCK_ROWS, rows - row);
        if (transposeA)
          packColumns(length, a + skip * aStride, aStride, taken, row, height, strips);
        else packRows(length, a + ((<usize>from) << 2), aStride, 0, row, height, strips);
        const to = result + <usize>row * stride + ((<usize>column) << 2);
        const panelStride = (<usize>length) << 5;
        multiplyPacked(
          length,
          strips,
          panels,
          panelStride,
          to,
          stride,
          height,
          width,
          from > 0,
          spare,
        );
      }
    }
  }
}

/** Rows of the long inner dimension in a chunk of `sumProducts`, and how many chunks there are at most. */
const SUM_ROWS: i32 = 1024;
const SUM_CHUNKS: i32 = 32;

@unmanaged
class SumOfProducts {
  a: usize;
  b: usize;
  list: usize;
  partials: usize;
  rows: i32;
  aColumns: i32;
  bColumns: i32;
  rowsAtOnce: i32;
}

/** Chunks into which `sumProducts` cuts that many rows: its partial results. */
export function sumChunks(rows: i32): i32 {
  const atOnce = sumRowsAtOnce(rows);
  return max(1, (rows + atOnce - 1) / atOnce);
}

function sumRowsAtOnce(rows: i32): i32 {
  return max(SUM_ROWS, roundUp((rows + SUM_CHUNKS - 1) / SUM_CHUNKS, BLOCK_INNER));
}

/**
 * Σ_row a[row]ᵀ · b[row], and Σ_row b[row] behind it: [aColumns + 1, bColumns].
 *
 * @param list names the rows to take; 0: the first `rows`
 * @param partials room for sumChunks(rows) results; the first becomes the result
 */
export function sumProducts(
  a: usize,
  b: usize,
  list: usize,
  rows: i32,
  aColumns: i32,
  bColumns: i32,
  partials: usize,
): void {
  const job = prepare<SumOfProducts>();
  job.a = a;
  job.b = b;
  job.list = list;
  job.partials = partials;
  job.rows = rows;
  job.aColumns = aColumns;
  job.bColumns = bColumns;
  job.rowsAtOnce = sumRowsAtOnce(rows);
  const chunks = sumChunks(rows);
  run(sumProductsChunk, chunks);
  addPartials(partials, (aColumns + 1) * bColumns, chunks);
}

function sumProductsChunk(fields: usize, chunk: i32): void {
  const job = changetype<SumOfProducts>(fields);
  const first = chunk * job.rowsAtOnce;
  const rows = min(job.rowsAtOnce, job.rows - first);
  const aStride = (<usize>job.aColumns) << 2;
  const bStride = (<usize>job.bColumns) << 2;
  const size = <usize>(job.aColumns + 1) * bStride;
  const result = job.partials + <usize>chunk * size;
  const list = job.list ? job.list + ((<usize>first) << 2) : 0;
  const a = list ? job.a : job.a + <usize>first * aStride;
  const b = list ? job.b : job.b + <usize>first * bStride;
  if (rows == 0) memory.fill(result, 0, size);
  else if (job.aColumns > 0) {
    multiplyAlone(
      a,
      aStride,
      true,
      b,
      bStride,
      false,
      list,
      result,
      job.aColumns,
      rows,
      job.bColumns,
    );
  }
  addRows(b, bStride, list, rows, result + size - bStride, job.bColumns);
}

/** result [columns] = Σ_row x[row] */
function addRows(
  x: usize,
  stride: usize,
  list: usize,
  rows: i32,
  result: usize,
  columns: i32,
): void {
  const bytes = (<usize>columns) << 2;
  const whole = bytes & ~15;
  memory.fill(result, 0, bytes);
  for (let row = 0; row < rows; row++) {
    const from = x + <usize>(list ? load<i32>(list + ((<usize>row) << 2)) : row) * stride;
    let at: usize = 0;
    for (; at < whole; at += 16) {
      v128.store(result + at, f32x4.add(v128.load(result + at), v128.load(from + at)));
    }
    for (; at < bytes; at += 4)
      store<f32>(result + at, load<f32>(result + at) + load<f32>(from + at));
  }
}

@unmanaged
class Partials {
  partials: usize;
  size: i32;
  count: i32;
}

/** Numbers of a result that a chunk of `addPartials` adds up. */
const ADDED_AT_ONCE: i32 = 4096;

/** The first of `count` partial results becomes their sum, added in order. */
export function addPartials(partials: usize, size: i32, count: i32): void {
  if (count == 1) return;
  const job = prepare<Partials>();
  job.partials = partials;
  job.size = size;
  job.count = count;
  run(addPartialsChunk, (size + ADDED_AT_ONCE - 1) / ADDED_AT_ONCE);
}

function addPartialsChunk(fields: usize, chunk: i32): void {
  const job = changetype<Partials>(fields);
  const first = chunk * ADDED_AT_ONCE;
  const bytes = (<usize>min(ADDED_AT_ONCE, job.size - first)) << 2;
  const whole = bytes & ~15;
  const to = job.partials + ((<usize>first) << 2);
  for (let each = 1; each < job.count; each++) {
    const from = to + ((<usize>each * <usize>job.size) << 2);
    let at: usize = 0;
    for (; at < whole; at += 16) {
      v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
    }
    for (; at < bytes; at += 4) store<f32>(to + at, load<f32>(to + at) + load<f32>(from + at));
  }
}
