/** Products of sizes at which blocks, lists of rows and threads come into play. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHostKernels } from '../../../core/hostKernels.ts';
import type { DeviceArray, HostArray, Kernels } from '../../../core/kernels.ts';
import { createRandom } from '../../../core/random.ts';
import { sizeOf, type Shape } from '../../../core/shapes.ts';
import { createWasmKernels } from './kernels.ts';
import { openModule, type WasmModule } from './module.ts';

const modules: WasmModule[] = [];
let alone: Kernels;
let together: Kernels;
let plain: Kernels;
const reference = createHostKernels('float64');

beforeAll(async () => {
  modules.push(await openModule(1), await openModule(3), await openModule(2, ['plain']));
  [alone, together, plain] = modules.map(createWasmKernels) as [Kernels, Kernels, Kernels];
});
afterAll(() => modules.forEach((module) => module.close()));

const draw = (name: string, shape: Shape) =>
  createRandom(5).stream(`test/${name}`).uniforms(sizeOf(shape), -1, 1);

type Inputs = Readonly<Record<string, { shape: Shape; values: HostArray }>>;
type Compute = (kernels: Kernels, x: Record<string, DeviceArray>) => Record<string, DeviceArray>;

async function computed(kernels: Kernels, inputs: Inputs, compute: Compute) {
  const before = kernels.count();
  const given = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, values }]) => [
      name,
      kernels.fromHost(values, shape),
    ]),
  );
  const made = compute(kernels, given);
  const found: Record<string, HostArray> = {};
  for (const [name, array] of Object.entries(made)) found[name] = await kernels.read(array);
  for (const array of [...Object.values(given), ...Object.values(made)]) kernels.dispose(array);
  expect(kernels.count()).toBe(before);
  return found;
}

/** Largest deviation, relative to the largest entry. */
function deviation(found: HostArray, expected: HostArray): number {
  let largest = 1e-3;
  let worst = 0;
  expected.forEach((value, i) => {
    largest = Math.max(largest, Math.abs(value));
    worst = Math.max(worst, Math.abs(found[i]! - value));
  });
  return worst / largest;
}

/** Near float64; the same bits on one thread, on three, and again; near the build without fusing. */
async function expectRight(inputs: Inputs, compute: Compute): Promise<void> {
  const expected = await computed(reference, inputs, compute);
  const found = await computed(alone, inputs, compute);
  const again = [
    await computed(together, inputs, compute),
    await computed(together, inputs, compute),
  ];
  const unfused = await computed(plain, inputs, compute);
  for (const [name, values] of Object.entries(expected)) {
    expect(deviation(found[name]!, values)).toBeLessThan(1e-5);
    expect(deviation(unfused[name]!, values)).toBeLessThan(1e-5);
    for (const other of again) expect(deviation(other[name]!, found[name]!)).toBe(0);
  }
}

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
      await expectRight(
        { a: { shape: a, values: draw('a', a) }, b: { shape: b, values: draw('b', b) } },
        (kernels, x) => ({ y: kernels.matMul(x['a']!, x['b']!, transposeA, transposeB) }),
      );
    }
  });
});

describe('denseGradient', () => {
  /** Share of upstream's rows that are not zero. */
  it.each([0, 0.1, 0.6, 1])('of many rows, %d of them alive', async (share) => {
    const [rows, inputs, outputs] = [2101, 37, 45];
    const upstream = draw('upstream', [rows, outputs]);
    const alive = createRandom(5).stream('test/alive').uniforms(rows, 0, 1);
    alive.forEach((chance, row) => {
      if (chance >= share) upstream.fill(0, row * outputs, (row + 1) * outputs);
    });
    for (const activation of ['linear', 'relu'] as const) {
      await expectRight(
        {
          upstream: { shape: [rows, outputs], values: upstream },
          x: { shape: [rows, inputs], values: draw('x', [rows, inputs]) },
          weight: { shape: [inputs, outputs], values: draw('weight', [inputs, outputs]) },
          y: { shape: [rows, outputs], values: draw('y', [rows, outputs]) },
        },
        (kernels, { upstream, x, weight, y }) => {
          const layer = { x: x!, weight: weight!, y: y!, activation };
          const wanted = { x: true, weight: true, bias: true };
          const {
            x: toX,
            weight: toWeight,
            bias,
          } = kernels.denseGradient(upstream!, layer, wanted);
          return { x: toX!, weight: toWeight!, bias: bias! };
        },
      );
    }
  });
});
