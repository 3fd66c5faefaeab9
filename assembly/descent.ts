/** Steps of the optimisers, each in one pass over a parameter (formulas: src/core/kernels.ts). */
import { prepare, run } from './threads';
import { FLOAT, multiplyAdd } from './vector';

/** Numbers of a chunk. */
const MOVED_AT_ONCE: i32 = 8192;

function chunksOf(count: i32): i32 {
  return (count + MOVED_AT_ONCE - 1) / MOVED_AT_ONCE;
}

@unmanaged
class AdamJob {
  value: usize;
  gradient: usize;
  mean: usize;
  square: usize;
  newValue: usize;
  newMean: usize;
  newSquare: usize;
  count: i32;
  beta1: f32;
  /** 1 − beta1 */
  share1: f32;
  beta2: f32;
  share2: f32;
  /** 1 − rate · decay */
  kept: f32;
  /** rate / correction1 */
  pace: f32;
  /** 1 / √correction2 */
  unbiased: f32;
  epsilon: f32;
}

export function adam(
  value: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  newValue: usize,
  newMean: usize,
  newSquare: usize,
  count: i32,
  beta1: f64,
  beta2: f64,
  kept: f64,
  pace: f64,
  unbiased: f64,
  epsilon: f64,
): void {
  const job = prepare<AdamJob>();
  job.value = value;
  job.gradient = gradient;
  job.mean = mean;
  job.square = square;
  job.newValue = newValue;
  job.newMean = newMean;
  job.newSquare = newSquare;
  job.count = count;
  job.beta1 = <f32>beta1;
  job.share1 = <f32>(1 - beta1);
  job.beta2 = <f32>beta2;
  job.share2 = <f32>(1 - beta2);
  job.kept = <f32>kept;
  job.pace = <f32>pace;
  job.unbiased = <f32>unbiased;
  job.epsilon = <f32>epsilon;
  run(adamChunk, chunksOf(count));
}

function adamChunk(fields: usize, chunk: i32): void {
  const job = changetype<AdamJob>(fields);
  const first = chunk * MOVED_AT_ONCE;
  const end = <usize>min(first + MOVED_AT_ONCE, job.count) * FLOAT;
  const beta1 = f32x4.splat(job.beta1);
  const share1 = f32x4.splat(job.share1);
  const beta2 = f32x4.splat(job.beta2);
  const share2 = f32x4.splat(job.share2);
  const kept = f32x4.splat(job.kept);
  const pace = f32x4.splat(-job.pace);
  const unbiased = f32x4.splat(job.unbiased);
  const epsilon = f32x4.splat(job.epsilon);
  for (let at = <usize>first * FLOAT; at < end; at += 16) {
    const gradient = v128.load(job.gradient + at);
    const mean = multiplyAdd(beta1, v128.load(job.mean + at), f32x4.mul(share1, gradient));
    const squares = f32x4.mul(f32x4.mul(share2, gradient), gradient);
    const square = multiplyAdd(beta2, v128.load(job.square + at), squares);
    v128.store(job.newMean + at, mean);
    v128.store(job.newSquare + at, square);
    const scale = multiplyAdd(f32x4.sqrt(square), unbiased, epsilon);
    const change = f32x4.div(f32x4.mul(pace, mean), scale);
    v128.store(job.newValue + at, multiplyAdd(kept, v128.load(job.value + at), change));
  }
}

@unmanaged
class MomentumJob {
  value: usize;
  gradient: usize;
  velocity: usize;
  newValue: usize;
  newVelocity: usize;
  count: i32;
  rate: f32;
  remembered: f32;
  decay: f32;
}

export function momentum(
  value: usize,
  gradient: usize,
  velocity: usize,
  newValue: usize,
  newVelocity: usize,
  count: i32,
  rate: f32,
  remembered: f32,
  decay: f32,
): void {
  const job = prepare<MomentumJob>();
  job.value = value;
  job.gradient = gradient;
  job.velocity = velocity;
  job.newValue = newValue;
  job.newVelocity = newVelocity;
  job.count = count;
  job.rate = rate;
  job.remembered = remembered;
  job.decay = decay;
  run(momentumChunk, chunksOf(count));
}

function momentumChunk(fields: usize, chunk: i32): void {
  const job = changetype<MomentumJob>(fields);
  const first = chunk * MOVED_AT_ONCE;
  const end = <usize>min(first + MOVED_AT_ONCE, job.count) * FLOAT;
  const rate = f32x4.splat(-job.rate);
  const remembered = f32x4.splat(job.remembered);
  const decay = f32x4.splat(job.decay);
  for (let at = <usize>first * FLOAT; at < end; at += 16) {
    const value = v128.load(job.value + at);
    const pull = multiplyAdd(decay, value, v128.load(job.gradient + at));
    const velocity = multiplyAdd(remembered, v128.load(job.velocity + at), pull);
    v128.store(job.newVelocity + at, velocity);
    v128.store(job.newValue + at, multiplyAdd(rate, velocity, value));
  }
}
