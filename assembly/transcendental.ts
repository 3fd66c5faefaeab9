/**
 * Exponential, logarithm, hyperbolic tangent, sine and cosine of four float32 numbers at a time, each
 * within about one unit in the last place.
 *
 * Minimax polynomials of Moshier's Cephes library (S. L. Moshier 1992, "Methods and Programs for
 * Mathematical Functions", files expf.c, logf.c, tanhf.c, sinf.c), after the arguments are reduced by
 * the method of Cody and Waite 1980, "Software Manual for the Elementary Functions": a constant is
 * taken off in parts, of which all but the last multiply without rounding.
 *
 * NaN in, NaN out; infinities, zeros of either sign and denormal numbers give what IEEE 754 asks for.
 */
import { ownScratch, SCRATCH_BYTES } from './threads';
import { multiplyAdd } from './vector';

const LOG2_E: f32 = 1.44269504088896341;
/** log 2 in two parts; the first has 9 bits. */
const LOG_2_HIGH: f32 = 0.693359375;
const LOG_2_LOW: f32 = -2.12194440054690583e-4;

/** Beyond these exp is infinite, or 0. */
const EXP_HIGHEST: f32 = 89;
const EXP_LOWEST: f32 = -104.5;

/** 2^n for whole numbers n of −126 to 127. */
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** e^x = 2^n · e^r with |r| ≤ log 2 / 2. */
export function exponential(given: v128): v128 {
  const x = f32x4.min(f32x4.max(given, f32x4.splat(EXP_LOWEST)), f32x4.splat(EXP_HIGHEST));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(LOG2_E)));
  let r = multiplyAdd(n, f32x4.splat(-LOG_2_HIGH), x);
  r = multiplyAdd(n, f32x4.splat(-LOG_2_LOW), r);
  let sum = f32x4.splat(1.98756915e-4);
  sum = multiplyAdd(sum, r, f32x4.splat(1.3981999507e-3));
  sum = multiplyAdd(sum, r, f32x4.splat(8.3334519073e-3));
  sum = multiplyAdd(sum, r, f32x4.splat(4.1665795894e-2));
  sum = multiplyAdd(sum, r, f32x4.splat(1.6666665459e-1));
  sum = multiplyAdd(sum, r, f32x4.splat(5.0000001201e-1));
  sum = f32x4.add(multiplyAdd(sum, f32x4.mul(r, r), r), f32x4.splat(1));
  // In two halves: 2^n alone may be out of range where the result is denormal, or just below infinity.
  const power = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(power, 1);
  return f32x4.mul(f32x4.mul(sum, powerOfTwo(half)), powerOfTwo(i32x4.sub(power, half)));
}

const SMALLEST_NORMAL: f32 = 1.17549435e-38;
const TWO_TO_23: f32 = 8388608;
const SQRT_HALF: f32 = 0.707106781186547524;

/** log x = e · log 2 + log(1 + r) with x = 2^e · (1 + r) and √½ ≤ 1 + r < √2. */
export function logarithm(x: v128): v128 {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  const isDenormal = f32x4.lt(x, f32x4.splat(SMALLEST_NORMAL));
  const normal = v128.bitselect(f32x4.mul(x, f32x4.splat(TWO_TO_23)), x, isDenormal);
  // The exponent of a fraction in [½, 1), and the fraction.
  const bits = i32x4.sub(i32x4.shr_s(normal, 23), i32x4.splat(126));
  let e = f32x4.convert_i32x4_s(bits);
  e = f32x4.sub(e, v128.and(isDenormal, f32x4.splat(23)));
  const fraction = v128.or(v128.and(normal, i32x4.splat(0x007fffff)), f32x4.splat(0.5));
  const isLow = f32x4.lt(fraction, f32x4.splat(SQRT_HALF));
  e = f32x4.sub(e, v128.and(isLow, one));
  const r = f32x4.sub(f32x4.add(fraction, v128.and(isLow, fraction)), one);
  const square = f32x4.mul(r, r);
  let sum = f32x4.splat(7.0376836292e-2);
  sum = multiplyAdd(sum, r, f32x4.splat(-1.151461031e-1));
  sum = multiplyAdd(sum, r, f32x4.splat(1.167699874e-1));
  sum = multiplyAdd(sum, r, f32x4.splat(-1.2420140846e-1));
  sum = multiplyAdd(sum, r, f32x4.splat(1.4249322787e-1));
  sum = multiplyAdd(sum, r, f32x4.splat(-1.6668057665e-1));
  sum = multiplyAdd(sum, r, f32x4.splat(2.0000714765e-1));
  sum = multiplyAdd(sum, r, f32x4.splat(-2.4999993993e-1));
  sum = multiplyAdd(sum, r, f32x4.splat(3.3333331174e-1));
  sum = f32x4.mul(f32x4.mul(sum, r), square);
  sum = multiplyAdd(e, f32x4.splat(LOG_2_LOW), sum);
  sum = multiplyAdd(square, f32x4.splat(-0.5), sum);
  let result = multiplyAdd(e, f32x4.splat(LOG_2_HIGH), f32x4.add(r, sum));
  // ∞ and NaN stay what they are; 0 gives −∞, a negative number NaN.
  const isFinite = f32x4.lt(x, f32x4.splat(Infinity));
  result = v128.bitselect(result, x, isFinite);
  result = v128.bitselect(f32x4.splat(-Infinity), result, f32x4.eq(x, zero));
  return v128.or(result, v128.and(f32x4.lt(x, zero), f32x4.splat(NaN)));
}

