/** Products of sizes at which blocks, lists of rows and threads come into play. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createRandom } from '../../../core/random.ts';
import { draw, openBench, type WasmBench } from './testing.ts';

let bench: WasmBench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

describe('matMul', () => {
  const sizes = [
    [1, 1, 1],
    [7, 513, 9],
    [97, 256, 31],
    [300, 70, 129],
    [64, 2500, 130],
    [5, 3, 700],
  ] as const;
  it.each(sizes)('%i × %i by %i columns, transposed or not', async (rows, inner, columns) => {
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const a = transposeA ? [inner, rows] : [rows, inner];
      const b = transposeB ? [columns, inner] : [inner, columns];
      await bench.expectRight({ a: draw('a', a), b: draw('b', b) }, (kernels, { a, b }) => ({
        y: kernels.matMul(a!, b!, transposeA, transposeB),
      }));
    }
  });
});

describe('denseGradient', () => {
  interface Layer {
    readonly rows: number;
    readonly inputs: number;
    readonly outputs: number;
  }

  /** @param share of upstream's rows that are not zero */
  async function expectGradients({ rows, inputs, outputs }: Layer, share: number): Promise<void> {
    const upstream = draw('upstream', [rows, outputs]);
    const alive = createRandom(5).stream('test/alive').uniforms(rows, 0, 1);
    alive.forEach((chance, row) => {
      if (chance >= share) upstream.values.fill(0, row * outputs, (row + 1) * outputs);
    });
    const given = {
      upstream,
      x: draw('x', [rows, inputs]),
      weight: draw('weight', [inputs, outputs]),
      y: draw('y', [rows, outputs]),
    };
    for (const activation of ['linear', 'relu'] as const) {
      await bench.expectRight(given, (kernels, { upstream, x, weight, y }) => {
        const layer = { x: x!, weight: weight!, y: y!, activation };
        const wanted = { x: true, weight: true, bias: true };
        const found = kernels.denseGradient(upstream!, layer, wanted);
        return { x: found.x!, weight: found.weight!, bias: found.bias! };
      });
    }
  }

  it.each([0, 0.1, 0.6, 1])('of many rows, %d of them alive', (share) =>
    expectGradients({ rows: 2101, inputs: 37, outputs: 45 }, share),
  );

  it.each([2048, 2049, 4101])('of many rows, most of them zero, of %i inputs', (inputs) =>
    expectGradients({ rows: 1100, inputs, outputs: 9 }, 0.2),
  );
});
