/** Functions element by element: how near they come to float64, at the edges, and over broadcast shapes. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BinaryName, HostArray, Kernels, UnaryName } from '../../../core/kernels.ts';
import { createRandom } from '../../../core/random.ts';
import { draw, openBench, type WasmBench } from './testing.ts';

let bench: WasmBench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const exact: Partial<Record<UnaryName, (x: number) => number>> = {
  sin: Math.sin,
  cos: Math.cos,
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  sqrt: Math.sqrt,
};

async function mapped(kernels: Kernels, name: UnaryName, values: Float32Array): Promise<HostArray> {
  const x = kernels.fromHost(values, [values.length]);
  const y = kernels.unary(name, x);
  const found = await kernels.read(y);
  [x, y].forEach(kernels.dispose);
  return found;
}

const builds = () => [bench.alone, bench.plain];

/** Distance between neighbouring float32 numbers at `value`. */
const spacing = (value: number) =>
  2 ** Math.max(-149, Math.floor(Math.log2(Math.abs(value) || 1e-45)) - 23);

describe('accuracy of functions', () => {
  /** Numbers in a range, as dense near 0 as a logarithmic scale makes them where `least` is given. */
  function spread(low: number, high: number, least?: number): Float32Array {
    const chances = createRandom(9).stream('test/spread').uniforms(200_000, 0, 1);
    if (least === undefined) return chances.map((chance) => low + (high - low) * chance);
    return chances.map(
      (chance, i) => (i % 2 ? 1 : Math.sign(low) || 1) * least * (high / least) ** chance,
    );
  }

  it.each([
    ['sin', spread(-10, 10)],
    ['cos', spread(-10, 10)],
    ['sin', spread(-1e4, 1e4)],
    ['cos', spread(-1e4, 1e4)],
    ['sin', spread(-1e30, 1e30, 1e3)],
    ['cos', spread(-1e30, 1e30, 1e3)],
  ] as const)('%s deviates by less than 1e-7', async (name, values) => {
    for (const kernels of builds()) {
      const found = await mapped(kernels, name, values);
      let worst = 0;
      values.forEach((x, i) => {
        worst = Math.max(worst, Math.abs(found[i]! - exact[name]!(x)));
      });
      expect(worst).toBeLessThan(1e-7);
      expect(worst).toBeGreaterThan(0);
    }
  });

  it.each([
    ['exp', 1.5, spread(-87, 88)],
    ['exp', 1.5, spread(-1, 1, 1e-12)],
    ['log', 1.5, spread(0, 3)],
    ['log', 1.5, spread(0, 3e38, 1e-44)],
    ['tanh', 1.5, spread(-10, 10)],
    ['tanh', 1.5, spread(-1, 1, 1e-30)],
    ['sqrt', 0.51, spread(0, 3e38, 1e-44)],
  ] as const)(
    '%s deviates by less than %d units in the last place',
    async (name, units, values) => {
      for (const kernels of builds()) {
        const found = await mapped(kernels, name, values);
        let worst = 0;
        values.forEach((x, i) => {
          const value = exact[name]!(x);
          worst = Math.max(worst, Math.abs(found[i]! - value) / spacing(value));
        });
        expect(worst).toBeLessThan(units);
        expect(worst).toBeGreaterThan(0);
      }
    },
  );

  it('of GELU and its gradient: 4e-7 of the largest between', async () => {
    const x = { shape: [200_000], values: spread(-12, 12) };
    await bench.expectRight(
      { x, upstream: draw('gelu', [200_000]) },
      (kernels, { x, upstream }) => ({
        y: kernels.gelu(x!),
        gradient: kernels.geluGradient(upstream!, x!),
      }),
      4e-7,
    );
  });
});

