/** Softmax and its cross-entropy over rows of any length, and at the edges. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draw, openBench, type WasmBench } from './testing.ts';

let bench: WasmBench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

async function expectSoftmax(shape: readonly [number, number], range: number): Promise<void> {
  await bench.expectRight(
    {
      x: draw('x', shape, -range, range),
      upstream: draw('upstream', shape),
      given: draw('given', shape),
    },
    (kernels, { x, upstream, given }) => {
      const y = kernels.softmax(x!);
      const targets = kernels.softmax(given!);
      const loss = kernels.softmaxCrossEntropy(x!, targets);
      const back = kernels.softmaxGradient(upstream!, targets);
      kernels.dispose(targets);
      return { y, back, ...loss };
    },
    5e-6,
  );
}

describe('softmax, its gradient and its cross-entropy', () => {
  it('of any size', async () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 40 }));
    await fc.assert(fc.asyncProperty(sizes, fc.constantFrom(1, 90), expectSoftmax), {
      numRuns: 40,
      seed: 4,
    });
  });

  it.each([[[4001, 10]], [[300, 196]], [[3, 20_011]]] as const)('of [%s]', async (shape) => {
    await expectSoftmax(shape, 10);
  });

  it('a row sums to 1 however large its entries, and shares its NaN with no other row', async () => {
    for (const kernels of [bench.alone, bench.plain]) {
      for (const columns of [1, 4, 5, 11]) {
        const values = new Float32Array(3 * columns).map((_, i) => 1e30 * Math.sin(i));
        values[columns] = NaN;
        const x = kernels.fromHost(values, [3, columns]);
        const y = kernels.softmax(x);
        const sums = [0, 0, 0];
        (await kernels.read(y)).forEach((share: number, i: number) => {
          sums[Math.floor(i / columns)]! += share;
        });
        expect(sums.map((sum) => Math.fround(sum))).toEqual([1, NaN, 1]);
        [x, y].forEach(kernels.dispose);
      }
    }
  });

  it('of a sure answer is the distance between logits, and of even ones the log of their number', async () => {
    for (const kernels of [bench.alone, bench.plain]) {
      const logits = kernels.fromHost(Float32Array.of(80, 0, 0, 0, 0, 7, 7, 7, 7, 7), [2, 5]);
      const targets = kernels.fromHost(Float32Array.of(0, 0, 0, 0, 1, 0, 1, 0, 0, 0), [2, 5]);
      const { losses, excess } = kernels.softmaxCrossEntropy(logits, targets);
      const [sure, even] = await kernels.read(losses);
      expect(sure).toBe(80);
      expect(even).toBeCloseTo(Math.log(5), 6);
      const found = await kernels.read(excess);
      expect([...found.slice(0, 5)].map((each) => Math.round(each * 1e6) / 1e6)).toEqual([
        1, 0, 0, 0, -1,
      ]);
      expect(found[6]).toBeCloseTo(0.2 - 1, 6);
      [logits, targets, losses, excess].forEach(kernels.dispose);
    }
  });
});
