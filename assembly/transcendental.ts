/**
 * Exponential, logarithm, hyperbolic tangent, sine and cosine of four float32 numbers at a time: the
 * first three within 1.5 units in the last place, sine and cosine within 1e-7.
 *
 * Minimax polynomials of Moshier's Cephes library (S. L. Moshier 1992, "Methods and Programs for
 * Mathematical Functions", files expf.c, logf.c, tanhf.c, sinf.c), after the arguments are reduced by
 * the method of Cody and Waite 1980, "Software Manual for the Elementary Functions": a constant is
 * taken off in parts, of which all but the last multiply without rounding.
 *
 * NaN in, NaN out; infinities, zeros of either sign and denormal numbers give what IEEE 754 asks for.
 */
import { ownScratch, SCRATCH_BYTES } from './threads';
import { FLOAT, multiplyAdd, subtractProduct } from './vector';

/**
 * The constants lie in memory: engines load one in an instruction, but take three to make one from the
 * program's text, every time round a loop.
 */
function constant(table: usize, index: usize): v128 {
  return v128.load32_splat(table + index * FLOAT);
}

/**
 * Where exp is 0 and where it is infinite; 1 / log 2; log 2 in two parts, the first of 9 bits; the
 * rounder, 1.5 · 2^23, which added to a number leaves the nearest whole one in the last bits and taken
 * off again leaves it as a float; the polynomial, highest power first; 1, whose bits are 127 · 2^23.
 */
const EXP = memory.data<f32>([
  -104.5, 89, 1.44269504088896341, 0.693359375, -2.1219444005469058e-4, 12582912, 1.98756915e-4,
  1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1, 1,
]);

/** e^x = 2^n · e^r with |r| ≤ log 2 / 2. */
export function exponential(given: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(given, constant(EXP, 0)), constant(EXP, 1));
  const rounder = constant(EXP, 5);
  const shifted = multiplyAdd(x, constant(EXP, 2), rounder);
  const n = f32x4.sub(shifted, rounder);
  let r = subtractProduct(n, constant(EXP, 3), x);
  r = subtractProduct(n, constant(EXP, 4), r);
  let sum = multiplyAdd(constant(EXP, 6), r, constant(EXP, 7));
  sum = multiplyAdd(sum, r, constant(EXP, 8));
  sum = multiplyAdd(sum, r, constant(EXP, 9));
  sum = multiplyAdd(sum, r, constant(EXP, 10));
  sum = multiplyAdd(sum, r, constant(EXP, 11));
  sum = f32x4.add(multiplyAdd(sum, f32x4.mul(r, r), r), constant(EXP, 12));
  // In two halves: 2^n alone may be out of range where the result is denormal, or just below infinity.
  const power = i32x4.sub(shifted, rounder);
  const half = i32x4.shr_s(power, 1);
  const first = i32x4.add(i32x4.shl(half, 23), constant(EXP, 12));
  const second = i32x4.add(i32x4.shl(i32x4.sub(power, half), 23), constant(EXP, 12));
  return f32x4.mul(f32x4.mul(sum, first), second);
}

/**
 * The smallest normal number; 2^23, and 23; √½; the polynomial, highest power first; log 2 in two
 * parts; −½ and ½; 1; ∞.
 */
const LOG = memory.data<f32>([
  1.17549435e-38,
  8388608,
  23,
  0.707106781186547524,
  7.0376836292e-2,
  -1.151461031e-1,
  1.167699874e-1,
  -1.2420140846e-1,
  1.4249322787e-1,
  -1.6668057665e-1,
  2.0000714765e-1,
  -2.4999993993e-1,
  3.3333331174e-1,
  0.693359375,
  -2.1219444005469058e-4,
  -0.5,
  0.5,
  1,
  Infinity,
]);

/** log x = e · log 2 + log(1 + r) with x = 2^e · (1 + r) and √½ ≤ 1 + r < √2. */
export function logarithm(x: v128): v128 {
  const one = constant(LOG, 17);
  const isDenormal = f32x4.lt(x, constant(LOG, 0));
  const normal = v128.bitselect(f32x4.mul(x, constant(LOG, 1)), x, isDenormal);
  // The exponent of a fraction in [½, 1), and the fraction.
  const exponents = i32x4.sub(i32x4.shr_s(normal, 23), i32x4.splat(126));
  let e = f32x4.convert_i32x4_s(exponents);
  e = f32x4.sub(e, v128.and(isDenormal, constant(LOG, 2)));
  const fraction = v128.or(v128.and(normal, i32x4.splat(0x007fffff)), constant(LOG, 16));
  const isLow = f32x4.lt(fraction, constant(LOG, 3));
  e = f32x4.sub(e, v128.and(isLow, one));
  const r = f32x4.sub(f32x4.add(fraction, v128.and(isLow, fraction)), one);
  const square = f32x4.mul(r, r);
  let sum = multiplyAdd(constant(LOG, 4), r, constant(LOG, 5));
  sum = multiplyAdd(sum, r, constant(LOG, 6));
  sum = multiplyAdd(sum, r, constant(LOG, 7));
  sum = multiplyAdd(sum, r, constant(LOG, 8));
  sum = multiplyAdd(sum, r, constant(LOG, 9));
  sum = multiplyAdd(sum, r, constant(LOG, 10));
  sum = multiplyAdd(sum, r, constant(LOG, 11));
  sum = multiplyAdd(sum, r, constant(LOG, 12));
  sum = f32x4.mul(f32x4.mul(sum, r), square);
  sum = multiplyAdd(e, constant(LOG, 14), sum);
  sum = multiplyAdd(square, constant(LOG, 15), sum);
  const result = multiplyAdd(e, constant(LOG, 13), f32x4.add(r, sum));
  const isUsual = v128.and(f32x4.gt(x, f32x4.splat(0)), f32x4.lt(x, constant(LOG, 18)));
  return i32x4.all_true(isUsual) ? result : v128.bitselect(result, unusualLogarithm(x), isUsual);
}

