/**
 * Functions of a radius or an angle that rise from 0, as far as they do, and their inverses: what
 * lens models are made of that say where the scene appears, while a sensor asks what it sees.
 */
type Curve = (at: number) => number;

export interface RisingCurve {
  readonly value: Curve;
  /** Its derivative; above 0 at 0. */
  readonly slope: Curve;
}

/** The end of the rise is looked for in so many steps, then by halving. */
const STEPS = 1000;

/** Up to where the curve rises, at most `limit`. */
export function endOfRise({ slope }: RisingCurve, limit: number): number {
  for (let step = 1; step <= STEPS; step++) {
    const at = (limit * step) / STEPS;
    if (!(slope(at) > 0)) return lastRise(slope, (limit * (step - 1)) / STEPS, at);
  }
  return limit;
}

function lastRise(slope: Curve, rises: number, falls: number): number {
  let [low, high] = [rises, falls];
  for (let halving = 0; halving < 50; halving++) {
    const middle = (low + high) / 2;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Where on [0, end] the curve, which rises there, has a value; NaN where it does not get that far.
 * Newton's method, halving the bracket instead wherever a step would leave it.
 */
export function whereRising({ value, slope }: RisingCurve, target: number, end: number): number {
  if (!(target <= value(end))) return NaN;
  let [low, high] = [0, end];
  let at = Math.min(target, end);
  for (let iteration = 0; iteration < 100; iteration++) {
    const short = target - value(at);
    if (short === 0) return at;
    if (short > 0) low = at;
    else high = at;
    const newton = at + short / slope(at);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (next === at || next <= low || next >= high) return next; // as near as numbers lie
    at = next;
  }
  return at;
}
