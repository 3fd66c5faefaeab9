/**
 * exp(x − top) of a row of float32 numbers, `top` a row of numbers that are not below x. Made for the
 * shares of a log Σ exp: with an argument of at most 0, and with sixteen numbers at a time, it takes a
 * third of the time of `exponential` (transcendental.ts, which names the method).
 *
 * Within 2 units in the last place; a share below e^−86 is 0; NaN stays NaN.
 */
import { multiplyAdd } from './vector';

/** Exponents down to here keep 2^n · e^r a normal number. */
const LOWEST: f32 = -86;
const LOG2_E: f32 = 1.44269504088896341;
const LOG_2_HIGH: f32 = 0.693359375;
const LOG_2_LOW: f32 = -2.12194440054690583e-4;
/** 1.5 · 2^23: what is added to it is rounded to a whole number, which stands in its lowest bits. */
const ROUNDER: f32 = 12582912;

/** to = exp(x − top); at least four numbers, the last four may be written twice. */
export function decayRow(x: usize, top: usize, to: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 64 <= bytes; at += 64) decaySixteen(x + at, top + at, to + at);
  for (; at < bytes; at += 16) {
    const last = min(at, bytes - 16);
    v128.store(to + last, decay(f32x4.sub(v128.load(x + last), v128.load(top + last))));
  }
}

/** Of an argument of at most 0. */
export function decay(x: v128): v128 {
  const bounded = f32x4.pmax(x, f32x4.splat(LOWEST));
  const rounder = f32x4.splat(ROUNDER);
  const shifted = multiplyAdd(bounded, f32x4.splat(LOG2_E), rounder);
  const n = f32x4.sub(shifted, rounder);
  let r = multiplyAdd(n, f32x4.splat(-LOG_2_HIGH), bounded);
  r = multiplyAdd(n, f32x4.splat(-LOG_2_LOW), r);
  let p = f32x4.splat(1.98756915e-4);
  p = multiplyAdd(p, r, f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(multiplyAdd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  const power = i32x4.add(i32x4.shl(shifted, 23), f32x4.splat(1));
  return v128.andnot(f32x4.mul(p, power), f32x4.lt(x, f32x4.splat(LOWEST)));
}

/** As `decay`, four vectors in step, so that each constant is fetched once for all. */
function decaySixteen(x: usize, top: usize, to: usize): void {
  const xa = f32x4.sub(v128.load(x), v128.load(top));
  const xb = f32x4.sub(v128.load(x, 16), v128.load(top, 16));
  const xc = f32x4.sub(v128.load(x, 32), v128.load(top, 32));
  const xd = f32x4.sub(v128.load(x, 48), v128.load(top, 48));
  let constant = f32x4.splat(LOWEST);
  let ra = f32x4.pmax(xa, constant);
  let rb = f32x4.pmax(xb, constant);
  let rc = f32x4.pmax(xc, constant);
  let rd = f32x4.pmax(xd, constant);
  const rounder = f32x4.splat(ROUNDER);
  constant = f32x4.splat(LOG2_E);
  const sa = multiplyAdd(ra, constant, rounder);
  const sb = multiplyAdd(rb, constant, rounder);
  const sc = multiplyAdd(rc, constant, rounder);
  const sd = multiplyAdd(rd, constant, rounder);
  const na = f32x4.sub(sa, rounder);
  const nb = f32x4.sub(sb, rounder);
  const nc = f32x4.sub(sc, rounder);
  const nd = f32x4.sub(sd, rounder);
  constant = f32x4.splat(-LOG_2_HIGH);
  ra = multiplyAdd(na, constant, ra);
  rb = multiplyAdd(nb, constant, rb);
  rc = multiplyAdd(nc, constant, rc);
  rd = multiplyAdd(nd, constant, rd);
  constant = f32x4.splat(-LOG_2_LOW);
  ra = multiplyAdd(na, constant, ra);
  rb = multiplyAdd(nb, constant, rb);
  rc = multiplyAdd(nc, constant, rc);
  rd = multiplyAdd(nd, constant, rd);
  let pa = f32x4.splat(1.98756915e-4);
  constant = f32x4.splat(1.3981999507e-3);
  let pb = multiplyAdd(pa, rb, constant);
  let pc = multiplyAdd(pa, rc, constant);
  let pd = multiplyAdd(pa, rd, constant);
  pa = multiplyAdd(pa, ra, constant);
  constant = f32x4.splat(8.3334519073e-3);
  pa = multiplyAdd(pa, ra, constant);
  pb = multiplyAdd(pb, rb, constant);
  pc = multiplyAdd(pc, rc, constant);
  pd = multiplyAdd(pd, rd, constant);
  constant = f32x4.splat(4.1665795894e-2);
  pa = multiplyAdd(pa, ra, constant);
  pb = multiplyAdd(pb, rb, constant);
  pc = multiplyAdd(pc, rc, constant);
  pd = multiplyAdd(pd, rd, constant);
  constant = f32x4.splat(1.6666665459e-1);
  pa = multiplyAdd(pa, ra, constant);
  pb = multiplyAdd(pb, rb, constant);
  pc = multiplyAdd(pc, rc, constant);
  pd = multiplyAdd(pd, rd, constant);
  constant = f32x4.splat(5.0000001201e-1);
  pa = multiplyAdd(pa, ra, constant);
  pb = multiplyAdd(pb, rb, constant);
  pc = multiplyAdd(pc, rc, constant);
  pd = multiplyAdd(pd, rd, constant);
  const one = f32x4.splat(1);
  pa = f32x4.add(multiplyAdd(pa, f32x4.mul(ra, ra), ra), one);
  pb = f32x4.add(multiplyAdd(pb, f32x4.mul(rb, rb), rb), one);
  pc = f32x4.add(multiplyAdd(pc, f32x4.mul(rc, rc), rc), one);
  pd = f32x4.add(multiplyAdd(pd, f32x4.mul(rd, rd), rd), one);
  pa = f32x4.mul(pa, i32x4.add(i32x4.shl(sa, 23), one));
  pb = f32x4.mul(pb, i32x4.add(i32x4.shl(sb, 23), one));
  pc = f32x4.mul(pc, i32x4.add(i32x4.shl(sc, 23), one));
  pd = f32x4.mul(pd, i32x4.add(i32x4.shl(sd, 23), one));
  constant = f32x4.splat(LOWEST);
  v128.store(to, v128.andnot(pa, f32x4.lt(xa, constant)));
  v128.store(to, v128.andnot(pb, f32x4.lt(xb, constant)), 16);
  v128.store(to, v128.andnot(pc, f32x4.lt(xc, constant)), 32);
  v128.store(to, v128.andnot(pd, f32x4.lt(xd, constant)), 48);
}