/** ∞ and NaN stay what they are; 0 gives −∞, a negative number NaN. */
function unusualLogarithm(x: v128): v128 {
  const zero = f32x4.splat(0);
  const infinite = v128.bitselect(f32x4.splat(-Infinity), x, f32x4.eq(x, zero));
  return v128.or(infinite, v128.and(f32x4.lt(x, zero), f32x4.splat(NaN)));
}

/**
 * Up to the first a polynomial, beyond it 1 − 2 / (e^2x + 1) loses nothing; the polynomial, highest
 * power first; 1 and 2.
 */
const TANH = memory.data<f32>([
  0.625, -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1,
  -3.33332819422e-1, 1, 2,
]);

export function hyperbolicTangent(x: v128): v128 {
  const one = constant(TANH, 6);
  const size = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let small = multiplyAdd(constant(TANH, 1), square, constant(TANH, 2));
  small = multiplyAdd(small, square, constant(TANH, 3));
  small = multiplyAdd(small, square, constant(TANH, 4));
  small = multiplyAdd(small, square, constant(TANH, 5));
  small = multiplyAdd(f32x4.mul(small, square), size, size);
  const power = exponential(f32x4.add(size, size));
  const large = f32x4.sub(one, f32x4.div(constant(TANH, 7), f32x4.add(power, one)));
  const result = v128.bitselect(large, small, f32x4.ge(size, constant(TANH, 0)));
  return v128.or(result, v128.xor(x, size));
}

/** 1 / (1 + e^−x) */
export function logistic(x: v128): v128 {
  const one = constant(TANH, 6);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
}

/**
 * Up to the first, π/2 in three parts reduces an angle: a multiple n of fewer than 13 bits times a part
 * of 11 is exact. Larger angles, which training hardly meets, go to a scalar function. 2/π; the rounder;
 * the three parts; the polynomials of sine and of cosine, highest power first; −½ and 1.
 */
const WAVE = memory.data<f32>([
  10000, 0.636619772367581343, 12582912, 1.5703125, 4.837512969970703e-4, 7.549790126404332e-8,
  -1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1, 2.443315711809948e-5, -1.388731625493765e-3,
  4.166664568298827e-2, -0.5, 1,
]);
const REDUCIBLE: f32 = 10000;

export function sine(x: v128): v128 {
  const size = f32x4.abs(x);
  const result = v128.xor(wave(size, 0), v128.xor(x, size));
  const isLarge = f32x4.gt(size, constant(WAVE, 0));
  return v128.any_true(isLarge) ? eachLarge(x, result, false) : result;
}

export function cosine(x: v128): v128 {
  const size = f32x4.abs(x);
  const result = wave(size, 1);
  const isLarge = f32x4.gt(size, constant(WAVE, 0));
  return v128.any_true(isLarge) ? eachLarge(x, result, true) : result;
}

/** sin(x + ahead · π/2) for x ≥ 0. */
function wave(x: v128, ahead: i32): v128 {
  const rounder = constant(WAVE, 2);
  const shifted = multiplyAdd(x, constant(WAVE, 1), rounder);
  const n = f32x4.sub(shifted, rounder);
  let r = subtractProduct(n, constant(WAVE, 3), x);
  r = subtractProduct(n, constant(WAVE, 4), r);
  r = subtractProduct(n, constant(WAVE, 5), r);
  const square = f32x4.mul(r, r);
  let odd = multiplyAdd(constant(WAVE, 6), square, constant(WAVE, 7));
  odd = multiplyAdd(odd, square, constant(WAVE, 8));
  odd = multiplyAdd(f32x4.mul(odd, square), r, r);
  let even = multiplyAdd(constant(WAVE, 9), square, constant(WAVE, 10));
  even = multiplyAdd(even, square, constant(WAVE, 11));
  even = multiplyAdd(square, constant(WAVE, 12), f32x4.mul(f32x4.mul(even, square), square));
  even = f32x4.add(even, constant(WAVE, 13));
  // The quarter turns that were taken off are the last bits of `shifted`.
  const quarters = i32x4.add(shifted, i32x4.splat(ahead));
  const isEven = i32x4.shr_s(i32x4.shl(quarters, 31), 31);
  const sign = i32x4.shl(i32x4.shr_u(quarters, 1), 31);
  return v128.xor(v128.bitselect(even, odd, isEven), sign);
}

/** The end of a thread's scratch memory, which no loop that calls a function here uses. */
const SPARE: usize = SCRATCH_BYTES - 32;

/**
 * `result` but for large numbers and infinities, which go to the functions for float64. (Those of
 * AssemblyScript for float32 are wrong between 2^89 and 2^90.)
 */
function eachLarge(x: v128, result: v128, isCosine: bool): v128 {
  const from = ownScratch() + SPARE;
  const to = from + 16;
  v128.store(from, x);
  v128.store(to, result);
  for (let at: usize = 0; at < 16; at += 4) {
    const value = load<f32>(from + at);
    if (abs(value) <= REDUCIBLE || value != value) continue;
    store<f32>(to + at, <f32>(isCosine ? Math.cos(value) : Math.sin(value)));
  }
  return v128.load(to);
}
