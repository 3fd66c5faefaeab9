/**
 * Quantiles of the standard normal distribution, to about 1e-16.
 *
 * Wichura 1988, "Algorithm AS 241: the percentage points of the normal distribution", PPND16.
 */

/** Coefficients of a quotient of two polynomials, constant first. */
type Quotient = readonly [above: readonly number[], below: readonly number[]];

const MIDDLE: Quotient = [
  [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
    45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
  ],
  [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
    39307.89580009271061, 28729.085735721942674, 5226.495278852854561,
  ],
];

const TAIL: Quotient = [
  [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833,
    7.7454501427834140764e-4,
  ],
  [
    1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.1481039764274800746,
    0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
  ],
];

const FAR_TAIL: Quotient = [
  [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
    0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5,
    2.01033439929228813265e-7,
  ],
  [
    1, 0.5998322065558879376, 0.1369298809227358053, 0.0148753612908506148525,
    7.868691311456132591e-4, 1.8463183175100546818e-5, 1.4215117583164458887e-7,
    2.04426310338993978564e-15,
  ],
];

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

function quotient([above, below]: Quotient, x: number): number {
  return polynomial(above, x) / polynomial(below, x);
}

/** The value below which a standard normal lies with probability p; ±Infinity at 1 and 0. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new Error(`found p = ${p}; expected 0 to 1`);
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  const offset = p - 0.5;
  if (Math.abs(offset) <= 0.425) return offset * quotient(MIDDLE, 0.180625 - offset * offset);
  const depth = Math.sqrt(-Math.log(Math.min(p, 1 - p)));
  const size = depth <= 5 ? quotient(TAIL, depth - 1.6) : quotient(FAR_TAIL, depth - 5);
  return offset < 0 ? -size : size;
}
