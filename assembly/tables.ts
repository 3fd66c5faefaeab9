/** Look-ups in a table, with weights, and the way back. */
import { prepare, run } from './threads';
import { FLOAT, multiplyAdd } from './vector';

/** Numbers that a chunk reads, about. */
const READ_AT_ONCE: i32 = 16384;
/** Columns of a chunk on the way back, where reads of one entry must add up in order. */
const COLUMNS_AT_ONCE: i32 = 64;

@unmanaged
class LookupJob {
  from: usize;
  to: usize;
  indices: usize;
  weights: usize;
  /** Of all results. */
  reads: i32;
  /** For one result. */
  count: i32;
  width: i32;
  resultsAtOnce: i32;
}

function prepareLookup(
  from: usize,
  to: usize,
  indices: usize,
  weights: usize,
  reads: i32,
  count: i32,
  width: i32,
): LookupJob {
  const job = prepare<LookupJob>();
  job.from = from;
  job.to = to;
  job.indices = indices;
  job.weights = weights;
  job.reads = reads;
  job.count = count;
  job.width = width;
  job.resultsAtOnce = max(1, READ_AT_ONCE / (count * width));
  return job;
}

/** result [reads / count, width] = Σ_k weight_k · table[index_k] */
export function lookUp(
  table: usize,
  result: usize,
  indices: usize,
  weights: usize,
  reads: i32,
  count: i32,
  width: i32,
): void {
  const job = prepareLookup(table, result, indices, weights, reads, count, width);
  const results = reads / count;
  run(lookUpChunk, (results + job.resultsAtOnce - 1) / job.resultsAtOnce);
}

function lookUpChunk(fields: usize, chunk: i32): void {
  const job = changetype<LookupJob>(fields);
  const bytes = <usize>job.width * FLOAT;
  const first = chunk * job.resultsAtOnce;
  const end = min(first + job.resultsAtOnce, job.reads / job.count);
  memory.fill(job.to + <usize>first * bytes, 0, <usize>(end - first) * bytes);
  for (let read = first * job.count; read < end * job.count; read++) {
    const at = (<usize>read) << 2;
    const from = job.from + <usize>load<i32>(job.indices + at) * bytes;
    const to = job.to + <usize>(read / job.count) * bytes;
    addScaled(to, from, load<f32>(job.weights + at), bytes);
  }
}

/** result [entries, width] = every row of `upstream` added to the entries it was read from. */
export function lookUpGradient(
  upstream: usize,
  result: usize,
  indices: usize,
  weights: usize,
  reads: i32,
  count: i32,
  width: i32,
  entries: i32,
): void {
  memory.fill(result, 0, <usize>entries * <usize>width * FLOAT);
  prepareLookup(upstream, result, indices, weights, reads, count, width);
  run(lookUpGradientChunk, (width + COLUMNS_AT_ONCE - 1) / COLUMNS_AT_ONCE);
}

function lookUpGradientChunk(fields: usize, chunk: i32): void {
  const job = changetype<LookupJob>(fields);
  const stride = <usize>job.width * FLOAT;
  const first = chunk * COLUMNS_AT_ONCE;
  const bytes = <usize>min(COLUMNS_AT_ONCE, job.width - first) * FLOAT;
  const skipped = <usize>first * FLOAT;
  for (let read = 0; read < job.reads; read++) {
    const at = (<usize>read) << 2;
    const from = job.from + <usize>(read / job.count) * stride + skipped;
    const to = job.to + <usize>load<i32>(job.indices + at) * stride + skipped;
    addScaled(to, from, load<f32>(job.weights + at), bytes);
  }
}

/** to += factor · from */
function addScaled(to: usize, from: usize, factor: f32, bytes: usize): void {
  const whole = bytes & ~15;
  const factors = f32x4.splat(factor);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    v128.store(to + at, multiplyAdd(v128.load(from + at), factors, v128.load(to + at)));
  }
  for (; at < bytes; at += FLOAT) {
    store<f32>(to + at, load<f32>(to + at) + factor * load<f32>(from + at));
  }
}
