/** Sums and maxima of sizes at which pieces, chunks and threads come into play. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../core/kernels.ts';
import { sizeOf } from '../../../core/shapes.ts';
import { draw, openBench, type WasmBench } from './testing.ts';

let bench: WasmBench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

describe('sum', () => {
  it('over any axes', async () => {
    const shapes = fc.array(fc.constantFrom(1, 2, 3, 5, 16, 21), { maxLength: 5 });
    const drawn = shapes
      .filter((shape) => sizeOf(shape) < 20_000)
      .chain((shape) =>
        fc.record({ shape: fc.constant(shape), axes: fc.subarray([...shape.keys()]) }),
      );
    await fc.assert(
      fc.asyncProperty(drawn, async ({ shape, axes }) => {
        await bench.expectRight(
          { x: draw('x', shape, 0, 1) },
          (kernels, { x }) => ({ sum: kernels.sum(x!, axes) }),
          1e-6,
        );
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it.each([
    [[100_003], [0]],
    [[12_001, 64], [0]],
    [[12_001, 64], [1]],
    [
      [12_001, 64],
      [0, 1],
    ],
    [[12_001, 37], [0]],
    [[30_011, 3], [0]],
    [[32, 784, 64], [1]],
    [[2, 9000, 5], [1]],
    [
      [40, 30, 50],
      [0, 2],
    ],
  ])('of [%s] over [%s]', async (shape, axes) => {
    await bench.expectRight(
      { x: draw('x', shape, 0, 1) },
      (kernels, { x }) => ({ sum: kernels.sum(x!, axes) }),
      5e-7,
    );
  });

  it('of a million numbers is as near as one of few', async () => {
    const count = 2 ** 20;
    for (const shape of [
      [count, 1],
      [count / 4, 4],
    ]) {
      const values = new Float32Array(count).fill(0.1);
      const sum = await reduced(bench.alone, values, shape);
      const expected = Math.fround(0.1) * shape[0]!;
      for (const each of sum) expect(Math.abs(each / expected - 1)).toBeLessThan(2e-6);
    }
  });

  async function reduced(kernels: Kernels, values: Float32Array, shape: number[]) {
    const x = kernels.fromHost(values, shape);
    const y = kernels.sum(x, [0]);
    const found = await kernels.read(y);
    [x, y].forEach(kernels.dispose);
    return found;
  }
});

describe('max and its gradient', () => {
  it.each([
    [[70_001], 0],
    [[5000, 10], 1],
    [[5000, 10], 0],
    [[3, 2000, 33], 1],
    [[3, 1, 33], 1],
    [[2, 30_000, 3], 1],
  ])('of [%s] over axis %i', async (shape, axis) => {
    const kept = shape.map((length, i) => (i === axis ? 1 : length));
    await bench.expectRight(
      { x: draw('x', shape), upstream: draw('upstream', kept) },
      (kernels, { x, upstream }) => {
        const y = kernels.max(x!, axis);
        return { y, gradient: kernels.maxGradient(upstream!, x!, y) };
      },
      1e-9,
    );
  });

  it('a NaN at any place comes out, and an array of −∞ keeps it', async () => {
    for (const kernels of [bench.alone, bench.plain]) {
      for (const columns of [1, 4, 7]) {
        for (let at = 0; at < 23; at++) {
          const values = new Float32Array(23 * columns).fill(-Infinity);
          values[at * columns] = NaN;
          const x = kernels.fromHost(values, [23, columns]);
          const largest = kernels.max(x, 0);
          const sum = kernels.sum(x, [0]);
          const found = [...(await kernels.read(largest))];
          expect(found).toEqual([NaN, ...new Array<number>(columns - 1).fill(-Infinity)]);
          expect((await kernels.read(sum))[0]).toBeNaN();
          [x, largest, sum].forEach(kernels.dispose);
        }
      }
    }
  });
});
