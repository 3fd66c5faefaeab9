/**
 * Copies that arrange numbers anew: runs at a distance from each other, and arrays seen through
 * strides, as in transposing and broadcasting.
 */
import { prepare, run } from './threads';
import { FLOAT } from './vector';

/** Numbers of a chunk, about. */
const MOVED_AT_ONCE: i32 = 32768;
/** Bytes from which the machine's own copy is faster than a loop, with the cost of calling it. */
const LONG_RUN: usize = 512;

/** Copies a multiple of 4 bytes. */
function copyRun(to: usize, from: usize, bytes: usize): void {
  if (bytes >= LONG_RUN) {
    memory.copy(to, from, bytes);
    return;
  }
  const whole = bytes & ~15;
  let at: usize = 0;
  for (; at < whole; at += 16) v128.store(to + at, v128.load(from + at));
  for (; at < bytes; at += FLOAT) store<u32>(to + at, load<u32>(from + at));
}

/** Writes one number all along a run. */
function fillRun(to: usize, from: usize, bytes: usize): void {
  const each = v128.load32_splat(from);
  const whole = bytes & ~15;
  let at: usize = 0;
  for (; at < whole; at += 16) v128.store(to + at, each);
  for (; at < bytes; at += FLOAT) store<u32>(to + at, load<u32>(from));
}

@unmanaged
class RunsJob {
  from: usize;
  fromStride: usize;
  to: usize;
  toStride: usize;
  bytes: usize;
  runs: i32;
  runsAtOnce: i32;
}

/** Copies `runs` runs of `bytes`, which lie `fromStride` apart, to places `toStride` apart. */
export function copyRuns(
  from: usize,
  fromStride: usize,
  to: usize,
  toStride: usize,
  bytes: usize,
  runs: i32,
): void {
  const job = prepare<RunsJob>();
  job.from = from;
  job.fromStride = fromStride;
  job.to = to;
  job.toStride = toStride;
  job.bytes = bytes;
  job.runs = runs;
  job.runsAtOnce = max(1, MOVED_AT_ONCE / max(1, <i32>(bytes / FLOAT)));
  run(copyRunsChunk, (runs + job.runsAtOnce - 1) / job.runsAtOnce);
}

function copyRunsChunk(fields: usize, chunk: i32): void {
  const job = changetype<RunsJob>(fields);
  const end = min((chunk + 1) * job.runsAtOnce, job.runs);
  for (let each = chunk * job.runsAtOnce; each < end; each++) {
    const from = job.from + <usize>each * job.fromStride;
    copyRun(job.to + <usize>each * job.toStride, from, job.bytes);
  }
}

/** As strides.ts writes it for one array; strides in bytes, axes outermost first. */
@unmanaged
class Layout {
  count0: i32;
  count1: i32;
  count2: i32;
  count3: i32;
  stride0: i32;
  stride1: i32;
  stride2: i32;
  stride3: i32;
}

@unmanaged
class ArrangingJob {
  x: usize;
  result: usize;
  layout: Layout;
  runs: i32;
  runsAtOnce: i32;
}

/** result = x as seen through a layout, row by row. */
export function arrange(x: usize, result: usize, layout: usize): void {
  const shape = changetype<Layout>(layout);
  if (shape.stride3 > <i32>FLOAT) {
    if (shape.stride2 == <i32>FLOAT) {
      return transposePlanes(x, result, shape, 0);
    }
    if (shape.stride1 == <i32>FLOAT) return transposePlanes(x, result, shape, 1);
    if (shape.stride0 == <i32>FLOAT) return transposePlanes(x, result, shape, 2);
  }
  const job = prepare<ArrangingJob>();
  job.x = x;
  job.result = result;
  job.layout = shape;
  job.runs = shape.count0 * shape.count1 * shape.count2;
  job.runsAtOnce = max(1, MOVED_AT_ONCE / shape.count3);
  run(arrangeChunk, (job.runs + job.runsAtOnce - 1) / job.runsAtOnce);
}

function arrangeChunk(fields: usize, chunk: i32): void {
  const job = changetype<ArrangingJob>(fields);
  const layout = job.layout;
  const bytes = <usize>layout.count3 * FLOAT;
  const end = min((chunk + 1) * job.runsAtOnce, job.runs);
  for (let each = chunk * job.runsAtOnce; each < end; each++) {
    const i2 = each % layout.count2;
    const rest = each / layout.count2;
    const i1 = rest % layout.count1;
    const i0 = rest / layout.count1;
    const from = job.x + i0 * layout.stride0 + i1 * layout.stride1 + i2 * layout.stride2;
    const to = job.result + <usize>each * bytes;
    if (layout.stride3 == <i32>FLOAT) copyRun(to, from, bytes);
    else if (layout.stride3 == 0) fillRun(to, from, bytes);
    else gatherRun(to, from, bytes, layout.stride3);
  }
}

function gatherRun(to: usize, from: usize, bytes: usize, stride: usize): void {
  for (let at: usize = 0; at < bytes; at += FLOAT) {
    store<u32>(to + at, load<u32>(from));
    from += stride;
  }
}

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

/** @param apart axes between the two: 0, 1 or 2 */
function transposePlanes(x: usize, result: usize, layout: Layout, apart: i32): void {
  const to2 = layout.count3 * <i32>FLOAT;
  const to1 = layout.count2 * to2;
  const to0 = layout.count1 * to1;
  const job = prepare<PlanesJob>();
  job.x = x;
  job.result = result;
  job.columns = layout.count3;
  job.fromStride = layout.stride3;
  job.rows = apart == 0 ? layout.count2 : apart == 1 ? layout.count1 : layout.count0;
  job.toStride = apart == 0 ? to2 : apart == 1 ? to1 : to0;
  job.count0 = apart == 2 ? layout.count1 : layout.count0;
  job.from0 = apart == 2 ? layout.stride1 : layout.stride0;
  job.to0 = apart == 2 ? to1 : to0;
  job.count1 = apart == 0 ? layout.count1 : layout.count2;
  job.from1 = apart == 0 ? layout.stride1 : layout.stride2;
  job.to1 = apart == 0 ? to1 : to2;
  job.rowsAtOnce = max(1, MOVED_AT_ONCE / (job.columns * LINE)) * LINE;
  const parts = (job.rows + job.rowsAtOnce - 1) / job.rowsAtOnce;
  run(transposeChunk, job.count0 * job.count1 * parts);
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
