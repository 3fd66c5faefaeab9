/** Look-ups and their gradients: many reads, some entries read often, some never. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Lookup } from '../../../core/kernels.ts';
import { createRandom } from '../../../core/random.ts';
import { draw, openBench, type WasmBench } from './testing.ts';

let bench: WasmBench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

function drawLookup(results: number, count: number, entries: number): Lookup {
  const stream = createRandom(7).stream('test/reads');
  const reads = Array.from({ length: results * count }, (_, i) => i);
  return {
    count,
    indices: Int32Array.from(reads, (i) => Math.min(stream.integer(i, entries), entries - 2)),
    weights: createRandom(7)
      .stream('test/weights')
      .uniforms(results * count, -1, 1),
  };
}

describe('lookUp and its gradient', () => {
  it.each([
    [1, 1, 3, 1],
    [10_007, 4, 301, 2],
    [784, 4, 17, 64],
    [501, 3, 5000, 131],
  ])('%i results of %i reads from %i entries, %i wide', async (results, count, entries, width) => {
    const lookup = drawLookup(results, count, entries);
    await bench.expectRight(
      { table: draw('table', [entries, width]), upstream: draw('upstream', [results, width]) },
      (kernels, { table, upstream }) => ({
        y: kernels.lookUp(table!, lookup),
        back: kernels.lookUpGradient(upstream!, lookup, entries),
      }),
      5e-6,
    );
  });
});
