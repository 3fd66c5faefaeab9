import { describe, expect, it } from 'vitest';
import { encodingScale, sizeText } from './encodingScale.ts';

const maps = (...values: number[][]) => values.map((each) => Float32Array.from(each));

describe('the scale of features', () => {
  it('is one for all waves, also for one that fades', () => {
    const scale = encodingScale(maps([-0.99, 0.97], [0.001, -0.001]));
    expect(scale.common).toEqual({ low: -1, high: 1 });
  });

  it('starts at 0 where nothing lies below', () => {
    expect(encodingScale(maps([0, 1], [0.2, 0.9]))).toMatchObject({
      signed: false,
      common: { low: 0, high: 1 },
    });
  });

  it('is each map’s own where numbers are tiny or large, and says how large', () => {
    const tiny = encodingScale(maps([-9.1e-5, 1e-5], [8e-5, 0]));
    expect([tiny.signed, tiny.common]).toEqual([true, undefined]);
    expect(sizeText(tiny.largest)).toBe('0.000091');
    const large = encodingScale(maps([2.5, -3.12], [1, -2]));
    expect([large.signed, large.common]).toEqual([true, undefined]);
    expect(sizeText(large.largest)).toBe('3.1');
  });

  it('is finite where all is zero', () => {
    expect(encodingScale(maps([0, 0])).largest).toBe(0);
  });

  it('writes sizes short', () => {
    expect([0.000092, 1.37, 234.5].map(sizeText)).toEqual(['0.000092', '1.4', '235']);
  });
});
