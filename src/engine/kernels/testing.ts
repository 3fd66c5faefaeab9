/**
 * For the tests alone: the contract that every backend's kernels stand under. Each kernel is run on
 * random arrays and compared with plain loops in float64.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHostKernels } from '../../core/hostKernels.ts';
import type { HostArray, Kernels } from '../../core/kernels.ts';
import { createRandom } from '../../core/random.ts';
import { sizeOf, type Shape } from '../../core/shapes.ts';
import { housekeeping, kernelCases, type KernelCase } from './kernelCases.ts';
import { nanCases } from './nanCases.ts';

/** Deviation allowed, relative to the largest entry of the result. */
const TOLERANCE = 1e-4;

/** float32 values, so that every backend starts from the very same. */
function drawInputs({ inputs, range: [low, high] = [-1, 1] }: KernelCase): Float32Array[] {
  return inputs.map((shape, i) =>
    createRandom(3).stream(`test/kernel/${i}`).uniforms(sizeOf(shape), low, high),
  );
}

interface Found {
  readonly shape: Shape;
  readonly values: HostArray;
}

/** Runs a case and reads its results; leaves nothing on the device. */
async function results(kernels: Kernels, each: KernelCase): Promise<Found[]> {
  const inputs = drawInputs(each).map((values, i) => kernels.fromHost(values, each.inputs[i]!));
  const arrays = each.run(kernels, inputs);
  const found: Found[] = [];
  for (const array of arrays) {
    found.push({ shape: [...array.shape], values: await kernels.read(array) });
  }
  [...arrays, ...inputs].forEach(kernels.dispose);
  return found;
}

function deviation(found: HostArray, expected: HostArray): number {
  let largest = 1e-3;
  for (const value of expected) largest = Math.max(largest, Math.abs(value));
  let worst = 0;
  expected.forEach((value, i) => {
    const off = Math.abs(found[i]! - value) / largest;
    if (off > worst || Number.isNaN(off)) worst = off;
  });
  return worst;
}
/**
 * The contract. `open` is called once, before the first test.
 *
 * @param sparse does the backend take sparse layouts?
 */
