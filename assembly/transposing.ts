/**
 * Arrays whose last axis is not the one that is contiguous in memory: blocks of 16 by 16 numbers, so
 * that every cache line is read and written once, turned four by four in registers.
 */
import { countOf, MOVED_AT_ONCE, strideOf } from './arranging';
import { prepare, run } from './threads';
import { FLOAT } from './vector';

/**
 * Two axes of which one is contiguous in x and the other in the result: planes [rows, columns] of the
 * result, whose rows lie `toStride` apart and whose columns are read `fromStride` apart.
 */
@unmanaged
class PlanesJob {
  x: usize;
  result: usize;
  rows: i32;
  columns: i32;
  fromStride: usize;
  toStride: usize;
  /** The two other axes. */
  count0: i32;
  count1: i32;
  from0: i32;
  from1: i32;
  to0: i32;
  to1: i32;
  /** Rows of a chunk, a multiple of a cache line's numbers. */
  rowsAtOnce: i32;
}

/** A cache line's numbers. */
const LINE: i32 = 16;

/** @param axis the one that is contiguous in x: 0, 1 or 2 */
export function transposePlanes(x: usize, result: usize, layout: usize, axis: i32): void {
  const job = prepare<PlanesJob>();
  const outer = axis == 0 ? 1 : 0;
  const inner = axis == 2 ? 1 : 2;
  job.x = x;
  job.result = result;
  job.rows = countOf(layout, axis);
  job.columns = countOf(layout, 3);
  job.fromStride = strideOf(layout, 3);
  job.toStride = packedStride(layout, axis);
  job.count0 = countOf(layout, outer);
  job.from0 = strideOf(layout, outer);
  job.to0 = packedStride(layout, outer);
  job.count1 = countOf(layout, inner);
  job.from1 = strideOf(layout, inner);
  job.to1 = packedStride(layout, inner);
  job.rowsAtOnce = max(1, MOVED_AT_ONCE / (job.columns * LINE)) * LINE;
  const parts = (job.rows + job.rowsAtOnce - 1) / job.rowsAtOnce;
  run(transposeChunk, job.count0 * job.count1 * parts);
}

/** Bytes between neighbours along an axis of the result. */
function packedStride(layout: usize, axis: i32): i32 {
  let stride = <i32>FLOAT;
  for (let inner = 3; inner > axis; inner--) stride *= countOf(layout, inner);
  return stride;
}

function transposeChunk(fields: usize, chunk: i32): void {
  const job = changetype<PlanesJob>(fields);
  const parts = (job.rows + job.rowsAtOnce - 1) / job.rowsAtOnce;
  const first = (chunk % parts) * job.rowsAtOnce;
  const plane = chunk / parts;
  const i1 = plane % job.count1;
  const i0 = plane / job.count1;
  const from = job.x + i0 * job.from0 + i1 * job.from1;
  const to = job.result + i0 * job.to0 + i1 * job.to1;
  const end = min(first + job.rowsAtOnce, job.rows);
  for (let row = first; row < end; row += LINE) {
    const rows = min(LINE, end - row);
    for (let column = 0; column < job.columns; column += LINE) {
      transposeBlock(
        from + <usize>row * FLOAT + <usize>column * job.fromStride,
        job.fromStride,
        to + <usize>row * job.toStride + <usize>column * FLOAT,
        job.toStride,
        rows,
        min(LINE, job.columns - column),
      );
    }
  }
}

function transposeBlock(
  from: usize,
  fromStride: usize,
  to: usize,
  toStride: usize,
  rows: i32,
  columns: i32,
): void {
  const wholeRows = rows & ~3;
  const wholeColumns = columns & ~3;
  for (let row = 0; row < wholeRows; row += 4) {
    for (let column = 0; column < wholeColumns; column += 4) {
      const x = from + <usize>row * FLOAT + <usize>column * fromStride;
      const y = to + <usize>row * toStride + <usize>column * FLOAT;
      transposeFour(x, fromStride, y, toStride);
    }
  }
  for (let row = 0; row < rows; row++) {
    let column = row < wholeRows ? wholeColumns : 0;
    for (; column < columns; column++) {
      const value = load<u32>(from + <usize>row * FLOAT + <usize>column * fromStride);
      store<u32>(to + <usize>row * toStride + <usize>column * FLOAT, value);
    }
  }
}

function transposeFour(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + fromStride);
  const c = v128.load(from + 2 * fromStride);
  const d = v128.load(from + 3 * fromStride);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  v128.store(to, v128.shuffle<f64>(ab, cd, 0, 2));
  v128.store(to + toStride, v128.shuffle<f64>(ab, cd, 1, 3));
  const high = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const highest = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to + 2 * toStride, v128.shuffle<f64>(high, highest, 0, 2));
  v128.store(to + 3 * toStride, v128.shuffle<f64>(high, highest, 1, 3));
}