/** Up to here a polynomial; beyond it 1 − 2 / (e^2x + 1) loses nothing. */
const TANH_SMALL: f32 = 0.625;

export function hyperbolicTangent(x: v128): v128 {
  const one = f32x4.splat(1);
  const size = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let small = f32x4.splat(-5.70498872745e-3);
  small = multiplyAdd(small, square, f32x4.splat(2.06390887954e-2));
  small = multiplyAdd(small, square, f32x4.splat(-5.37397155531e-2));
  small = multiplyAdd(small, square, f32x4.splat(1.33314422036e-1));
  small = multiplyAdd(small, square, f32x4.splat(-3.33332819422e-1));
  small = multiplyAdd(f32x4.mul(small, square), size, size);
  const power = exponential(f32x4.add(size, size));
  const large = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(power, one)));
  const result = v128.bitselect(large, small, f32x4.ge(size, f32x4.splat(TANH_SMALL)));
  return v128.or(result, v128.and(x, i32x4.splat(i32.MIN_VALUE)));
}

/** 1 / (1 + e^−x) */
export function logistic(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
}

/** The end of a thread's scratch memory, which no loop that calls a function here uses. */
const SPARE: usize = SCRATCH_BYTES - 32;

/**
 * Up to here π/2 in three parts reduces an argument: a multiple n of fewer than 13 bits times a part
 * of 11 is exact. Larger arguments, which training hardly meets, go to a scalar function.
 */
const REDUCIBLE: f32 = 10000;
const TWO_OVER_PI: f32 = 0.636619772367581343;
const HALF_PI_HIGH: f32 = 1.5703125;
const HALF_PI_MIDDLE: f32 = 4.837512969970703e-4;
const HALF_PI_LOW: f32 = 7.549790126404332e-8;

export function sine(x: v128): v128 {
  const sign = v128.and(x, i32x4.splat(i32.MIN_VALUE));
  const size = f32x4.abs(x);
  const result = v128.xor(wave(size, 0), sign);
  const isLarge = f32x4.gt(size, f32x4.splat(REDUCIBLE));
  return v128.any_true(isLarge) ? eachLarge(x, result, false) : result;
}

export function cosine(x: v128): v128 {
  const size = f32x4.abs(x);
  const result = wave(size, 1);
  const isLarge = f32x4.gt(size, f32x4.splat(REDUCIBLE));
  return v128.any_true(isLarge) ? eachLarge(x, result, true) : result;
}

/** sin(x + ahead · π/2) for x ≥ 0. */
function wave(x: v128, ahead: i32): v128 {
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(TWO_OVER_PI)));
  let r = multiplyAdd(n, f32x4.splat(-HALF_PI_HIGH), x);
  r = multiplyAdd(n, f32x4.splat(-HALF_PI_MIDDLE), r);
  r = multiplyAdd(n, f32x4.splat(-HALF_PI_LOW), r);
  const square = f32x4.mul(r, r);
  let odd = f32x4.splat(-1.9515295891e-4);
  odd = multiplyAdd(odd, square, f32x4.splat(8.3321608736e-3));
  odd = multiplyAdd(odd, square, f32x4.splat(-1.6666654611e-1));
  odd = multiplyAdd(f32x4.mul(odd, square), r, r);
  let even = f32x4.splat(2.443315711809948e-5);
  even = multiplyAdd(even, square, f32x4.splat(-1.388731625493765e-3));
  even = multiplyAdd(even, square, f32x4.splat(4.166664568298827e-2));
  even = multiplyAdd(square, f32x4.splat(-0.5), f32x4.mul(f32x4.mul(even, square), square));
  even = f32x4.add(even, f32x4.splat(1));
  const quarter = i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(ahead));
  const isEven = i32x4.ne(v128.and(quarter, i32x4.splat(1)), i32x4.splat(0));
  const isBelow = i32x4.shl(v128.and(quarter, i32x4.splat(2)), 30);
  return v128.xor(v128.bitselect(even, odd, isEven), isBelow);
}

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
