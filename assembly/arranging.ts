/**
 * Copies that arrange numbers anew: runs at a distance from each other, and arrays seen through
 * strides, as in transposing and broadcasting.
 */
import { prepare, run } from './threads';
import { transposePlanes } from './transposing';
import { FLOAT } from './vector';

/** Numbers of a chunk, about. */
export const MOVED_AT_ONCE: i32 = 32768;
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

/**
 * A layout is what strides.ts writes for one array: the lengths of four axes, outermost first, and the
 * distance in bytes between neighbours along each.
 */
export function countOf(layout: usize, axis: i32): i32 {
  return load<i32>(layout + ((<usize>axis) << 2));
}
export function strideOf(layout: usize, axis: i32): i32 {
  return load<i32>(layout + ((<usize>(axis + 4)) << 2));
}

@unmanaged
class ArrangingJob {
  x: usize;
  result: usize;
  layout: usize;
  runs: i32;
  runsAtOnce: i32;
}

/** result = x as seen through a layout, row by row. */
export function arrange(x: usize, result: usize, layout: usize): void {
  if (strideOf(layout, 3) > <i32>FLOAT) {
    for (let axis = 0; axis < 3; axis++) {
      if (strideOf(layout, axis) == <i32>FLOAT) return transposePlanes(x, result, layout, axis);
    }
  }
  const job = prepare<ArrangingJob>();
  job.x = x;
  job.result = result;
  job.layout = layout;
  job.runs = countOf(layout, 0) * countOf(layout, 1) * countOf(layout, 2);
  job.runsAtOnce = max(1, MOVED_AT_ONCE / countOf(layout, 3));
  run(arrangeChunk, (job.runs + job.runsAtOnce - 1) / job.runsAtOnce);
}

function arrangeChunk(fields: usize, chunk: i32): void {
  const job = changetype<ArrangingJob>(fields);
  const layout = job.layout;
  const stride = strideOf(layout, 3);
  const bytes = <usize>countOf(layout, 3) * FLOAT;
  const count1 = countOf(layout, 1);
  const count2 = countOf(layout, 2);
  const first = chunk * job.runsAtOnce;
  const end = min(first + job.runsAtOnce, job.runs);
  let i2 = first % count2;
  let i1 = (first / count2) % count1;
  let i0 = first / count2 / count1;
  for (let each = first; each < end; each++) {
    const apart = i0 * strideOf(layout, 0) + i1 * strideOf(layout, 1) + i2 * strideOf(layout, 2);
    const from = job.x + apart;
    const to = job.result + <usize>each * bytes;
    if (stride == <i32>FLOAT) copyRun(to, from, bytes);
    else if (stride == 0) fillRun(to, from, bytes);
    else gatherRun(to, from, bytes, stride);
    if (++i2 < count2) continue;
    i2 = 0;
    if (++i1 < count1) continue;
    i1 = 0;
    i0++;
  }
}

function gatherRun(to: usize, from: usize, bytes: usize, stride: usize): void {
  for (let at: usize = 0; at < bytes; at += FLOAT) {
    store<u32>(to + at, load<u32>(from));
    from += stride;
  }
}
