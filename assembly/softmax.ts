/**
 * Softmax over rows [rows, entries], its gradient, and its cross-entropy with given shares. Every row
 * is shifted by its largest entry, so that nothing overflows; NaN in, NaN out.
 */
import { prepare, run } from './threads';
import { exponential, logarithm } from './transcendental';
import { addLanes, FLOAT, larger, multiplyAdd } from './vector';

/** Numbers of a chunk, about. */
const AT_ONCE: i32 = 8192;

@unmanaged
class RowsJob {
  x: usize;
  other: usize;
  result: usize;
  losses: usize;
  rows: i32;
  entries: i32;
  rowsAtOnce: i32;
}

/** @returns the number of chunks */
function prepareRows(
  x: usize,
  other: usize,
  result: usize,
  losses: usize,
  rows: i32,
  entries: i32,
): i32 {
  const job = prepare<RowsJob>();
  job.x = x;
  job.other = other;
  job.result = result;
  job.losses = losses;
  job.rows = rows;
  job.entries = entries;
  job.rowsAtOnce = max(1, AT_ONCE / entries);
  return (rows + job.rowsAtOnce - 1) / job.rowsAtOnce;
}

/** y = exp x / Σ exp x */
export function softmax(x: usize, y: usize, rows: i32, entries: i32): void {
  run(softmaxChunk, prepareRows(x, 0, y, 0, rows, entries));
}

function softmaxChunk(fields: usize, chunk: i32): void {
  const job = changetype<RowsJob>(fields);
  const bytes = <usize>job.entries * FLOAT;
  const end = min((chunk + 1) * job.rowsAtOnce, job.rows);
  for (let row = chunk * job.rowsAtOnce; row < end; row++) {
    const x = job.x + <usize>row * bytes;
    const y = job.result + <usize>row * bytes;
    const total = exponentials(x, y, bytes, largest(x, bytes));
    divide(y, bytes, total);
  }
}

function largest(x: usize, bytes: usize): f32 {
  const whole = bytes & ~15;
  let lanes = f32x4.splat(-Infinity);
  let at: usize = 0;
  for (; at < whole; at += 16) lanes = larger(lanes, v128.load(x + at));
  lanes = larger(lanes, v128.shuffle<f32>(lanes, lanes, 2, 3, 0, 1));
  let result = max<f32>(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1));
  for (; at < bytes; at += FLOAT) result = max<f32>(result, load<f32>(x + at));
  return result;
}

/** y = exp(x − shift); returns the sum. */
function exponentials(x: usize, y: usize, bytes: usize, shift: f32): f32 {
  const whole = bytes & ~15;
  const shifts = f32x4.splat(shift);
  let sums = f32x4.splat(0);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const power = exponential(f32x4.sub(v128.load(x + at), shifts));
    v128.store(y + at, power);
    sums = f32x4.add(sums, power);
  }
  let total = addLanes(sums);
  for (; at < bytes; at += FLOAT) {
    const power = one(exponential(f32x4.sub(v128.load32_splat(x + at), shifts)));
    store<f32>(y + at, power);
    total += power;
  }
  return total;
}

function divide(y: usize, bytes: usize, total: f32): void {
  const whole = bytes & ~15;
  const totals = f32x4.splat(total);
  let at: usize = 0;
  for (; at < whole; at += 16) v128.store(y + at, f32x4.div(v128.load(y + at), totals));
  for (; at < bytes; at += FLOAT) store<f32>(y + at, load<f32>(y + at) / total);
}

function one(x: v128): f32 {
  return f32x4.extract_lane(x, 0);
}

/** result = y · (upstream − Σ upstream · y) */
export function softmaxGradient(
  upstream: usize,
  y: usize,
  result: usize,
  rows: i32,
  entries: i32,
): void {
  run(softmaxGradientChunk, prepareRows(upstream, y, result, 0, rows, entries));
}

function softmaxGradientChunk(fields: usize, chunk: i32): void {
  const job = changetype<RowsJob>(fields);
  const bytes = <usize>job.entries * FLOAT;
  const whole = bytes & ~15;
  const end = min((chunk + 1) * job.rowsAtOnce, job.rows);
  for (let row = chunk * job.rowsAtOnce; row < end; row++) {
    const upstream = job.x + <usize>row * bytes;
    const y = job.other + <usize>row * bytes;
    const to = job.result + <usize>row * bytes;
    let sums = f32x4.splat(0);
    let at: usize = 0;
    for (; at < whole; at += 16) {
      sums = multiplyAdd(v128.load(upstream + at), v128.load(y + at), sums);
    }
    let product = addLanes(sums);
    for (; at < bytes; at += FLOAT) product += load<f32>(upstream + at) * load<f32>(y + at);
    const products = f32x4.splat(product);
    for (at = 0; at < whole; at += 16) {
      const excess = f32x4.sub(v128.load(upstream + at), products);
      v128.store(to + at, f32x4.mul(v128.load(y + at), excess));
    }
    for (; at < bytes; at += FLOAT) {
      store<f32>(to + at, load<f32>(y + at) * (load<f32>(upstream + at) - product));
    }
  }
}

/** losses [rows] = −Σ targets · log softmax(logits); excess = softmax(logits) − targets */
export function softmaxCrossEntropy(
  logits: usize,
  targets: usize,
  losses: usize,
  excess: usize,
  rows: i32,
  entries: i32,
): void {
  run(crossEntropyChunk, prepareRows(logits, targets, excess, losses, rows, entries));
}

function crossEntropyChunk(fields: usize, chunk: i32): void {
  const job = changetype<RowsJob>(fields);
  const bytes = <usize>job.entries * FLOAT;
  const end = min((chunk + 1) * job.rowsAtOnce, job.rows);
  for (let row = chunk * job.rowsAtOnce; row < end; row++) {
    const logits = job.x + <usize>row * bytes;
    const targets = job.other + <usize>row * bytes;
    const excess = job.result + <usize>row * bytes;
    const shift = largest(logits, bytes);
    const total = exponentials(logits, excess, bytes, shift);
    divide(excess, bytes, total);
    const loss = crossEntropy(logits, targets, excess, bytes, shift, total);
    store<f32>(job.losses + <usize>row * FLOAT, loss);
  }
}

/** Returns Σ targets · (log total − (logits − shift)); takes the targets off `excess`. */
function crossEntropy(
  logits: usize,
  targets: usize,
  excess: usize,
  bytes: usize,
  shift: f32,
  total: f32,
): f32 {
  const whole = bytes & ~15;
  const shifts = f32x4.splat(shift);
  const logTotal = logarithm(f32x4.splat(total));
  let sums = f32x4.splat(0);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const target = v128.load(targets + at);
    const nats = f32x4.sub(logTotal, f32x4.sub(v128.load(logits + at), shifts));
    sums = multiplyAdd(target, nats, sums);
    v128.store(excess + at, f32x4.sub(v128.load(excess + at), target));
  }
  let loss = addLanes(sums);
  for (; at < bytes; at += FLOAT) {
    const target = load<f32>(targets + at);
    loss += target * (one(logTotal) - (load<f32>(logits + at) - shift));
    store<f32>(excess + at, load<f32>(excess + at) - target);
  }
  return loss;
}
