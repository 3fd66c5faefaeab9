/**
 * Sums and maxima over the middle of [outer, length, inner].
 *
 * The middle is cut into pieces of a fixed length; where there are several, their partial results are
 * reduced once more. So no more than 128 numbers are added one after the other, and a sum
 * of very many stays as near to the true one as a sum of few.
 */
import { prepare, run } from './threads';
import { FLOAT, larger } from './vector';

/** Entries of the middle in a piece, where a piece is a row of numbers, and where it is one of vectors. */
const ROW_PIECE: i32 = 2048;
const COLUMN_PIECE: i32 = 128;
/** Numbers that a chunk reads, about. */
const REDUCED_AT_ONCE: i32 = 16384;

class Reduction {
  start(): f32 {
    return 0;
  }
  join(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
  joinTwo(a: f32, b: f32): f32 {
    return a + b;
  }
}

class Sum extends Reduction {
  start(): f32 {
    return 0;
  }
  join(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
  joinTwo(a: f32, b: f32): f32 {
    return a + b;
  }
}

/** A NaN is larger than anything. */
class Maximum extends Reduction {
  start(): f32 {
    return -Infinity;
  }
  join(a: v128, b: v128): v128 {
    return larger(a, b);
  }
  joinTwo(a: f32, b: f32): f32 {
    return max<f32>(a, b);
  }
}

@unmanaged
class ReductionJob {
  x: usize;
  result: usize;
  length: i32;
  inner: i32;
  /** Of the middle of one outer block. */
  pieces: i32;
  piece: i32;
  /** Pieces of all outer blocks. */
  all: i32;
  atOnce: i32;
}

/** Pieces into which a middle of that length is cut. */
export function reductionPieces(length: i32, inner: i32): i32 {
  const piece = inner == 1 ? ROW_PIECE : COLUMN_PIECE;
  return (length + piece - 1) / piece;
}

/** result [outer, pieces, inner] = Σ over each piece of the middle of x [outer, length, inner] */
export function sumPieces(x: usize, result: usize, outer: i32, length: i32, inner: i32): void {
  run(sumChunk, prepareReduction(x, result, outer, length, inner));
}

/** As sumPieces, the largest number instead of the sum. */
export function maxPieces(x: usize, result: usize, outer: i32, length: i32, inner: i32): void {
  run(maxChunk, prepareReduction(x, result, outer, length, inner));
}

/** @returns the number of chunks */
function prepareReduction(x: usize, result: usize, outer: i32, length: i32, inner: i32): i32 {
  const job = prepare<ReductionJob>();
  job.x = x;
  job.result = result;
  job.length = length;
  job.inner = inner;
  job.pieces = reductionPieces(length, inner);
  job.piece = inner == 1 ? ROW_PIECE : COLUMN_PIECE;
  job.all = outer * job.pieces;
  job.atOnce = max(1, REDUCED_AT_ONCE / (min(job.piece, length) * inner));
  return (job.all + job.atOnce - 1) / job.atOnce;
}

function sumChunk(fields: usize, chunk: i32): void {
  reduceChunk<Sum>(fields, chunk);
}

function maxChunk(fields: usize, chunk: i32): void {
  reduceChunk<Maximum>(fields, chunk);
}

function reduceChunk<F extends Reduction>(fields: usize, chunk: i32): void {
  const job = changetype<ReductionJob>(fields);
  const begin = chunk * job.atOnce;
  const end = min(begin + job.atOnce, job.all);
  const stride = <usize>job.inner * FLOAT;
  for (let each = begin; each < end; each++) {
    const block = each / job.pieces;
    const first = (each % job.pieces) * job.piece;
    const length = min(job.piece, job.length - first);
    const from = job.x + (<usize>block * job.length + first) * stride;
    const to = job.result + <usize>each * stride;
    if (job.inner == 1) store<f32>(to, reduceRow<F>(from, length));
    else reduceColumns<F>(from, to, length, stride);
  }
}

/** A row of numbers, in 16 partial results. */
function reduceRow<F extends Reduction>(x: usize, length: i32): f32 {
  const f = changetype<F>(0);
  const start = f32x4.splat(f.start());
  const end = x + <usize>length * FLOAT;
  let a = start;
  let b = start;
  let c = start;
  let d = start;
  for (; x + 64 <= end; x += 64) {
    a = f.join(a, v128.load(x));
    b = f.join(b, v128.load(x, 16));
    c = f.join(c, v128.load(x, 32));
    d = f.join(d, v128.load(x, 48));
  }
  for (; x + 16 <= end; x += 16) a = f.join(a, v128.load(x));
  const all = f.join(f.join(a, b), f.join(c, d));
  const pairs = f.join(all, v128.shuffle<f32>(all, all, 2, 3, 0, 1));
  let result = f.joinTwo(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
  for (; x < end; x += 4) result = f.joinTwo(result, load<f32>(x));
  return result;
}

/** result [stride / 4] = all rows of x together; 16 columns at a time stay in registers. */
function reduceColumns<F extends Reduction>(
  x: usize,
  result: usize,
  length: i32,
  stride: usize,
): void {
  const f = changetype<F>(0);
  const start = f32x4.splat(f.start());
  const bytes = <usize>length * stride;
  let column: usize = 0;
  for (; column + 64 <= stride; column += 64) {
    let a = start;
    let b = start;
    let c = start;
    let d = start;
    const from = x + column;
    for (let at = from; at < from + bytes; at += stride) {
      a = f.join(a, v128.load(at));
      b = f.join(b, v128.load(at, 16));
      c = f.join(c, v128.load(at, 32));
      d = f.join(d, v128.load(at, 48));
    }
    v128.store(result + column, a);
    v128.store(result + column, b, 16);
    v128.store(result + column, c, 32);
    v128.store(result + column, d, 48);
  }
  for (; column + 16 <= stride; column += 16) {
    let a = start;
    const from = x + column;
    for (let at = from; at < from + bytes; at += stride) a = f.join(a, v128.load(at));
    v128.store(result + column, a);
  }
  for (; column < stride; column += 4) {
    let a = f.start();
    const from = x + column;
    for (let at = from; at < from + bytes; at += stride) a = f.joinTwo(a, load<f32>(at));
    store<f32>(result + column, a);
  }
}

@unmanaged
class MaximumGradient {
  upstream: usize;
  x: usize;
  y: usize;
  result: usize;
  length: i32;
  inner: i32;
  /** Rows [inner] of x in all. */
  rows: i32;
  atOnce: i32;
}

/** result = upstream [outer, inner] where x [outer, length, inner] equals y [outer, inner], else 0. */
export function maxGradient(
  upstream: usize,
  x: usize,
  y: usize,
  result: usize,
  outer: i32,
  length: i32,
  inner: i32,
): void {
  const job = prepare<MaximumGradient>();
  job.upstream = upstream;
  job.x = x;
  job.y = y;
  job.result = result;
  job.length = length;
  job.inner = inner;
  job.rows = outer * length;
  job.atOnce = max(1, REDUCED_AT_ONCE / inner);
  run(maxGradientChunk, (job.rows + job.atOnce - 1) / job.atOnce);
}

function maxGradientChunk(fields: usize, chunk: i32): void {
  const job = changetype<MaximumGradient>(fields);
  const end = min((chunk + 1) * job.atOnce, job.rows);
  const stride = <usize>job.inner * FLOAT;
  const whole = stride & ~15;
  for (let row = chunk * job.atOnce; row < end; row++) {
    const from = job.x + <usize>row * stride;
    const to = job.result + <usize>row * stride;
    const reduced = <usize>(row / job.length) * stride;
    const upstream = job.upstream + reduced;
    const y = job.y + reduced;
    let at: usize = 0;
    for (; at < whole; at += 16) {
      const equals = f32x4.eq(v128.load(from + at), v128.load(y + at));
      v128.store(to + at, v128.and(equals, v128.load(upstream + at)));
    }
    for (; at < stride; at += 4) {
      const equals = load<f32>(from + at) == load<f32>(y + at);
      store<f32>(to + at, equals ? load<f32>(upstream + at) : 0);
    }
  }
}
