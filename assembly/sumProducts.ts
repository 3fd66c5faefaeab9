/**
 * Products whose inner dimension is the long one: the gradient of a weight sums over every row of a
 * batch. Threads take pieces of it, and the partial results are added up in order.
 */
import { BLOCK_INNER, multiplyAlone } from './blocks';
import { addPartials } from './partials';
import { roundUp } from './packing';
import { addRow } from './rows';
import { prepare, run } from './threads';

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
  memory.fill(result, 0, bytes);
  for (let row = 0; row < rows; row++) {
    const at = list ? load<i32>(list + ((<usize>row) << 2)) : row;
    addRow(result, x + <usize>at * stride, bytes);
  }
}
