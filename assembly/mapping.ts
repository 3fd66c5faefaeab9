/**
 * Functions of each number of an array. A function is a class with one method, so that the loop around
 * it is compiled once for each with the function inside.
 */
import { prepare, run } from './threads';
import {
  cosine,
  exponential,
  hyperbolicTangent,
  logarithm,
  logistic,
  sine,
} from './transcendental';
import { FLOAT, multiplyAdd, rectify } from './vector';

/** Numbers of a chunk. */
export const MAPPED_AT_ONCE: i32 = 16384;

export class Mapping {
  apply(x: v128): v128 {
    return x;
  }
}

class Relu extends Mapping {
  apply(x: v128): v128 {
    return rectify(x);
  }
}
class Sine extends Mapping {
  apply(x: v128): v128 {
    return sine(x);
  }
}
class Cosine extends Mapping {
  apply(x: v128): v128 {
    return cosine(x);
  }
}
class Exponential extends Mapping {
  apply(x: v128): v128 {
    return exponential(x);
  }
}
class Logarithm extends Mapping {
  apply(x: v128): v128 {
    return logarithm(x);
  }
}
class Root extends Mapping {
  apply(x: v128): v128 {
    return f32x4.sqrt(x);
  }
}
class Square extends Mapping {
  apply(x: v128): v128 {
    return f32x4.mul(x, x);
  }
}
class HyperbolicTangent extends Mapping {
  apply(x: v128): v128 {
    return hyperbolicTangent(x);
  }
}
class Size extends Mapping {
  apply(x: v128): v128 {
    return f32x4.abs(x);
  }
}
class Floor extends Mapping {
  apply(x: v128): v128 {
    return f32x4.floor(x);
  }
}
class Step extends Mapping {
  apply(x: v128): v128 {
    return v128.and(f32x4.gt(x, f32x4.splat(0)), f32x4.splat(1));
  }
}
class Gelu extends Mapping {
  apply(x: v128): v128 {
    return f32x4.mul(x, logistic(bend(x)));
  }
}

const GELU_SCALE: f32 = 0.797884560802865356; // √(2/π)
const GELU_CUBIC: f32 = 0.044715;

/** 2 · √(2/π) · (x + 0.044715 x³): (1 + tanh u) / 2 is the logistic function of 2u. */
function bend(x: v128): v128 {
  const cubic = f32x4.mul(f32x4.splat(GELU_CUBIC), f32x4.mul(x, x));
  return f32x4.mul(f32x4.splat(2 * GELU_SCALE), multiplyAdd(cubic, x, x));
}

/** Beyond it GELU is x or 0 to float32's last digit; it keeps x² · 0 from being ∞ · 0. */
const GELU_FLAT: f32 = 30;

/** The slope of GELU at x. */
export function geluSlope(given: v128): v128 {
  const flat = f32x4.splat(GELU_FLAT);
  const x = f32x4.pmin(f32x4.pmax(given, f32x4.neg(flat)), flat);
  const one = f32x4.splat(1);
  const bent = bend(x);
  // With e ≤ 1 neither the share nor what it lacks of 1 loses digits.
  const e = exponential(f32x4.neg(f32x4.abs(bent)));
  const high = f32x4.div(one, f32x4.add(one, e));
  const low = f32x4.mul(e, high);
  const share = v128.bitselect(high, low, f32x4.ge(bent, f32x4.splat(0)));
  const inner = multiplyAdd(f32x4.mul(f32x4.splat(3 * GELU_CUBIC), x), x, one);
  const steepness = f32x4.mul(f32x4.mul(high, low), inner);
  return multiplyAdd(f32x4.mul(f32x4.splat(2 * GELU_SCALE), x), steepness, share);
}

@unmanaged
class MappingJob {
  name: i32;
  x: usize;
  y: usize;
  count: i32;
}

/** y = f(x), where `name` counts the functions in the order of src/engine/kernels/wasm/mapping.ts. */
export function unary(name: i32, x: usize, y: usize, count: i32): void {
  const job = prepare<MappingJob>();
  job.x = x;
  job.y = y;
  job.count = count;
  job.name = name;
  run(unaryChunk, (count + MAPPED_AT_ONCE - 1) / MAPPED_AT_ONCE);
}

function unaryChunk(fields: usize, chunk: i32): void {
  const job = changetype<MappingJob>(fields);
  const first = chunk * MAPPED_AT_ONCE;
  const begin = <usize>first * FLOAT;
  const end = <usize>min(first + MAPPED_AT_ONCE, job.count) * FLOAT;
  switch (job.name) {
    case 0:
      return mapPiece<Relu>(job, begin, end);
    case 1:
      return mapPiece<Sine>(job, begin, end);
    case 2:
      return mapPiece<Cosine>(job, begin, end);
    case 3:
      return mapPiece<Exponential>(job, begin, end);
    case 4:
      return mapPiece<Logarithm>(job, begin, end);
    case 5:
      return mapPiece<Root>(job, begin, end);
    case 6:
      return mapPiece<Square>(job, begin, end);
    case 7:
      return mapPiece<HyperbolicTangent>(job, begin, end);
    case 8:
      return mapPiece<Size>(job, begin, end);
    case 9:
      return mapPiece<Floor>(job, begin, end);
    case 10:
      return mapPiece<Step>(job, begin, end);
    default:
      return mapPiece<Gelu>(job, begin, end);
  }
}

/** Arrays end where their blocks do, at a multiple of 16 bytes: the last vector may be a whole one. */
function mapPiece<F extends Mapping>(job: MappingJob, begin: usize, end: usize): void {
  const f = changetype<F>(0);
  for (let at = begin; at < end; at += 16) {
    v128.store(job.y + at, f.apply(v128.load(job.x + at)));
  }
}

@unmanaged
class AffineJob {
  x: usize;
  y: usize;
  count: i32;
  factor: f32;
  offset: f32;
}

/** y = x · factor + offset */
export function affine(x: usize, y: usize, count: i32, factor: f32, offset: f32): void {
  const job = prepare<AffineJob>();
  job.x = x;
  job.y = y;
  job.count = count;
  job.factor = factor;
  job.offset = offset;
  run(affineChunk, (count + MAPPED_AT_ONCE - 1) / MAPPED_AT_ONCE);
}

function affineChunk(fields: usize, chunk: i32): void {
  const job = changetype<AffineJob>(fields);
  const first = chunk * MAPPED_AT_ONCE;
  const end = <usize>min(first + MAPPED_AT_ONCE, job.count) * FLOAT;
  const factor = f32x4.splat(job.factor);
  const offset = f32x4.splat(job.offset);
  for (let at = <usize>first * FLOAT; at < end; at += 16) {
    v128.store(job.y + at, multiplyAdd(v128.load(job.x + at), factor, offset));
  }
}
