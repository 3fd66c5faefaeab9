/** Normalisation of columns where chunks of rows come into play, and where means are large. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostArray, Kernels } from '../../../core/kernels.ts';
import { draw, openBench, type Given, type WasmBench } from './testing.ts';

let bench: WasmBench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

function expectNormalised(x: Given, upstream: Given, tolerance = 2e-6): Promise<void> {
  return bench.expectRight(
    { x, upstream },
    (kernels, { x, upstream }) => {
      const there = kernels.normaliseColumns(x!, 1e-5);
      const back = kernels.normaliseColumnsGradient(upstream!, there.y, there.variance, 1e-5);
      return { ...there, back };
    },
    tolerance,
  );
}

describe('normaliseColumns and its gradient', () => {
  it('of any size', async () => {
    const sizes = fc.tuple(fc.integer({ min: 2, max: 200 }), fc.integer({ min: 1, max: 40 }));
    await fc.assert(
      fc.asyncProperty(sizes, (shape) =>
        expectNormalised(draw('x', shape, -1, 3), draw('upstream', shape), 1e-5),
      ),
      { numRuns: 40, seed: 4 },
    );
  });

  it.each([
    [[100_003, 16]],
    [[12_544, 64]],
    [[5003, 37]],
    [[3001, 128]],
    [[20_011, 3]],
    [[40, 40_000]],
  ])('of [%s]', async (shape) => {
    await expectNormalised(draw('x', shape, -1, 3), draw('upstream', shape));
  });

  interface Statistics {
    readonly y: HostArray;
    readonly mean: number;
    readonly variance: number;
  }

  async function statistics(kernels: Kernels, values: Float32Array): Promise<Statistics> {
    const x = kernels.fromHost(values, [values.length, 1]);
    const made = kernels.normaliseColumns(x, 1e-5);
    const y = await kernels.read(made.y);
    const [mean] = await kernels.read(made.mean);
    const [variance] = await kernels.read(made.variance);
    [x, ...Object.values(made)].forEach(kernels.dispose);
    return { y, mean: mean!, variance: variance! };
  }

  it('knows ±1 around a mean of 2^20 + 1/8, of which float32 lacks no digit', async () => {
    const values = new Float32Array(50_000).map((_, i) => 2 ** 20 + (i % 2 ? 1.125 : -0.875));
    for (const kernels of [bench.alone, bench.plain]) {
      const { y, mean, variance } = await statistics(kernels, values);
      expect(mean).toBe(2 ** 20 + 0.125);
      expect(variance).toBeCloseTo(1, 6);
      for (const i of [0, 1, 49_998, 49_999]) {
        expect(y[i]).toBeCloseTo((i % 2 ? 1 : -1) / Math.sqrt(1 + 1e-5), 6);
      }
    }
  });

  it('takes off a mean that float32 cannot hold', async () => {
    // 2^22, 2^22 + ½, 2^22 + ½: the mean lies a third above, between neighbouring float32 numbers.
    const values = new Float32Array(30_000).map((_, i) => 2 ** 22 + (i % 3 ? 0.5 : 0));
    for (const kernels of [bench.alone, bench.plain]) {
      const { y, variance } = await statistics(kernels, values);
      expect(variance).toBeCloseTo(1 / 18, 6);
      expect(y[0]).toBeCloseTo(-1 / 3 / Math.sqrt(1 / 18 + 1e-5), 5);
      expect(y[1]).toBeCloseTo(1 / 6 / Math.sqrt(1 / 18 + 1e-5), 5);
    }
  });

  it('is not led astray by a first row far from the others', async () => {
    const values = new Float32Array(100_000).map((_, i) => (i === 0 ? 3e5 : i % 2 ? 1 : -1));
    let mean = 0;
    for (const value of values) mean += value / values.length;
    let variance = 0;
    for (const value of values) variance += (value - mean) ** 2 / values.length;
    for (const kernels of [bench.alone, bench.plain]) {
      const found = await statistics(kernels, values);
      expect(found.mean / mean).toBeCloseTo(1, 6);
      expect(found.variance / variance).toBeCloseTo(1, 6);
    }
  });
});

it('a NaN in a column comes out of that column alone', async () => {
  for (const kernels of [bench.alone, bench.plain]) {
    const values = new Float32Array(7 * 5).map((_, i) => i);
    values[13] = NaN;
    const x = kernels.fromHost(values, [7, 5]);
    const { y, mean, variance } = kernels.normaliseColumns(x, 1e-5);
    const found = [...(await kernels.read(y))].map(Number.isNaN);
    expect(found).toEqual(found.map((_, i) => i % 5 === 3));
    [x, y, mean, variance].forEach(kernels.dispose);
  }
});