export function describeKernels(
  name: string,
  open: () => Promise<Kernels>,
  {
    sparse,
    runs = 15,
    sineTolerance = TOLERANCE,
  }: { sparse: boolean; runs?: number; sineTolerance?: number },
): void {
  const cases = kernelCases(sparse);
  const reference = createHostKernels('float64');
  let opened: Promise<Kernels> | undefined;
  const kernelsOf = () => (opened ??= open());

  describe(`kernels of ${name}`, () => {
    it('are those of the interface, each with a test', async () => {
      const computing = (kernels: Kernels) =>
        Object.keys(kernels)
          .filter((key) => !(housekeeping as readonly string[]).includes(key))
          .sort();
      expect(computing(await kernelsOf())).toEqual(Object.keys(cases).sort());
      expect(computing(reference)).toEqual(Object.keys(cases).sort());
    });

    it.each(Object.entries(cases))('%s agrees with plain loops in float64', async (_, drawn) => {
      const kernels = await kernelsOf();
      await fc.assert(
        fc.asyncProperty(drawn, async (each) => {
          const expected = await results(reference, each);
          const found = await results(kernels, each);
          expect(found.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
          found.forEach(({ values }, i) => {
            const off = deviation(values, expected[i]!.values);
            expect(off).toBeLessThan(each.wave ? sineTolerance : TOLERANCE);
          });
        }),
        { numRuns: runs, seed: 1 },
      );
    });

    it.each(Object.entries(cases))('%s leaks nothing and repeats itself', async (_, drawn) => {
      const kernels = await kernelsOf();
      for (const each of fc.sample(drawn, { numRuns: 3, seed: 2 })) {
        const before = kernels.count();
        const inputs = drawInputs(each).map((values, i) =>
          kernels.fromHost(values, each.inputs[i]!),
        );
        expect(kernels.count()).toBe(before + inputs.length);
        const made = each.run(kernels, inputs);
        expect(kernels.count()).toBe(before + inputs.length + made.length);
        const values = await Promise.all(made.map(kernels.read));
        [...made, ...inputs].forEach(kernels.dispose);
        expect(kernels.count()).toBe(before);
        const again = await results(kernels, each);
        expect(again.map((found) => found.values)).toEqual(values);
      }
    });

    it.each(Object.entries(nanCases()))('a NaN comes out of %s', async (_, compute) => {
      const kernels = await kernelsOf();
      for (const at of [0, 3]) {
        const values = Float32Array.of(1, -2, 3, -4);
        values[at] = NaN;
        const found = kernels.tidy(() => compute(kernels, values));
        const isThere = (await kernels.read(found)).some(Number.isNaN);
        kernels.dispose(found);
        expect(isThere).toBe(true);
      }
    });

    it('gives the gradient of a window to one entry, also where several tie', async () => {
      const kernels = await kernelsOf();
      const x = kernels.fromHost(Float32Array.of(0, 0, 0, 0, 1, 3, 3, 3), [2, 2, 2, 1]);
      const dy = kernels.fromHost(Float32Array.of(5, 7), [2, 1, 1, 1]);
      const y = kernels.maxPool2d(x, 2);
      const gradient = kernels.maxPool2dGradient(dy, x, y, 2);
      const found = [...(await kernels.read(gradient))];
      expect(found.filter((value) => value !== 0)).toEqual([5, 7]);
      expect(found.indexOf(5)).toBeLessThan(4);
      expect(found.indexOf(7)).toBeGreaterThan(4); // entry 4 is not the largest
      [x, dy, y, gradient].forEach(kernels.dispose);
    });

    it('copies in and out what it is given, and only then', async () => {
      const kernels = await kernelsOf();
      const given = Float32Array.of(1.5, -0, 3e38, 1e-38, 5, 6);
      const x = kernels.fromHost(given, [2, 3]);
      given[0] = 99;
      const first = await kernels.read(x);
      expect([...first]).toEqual([1.5, -0, Math.fround(3e38), Math.fround(1e-38), 5, 6]);
      first[1] = 42;
      expect((await kernels.read(x))[1]).toBe(-0);
      expect(() => kernels.fromHost(given, [7])).toThrow();
      kernels.dispose(x);
    });

    it('disposes of a handle alone, and twice without harm', async () => {
      const kernels = await kernelsOf();
      const before = kernels.count();
      const x = kernels.fromHost(Float32Array.of(1, 2), [2]);
      const other = kernels.reshape(x, [1, 2]);
      kernels.dispose(x);
      kernels.dispose(x);
      expect(kernels.count()).toBe(before + 1);
      expect([...(await kernels.read(other))]).toEqual([1, 2]);
      kernels.dispose(other);
      expect(kernels.count()).toBe(before);
    });

    it('tidies: keeps what is returned however nested, and nothing after a throw', async () => {
      const kernels = await kernelsOf();
      const before = kernels.count();
      const one = () => kernels.fromHost(Float32Array.of(1), [1]);
      const kept = kernels.tidy(() => {
        one();
        const inner = kernels.tidy(() => ({ list: [one()], map: new Map([['a', one()]]) }));
        one();
        return { ...inner, number: 3, none: null, values: new Float32Array(2) };
      });
      expect(kernels.count()).toBe(before + 2);
      expect([...(await kernels.read(kept.list[0]!))]).toEqual([1]);
      [kept.list[0]!, kept.map.get('a')!].forEach(kernels.dispose);
      expect(() =>
        kernels.tidy(() => {
          one();
          kernels.tidy(() => {
            one();
            throw new Error('inside');
          });
        }),
      ).toThrow('inside');
      expect(kernels.count()).toBe(before);
    });
  });
}