describe('functions at the edges', () => {
  const denormal = Math.fround(1e-40);
  const huge = Math.fround(3e38);
  const edges = [0, -0, Infinity, -Infinity, NaN, denormal, -denormal, huge, -huge];

  it.each([
    ['sin', [0, -0, NaN, NaN, NaN, denormal, -denormal, Math.sin(huge), -Math.sin(huge)]],
    ['cos', [1, 1, NaN, NaN, NaN, 1, 1, Math.cos(huge), Math.cos(huge)]],
    ['exp', [1, 1, Infinity, 0, NaN, 1, 1, Infinity, 0]],
    [
      'log',
      [-Infinity, -Infinity, Infinity, NaN, NaN, Math.log(denormal), NaN, Math.log(huge), NaN],
    ],
    ['tanh', [0, -0, 1, -1, NaN, denormal, -denormal, 1, -1]],
    ['sqrt', [0, -0, Infinity, NaN, NaN, Math.sqrt(denormal), NaN, Math.sqrt(huge), NaN]],
    ['abs', [0, 0, Infinity, Infinity, NaN, denormal, denormal, huge, huge]],
    ['floor', [0, -0, Infinity, -Infinity, NaN, 0, -1, huge, -huge]],
    ['step', [0, 0, 1, 0, 0, 1, 0, 1, 0]],
    ['relu', [0, 0, Infinity, 0, NaN, denormal, 0, huge, 0]],
    ['square', [0, 0, Infinity, Infinity, NaN, 0, 0, Infinity, Infinity]],
  ] as const)('%s', async (name, expected) => {
    for (const kernels of builds()) {
      // At every place of a vector, whatever stands beside it.
      for (let shift = 0; shift < 4; shift++) {
        const values = Float32Array.from([...new Array<number>(shift).fill(0.5), ...edges]);
        const found = [...(await mapped(kernels, name, values))].slice(shift);
        expected.forEach((value, i) => {
          const near = Math.fround(value);
          const said = `${name} of ${edges[i]}: ${found[i]}`;
          if (Number.isFinite(near) && near !== 0 && Math.abs(near) > 1e-30) {
            expect(Math.abs(found[i]! - near), said).toBeLessThan(2 * spacing(near));
          } else if (near === 0 && name !== 'sin' && name !== 'tanh') {
            expect(found[i]! === 0, said).toBe(true);
          } else expect(Object.is(found[i], near), said).toBe(true);
        });
      }
    }
  });

  it('exp gives denormal numbers, and the largest there are', async () => {
    const values = Float32Array.of(-88, -95, -100, -103, 88.72283, 88.72284);
    for (const kernels of builds()) {
      const found = await mapped(kernels, 'exp', values);
      values.forEach((x, i) => {
        const value = Math.exp(x);
        if (Math.fround(value) === Infinity) expect(found[i]).toBe(Infinity);
        else expect(Math.abs(found[i]! - value)).toBeLessThan(1.5 * spacing(value));
      });
    }
  });

  it('a large angle leaves its neighbours as they are', async () => {
    const among = await mapped(bench.alone, 'sin', Float32Array.of(1, 1e6, 2, 3));
    const apart = await mapped(bench.alone, 'sin', Float32Array.of(1, 2, 3));
    expect([among[0], among[2], among[3]]).toEqual([...apart]);
  });
});

describe('pairs', () => {
  const names = fc.constantFrom<BinaryName>('add', 'sub', 'mul', 'div');
  const lengths = fc.constantFrom(1, 2, 3, 4, 5, 8, 17);

  it('of any shapes that broadcast, up to six axes', async () => {
    const shapes = fc
      .array(fc.tuple(lengths, fc.constantFrom('both', 'both', 'left', 'right')), { maxLength: 6 })
      .filter((axes) => axes.reduce((size, [length]) => size * length, 1) < 20_000);
    await fc.assert(
      fc.asyncProperty(shapes, names, fc.nat({ max: 2 }), async (axes, name, dropped) => {
        const side = (stays: string) =>
          axes.map(([length, kind]) => (kind === 'both' || kind === stays ? length : 1));
        const b = side('right').slice(dropped);
        await bench.expectRight(
          { a: draw('a', side('left')), b: draw('b', b, 0.5, 2) },
          (kernels, { a, b }) => ({ left: kernels.binary(name, a!, b!) }),
          1e-6,
        );
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it.each([
    [[70_001], [70_001]],
    [[70_001], []],
    [
      [3, 40_000],
      [3, 1],
    ],
    [[3, 40_000], [40_000]],
    [[5003, 10], [10]],
    [
      [5003, 1],
      [1, 33],
    ],
    [
      [9, 300, 40],
      [9, 1, 40],
    ],
    [
      [9, 1, 40],
      [300, 1],
    ],
  ])('of many numbers: [%s] with [%s]', async (a, b) => {
    await bench.expectRight(
      { a: draw('a', a), b: draw('b', b) },
      (kernels, { a, b }) => ({
        sub: kernels.binary('sub', a!, b!),
        swapped: kernels.binary('sub', b!, a!),
      }),
      1e-6,
    );
  });
});

describe('affine and the gradient of relu', () => {
  it.each([1, 3, 4, 16_385, 100_003])('of %i numbers', async (count) => {
    await bench.expectRight(
      { x: draw('x', [count]), upstream: draw('upstream', [count]) },
      (kernels, { x, upstream }) => ({
        affine: kernels.affine(x!, -2.5, 0.75),
        gradient: kernels.reluGradient(upstream!, x!),
      }),
      1e-6,
    );
  });
});
