/**
 * Functions of two numbers each, of arrays whose shapes NumPy's rule brings together. The result is cut
 * into runs along its last axis, in which either side goes on by one number or stays where it is;
 * before each run up to three more axes say where the sides begin.
 */
import { geluSlope } from './mapping';
import { prepare, run } from './threads';
import { FLOAT } from './vector';

/** Numbers of a chunk. */
const PAIRED_AT_ONCE: i32 = 16384;

class Pairing {
  apply(a: v128, b: v128): v128 {
    return v128.and(a, b);
  }
}

class Sum extends Pairing {
  apply(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
}
class Difference extends Pairing {
  apply(a: v128, b: v128): v128 {
    return f32x4.sub(a, b);
  }
}
class Product extends Pairing {
  apply(a: v128, b: v128): v128 {
    return f32x4.mul(a, b);
  }
}
class Quotient extends Pairing {
  apply(a: v128, b: v128): v128 {
    return f32x4.div(a, b);
  }
}
/** upstream where y > 0, else 0. Products, not a choice: a NaN on either side comes through. */
class ReluGradient extends Pairing {
  apply(upstream: v128, y: v128): v128 {
    const zero = f32x4.splat(0);
    const passes = v128.and(f32x4.gt(y, zero), f32x4.splat(1));
    return f32x4.add(f32x4.mul(upstream, passes), f32x4.mul(y, zero));
  }
}
class GeluGradient extends Pairing {
  apply(upstream: v128, x: v128): v128 {
    return f32x4.mul(upstream, geluSlope(x));
  }
}

/** As strides.ts writes it for two sides; strides in bytes. */
@unmanaged
class PairLayout {
  /** Of the three axes before the run, outermost first. */
  count0: i32;
  count1: i32;
  count2: i32;
  /** Numbers in a run. */
  length: i32;
  a0: i32;
  a1: i32;
  a2: i32;
  /** 4, or 0 where the run takes one number of a. */
  aStep: i32;
  b0: i32;
  b1: i32;
  b2: i32;
  bStep: i32;
}

@unmanaged
class PairingJob {
  name: i32;
  a: usize;
  b: usize;
  result: usize;
  layout: PairLayout;
  runs: i32;
  /** Into which a run is cut. */
  parts: i32;
  runsAtOnce: i32;
}

/**
 * result = f(a, b), where `name` counts the functions in the order of
 * src/engine/kernels/wasm/mapping.ts.
 */
export function binary(name: i32, a: usize, b: usize, result: usize, layout: usize): void {
  const job = prepare<PairingJob>();
  const shape = changetype<PairLayout>(layout);
  job.name = name;
  job.a = a;
  job.b = b;
  job.result = result;
  job.layout = shape;
  job.runs = shape.count0 * shape.count1 * shape.count2;
  job.parts = (shape.length + PAIRED_AT_ONCE - 1) / PAIRED_AT_ONCE;
  job.runsAtOnce = max(1, PAIRED_AT_ONCE / shape.length);
  const chunks =
    job.parts > 1 ? job.runs * job.parts : (job.runs + job.runsAtOnce - 1) / job.runsAtOnce;
  run(binaryChunk, chunks);
}

function binaryChunk(fields: usize, chunk: i32): void {
  const job = changetype<PairingJob>(fields);
  switch (job.name) {
    case 0:
      return pairRuns<Sum>(job, chunk);
    case 1:
      return pairRuns<Difference>(job, chunk);
    case 2:
      return pairRuns<Product>(job, chunk);
    case 3:
      return pairRuns<Quotient>(job, chunk);
    case 4:
      return pairRuns<ReluGradient>(job, chunk);
    default:
      return pairRuns<GeluGradient>(job, chunk);
  }
}

function pairRuns<F extends Pairing>(job: PairingJob, chunk: i32): void {
  const layout = job.layout;
  if (job.parts > 1) {
    const skipped = (chunk % job.parts) * PAIRED_AT_ONCE;
    const length = min(PAIRED_AT_ONCE, layout.length - skipped);
    pairSome<F>(job, chunk / job.parts, 1, skipped, length);
    return;
  }
  const first = chunk * job.runsAtOnce;
  pairSome<F>(job, first, min(job.runsAtOnce, job.runs - first), 0, layout.length);
}

/** Of `count` runs from the one numbered `first`: `length` numbers, from the one numbered `skipped`. */
function pairSome<F extends Pairing>(
  job: PairingJob,
  first: i32,
  count: i32,
  skipped: i32,
  length: i32,
): void {
  const layout = job.layout;
  let i2 = first % layout.count2;
  let i1 = (first / layout.count2) % layout.count1;
  let i0 = first / layout.count2 / layout.count1;
  const left = job.a + skipped * layout.aStep;
  const right = job.b + skipped * layout.bStep;
  let result = job.result + (<usize>first * layout.length + skipped) * FLOAT;
  for (let each = 0; each < count; each++) {
    const a = left + i0 * layout.a0 + i1 * layout.a1 + i2 * layout.a2;
    const b = right + i0 * layout.b0 + i1 * layout.b1 + i2 * layout.b2;
    pairRun<F>(a, layout.aStep, b, layout.bStep, result, length);
    result += <usize>layout.length * FLOAT;
    if (++i2 < layout.count2) continue;
    i2 = 0;
    if (++i1 < layout.count1) continue;
    i1 = 0;
    i0++;
  }
}

function pairRun<F extends Pairing>(
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  result: usize,
  length: i32,
): void {
  const f = changetype<F>(0);
  const bytes = <usize>length * FLOAT;
  if (bytes < 16) {
    for (let at: usize = 0; at < bytes; at += FLOAT) {
      v128.store_lane<f32>(result + at, f.apply(v128.load32_splat(a), v128.load32_splat(b)), 0);
      a += aStep;
      b += bStep;
    }
    return;
  }
  // The last vector may overlap the one before it: it writes the same numbers again.
  const last = bytes - 16;
  if (!aStep) {
    const each = v128.load32_splat(a);
    for (let at: usize = 0; at < last; at += 16) {
      v128.store(result + at, f.apply(each, v128.load(b + at)));
    }
    v128.store(result + last, f.apply(each, v128.load(b + last)));
  } else if (!bStep) {
    const each = v128.load32_splat(b);
    for (let at: usize = 0; at < last; at += 16) {
      v128.store(result + at, f.apply(v128.load(a + at), each));
    }
    v128.store(result + last, f.apply(v128.load(a + last), each));
  } else {
    for (let at: usize = 0; at < last; at += 16) {
      v128.store(result + at, f.apply(v128.load(a + at), v128.load(b + at)));
    }
    v128.store(result + last, f.apply(v128.load(a + last), v128.load(b + last)));
  }
}
