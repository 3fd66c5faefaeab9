/**
 * The product of two matrices: a [rows, inner] · b [inner, columns], either one stored transposed. The
 * right side is packed once for all threads; a chunk is a block of rows of the result.
 */
import { BLOCK_INNER, BLOCK_ROWS, finish, SPARE, STRIPS } from './blocks';
import { packColumns, packPanels, packRows, packTransposedPanels, roundUp } from './packing';
import { ownScratch, prepare, run } from './threads';
import { multiplyPacked, TILE_COLUMNS } from './tile';

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
