import { describe, expect, it } from 'vitest';
import fixture from './fixtures/statistics.json' with { type: 'json' };
import { incompleteBeta } from './incompleteBeta.ts';
import { logBeta, logGamma } from './logGamma.ts';
import { relativeError } from './testing.ts';

describe('logGamma', () => {
  it('knows factorials and the halves', () => {
    for (let n = 1, factorial = 1; n <= 18; n++, factorial *= n - 1) {
      expect(Math.abs(logGamma(n) - Math.log(factorial))).toBeLessThan(2e-15 * (1 + 4 * n));
    }
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 14);
    expect(logGamma(10.5)).toBeCloseTo(Math.log(654729075 / 1024) + 0.5 * Math.log(Math.PI), 13);
  });
});

describe('logBeta', () => {
  it('is the same both ways and follows its recurrence on both sides of the switch at 10', () => {
    for (const [a, b] of [
      [0.5, 3],
      [0.5, 9.5],
      [4, 300],
      [9.5, 9.7],
      [12, 5000],
    ] as const) {
      expect(logBeta(a, b)).toBe(logBeta(b, a));
      const next = logBeta(a, b) + Math.log(b / (a + b)); // B(a, b + 1) = B(a, b) · b / (a + b)
      expect(relativeError(logBeta(a, b + 1), next)).toBeLessThan(3e-14);
    }
  });
});

describe('incompleteBeta', () => {
  it.each(fixture.incompleteBeta)('agrees with mpmath at $x, $a, $b', ({ x, a, b, value }) => {
    expect(relativeError(incompleteBeta(x, a, b), value)).toBeLessThan(2e-13);
  });

  it('ends at 0 and 1, and both tails together are 1', () => {
    expect(incompleteBeta(0, 2, 3)).toBe(0);
    expect(incompleteBeta(1, 2, 3)).toBe(1);
    for (const x of [0.01, 0.3, 0.8]) {
      expect(incompleteBeta(x, 2.5, 7) + incompleteBeta(1 - x, 7, 2.5)).toBeCloseTo(1, 14);
    }
  });

  it('keeps the digits of a tail whose x is nearly 1, where told the rest', () => {
    const nearly = incompleteBeta(1 - 5e-6, 1e6, 1, 5e-6); // I(x; a, 1) = x^a
    expect(relativeError(nearly, Math.exp(1e6 * Math.log1p(-5e-6)))).toBeLessThan(1e-11);
    const rest = 1e-20;
    const tail = 1 - incompleteBeta(rest, 0.5, 1, 1); // I(x; ½, 1) = √x
    expect(tail).toBeCloseTo(1 - 1e-10, 15);
    expect(relativeError(incompleteBeta(rest, 0.5, 1), 1e-10)).toBeLessThan(1e-13);
    expect(incompleteBeta(1 - 2 ** -53, 1, 0.5, 2 ** -53)).toBeCloseTo(1 - 2 ** -26.5, 15);
  });
});
