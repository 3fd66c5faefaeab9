/** Products of many small matrices, one on each thread at a time. */
import { multiplyAlone } from './blocks';
import { prepare, run } from './threads';

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
