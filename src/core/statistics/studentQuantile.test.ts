import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import fixture from './fixtures/statistics.json' with { type: 'json' };
import { normalQuantile } from './normalQuantile.ts';
import { studentQuantile, studentTails } from './studentQuantile.ts';
import { relativeError } from './testing.ts';

describe('normalQuantile', () => {
  it.each(fixture.normal)('agrees with SciPy at $p', ({ p, value }) => {
    expect(relativeError(normalQuantile(p), value)).toBeLessThan(1e-13);
  });

  it('is endless at 0 and 1, and refuses what is no probability', () => {
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    for (const p of [-0.1, 1.1, NaN]) expect(() => normalQuantile(p)).toThrow('expected 0 to 1');
  });
});

describe('studentQuantile', () => {
  it.each(fixture.student)('agrees with mpmath at $p with $df degrees', ({ p, df, value }) => {
    expect(relativeError(studentQuantile(p, df), value)).toBeLessThan(1e-12);
  });

  it('has the closed forms of one and two degrees of freedom far out, too', () => {
    for (const p of [0.6, 0.99, 1 - 2 ** -30]) {
      const one = 1 / Math.tan(Math.PI * (1 - p));
      const two = (2 * p - 1) / Math.sqrt(2 * p * (1 - p));
      expect(relativeError(studentQuantile(p, 1), one)).toBeLessThan(1e-13);
      expect(relativeError(studentQuantile(p, 2), two)).toBeLessThan(1e-13);
    }
  });

  it('is 0 in the middle, endless at the ends, and refuses no degrees of freedom', () => {
    expect(studentQuantile(0.5, 3)).toBe(0);
    expect(studentQuantile(1, 3)).toBe(Infinity);
    expect(studentQuantile(0, 3)).toBe(-Infinity);
    expect(() => studentQuantile(0.9, 0)).toThrow('expected more than 0');
  });

  it('undoes the tails', () => {
    const probability = fc.double({ min: 1e-9, max: 0.5, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(probability, fc.integer({ min: 1, max: 300 }), (p, df) => {
        const t = studentQuantile(p, df);
        expect(t).toBeLessThan(0);
        expect(relativeError(studentTails(t, df), 2 * p)).toBeLessThan(1e-11);
      }),
    );
  });
});
