/** For the tests alone: kernels of the module on one thread and on three, in both builds. */
import { expect } from 'vitest';
import { createHostKernels } from '../../../core/hostKernels.ts';
import type { DeviceArray, HostArray, Kernels } from '../../../core/kernels.ts';
import { createRandom } from '../../../core/random.ts';
import { sizeOf, type Shape } from '../../../core/shapes.ts';
import { createWasmKernels } from './kernels.ts';
import { openModule } from './module.ts';

export interface Given {
  readonly shape: Shape;
  readonly values: HostArray;
}
export type Inputs = Readonly<Record<string, Given>>;
export type Arrays = Readonly<Record<string, DeviceArray>>;
export type Compute = (kernels: Kernels, given: Arrays) => Arrays;

export const draw = (name: string, shape: Shape, low = -1, high = 1): Given => ({
  shape,
  values: createRandom(5).stream(`test/${name}`).uniforms(sizeOf(shape), low, high),
});

/** Runs and reads; fails if anything is left on the device. */
export async function computed(kernels: Kernels, inputs: Inputs, compute: Compute) {
  const before = kernels.count();
  const given: Record<string, DeviceArray> = {};
  for (const [name, { shape, values }] of Object.entries(inputs)) {
    given[name] = kernels.fromHost(values, shape);
  }
  const made = compute(kernels, given);
  const found: Record<string, { shape: Shape; values: HostArray }> = {};
  for (const [name, array] of Object.entries(made)) {
    found[name] = { shape: [...array.shape], values: await kernels.read(array) };
  }
  for (const array of [...Object.values(given), ...Object.values(made)]) kernels.dispose(array);
  expect(kernels.count()).toBe(before);
  return found;
}

/** Largest deviation, relative to the largest entry; NaN if either side has one where the other has none. */
export function deviation(found: HostArray, expected: HostArray): number {
  let largest = 1e-30;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const value = expected[i]!;
    if (Object.is(value, found[i])) continue;
    largest = Math.max(largest, Math.abs(value));
    worst = Math.max(worst, Math.abs(found[i]! - value));
  }
  for (const value of expected) largest = Math.max(largest, Math.abs(value));
  return worst / largest;
}

export interface WasmBench {
  /** On one thread, fused. */
  readonly alone: Kernels;
  /** In the build without fused multiply-add. */
  readonly plain: Kernels;
  /**
   * Near plain loops in float64; the same bits on one thread, on three, and again; near them in the
   * build without fused multiply-add, too.
   */
  expectRight(inputs: Inputs, compute: Compute, tolerance?: number): Promise<void>;
  close(): void;
}

export async function openBench(): Promise<WasmBench> {
  const modules = [await openModule(1), await openModule(3), await openModule(3, ['plain'])];
  const [alone, together, plain] = modules.map(createWasmKernels) as [Kernels, Kernels, Kernels];
  const reference = createHostKernels('float64');
  return {
    alone,
    plain,
    async expectRight(inputs, compute, tolerance = 1e-5) {
      const expected = await computed(reference, inputs, compute);
      const found = await computed(alone, inputs, compute);
      const again = [
        await computed(together, inputs, compute),
        await computed(together, inputs, compute),
      ];
      const unfused = await computed(plain, inputs, compute);
      for (const [name, { shape, values }] of Object.entries(expected)) {
        expect(found[name]!.shape).toEqual(shape);
        expect(deviation(found[name]!.values, values), name).toBeLessThan(tolerance);
        expect(deviation(unfused[name]!.values, values), name).toBeLessThan(tolerance);
        for (const other of again) {
          expect(deviation(other[name]!.values, found[name]!.values), name).toBe(0);
        }
      }
    },
    close: () => modules.forEach((module) => module.close()),
  };
}
