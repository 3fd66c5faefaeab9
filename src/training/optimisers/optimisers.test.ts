import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createHostKernels } from '../../core/hostKernels.ts';
import { defaultsOf, faultOf, readOptions, type OptionRecord } from '../../core/options.ts';
import fixture from '../fixtures/descent.json' with { type: 'json' };
import { findOptimiser, optimisers } from './index.ts';
import type { Optimiser } from './optimiser.ts';

interface Course {
  readonly start: readonly number[];
  readonly rates: readonly number[];
  readonly gradients: readonly (readonly number[])[];
}

/** Values after each step, in float64, and how many arrays were left over. */
async function follow(
  id: string,
  stored: OptionRecord,
  { start, rates, gradients }: Course,
  decays = true,
) {
  const kernels = createHostKernels('float64');
  const optimiser = findOptimiser(id);
  const options = readOptions(optimiser.options, stored, id);
  const upload = (values: readonly number[]) =>
    kernels.fromHost(Float64Array.from(values), [2, start.length / 2]);
  let state = {
    value: upload(start),
    slots: optimiser.slots.map(() => upload(start.map(() => 0))),
  };
  const found: number[][] = [];
  for (const [i, rate] of rates.entries()) {
    const gradient = upload(gradients[i]!);
    const { value, slots } = state;
    state = kernels.tidy(() =>
      optimiser.move(
        kernels,
        { value, gradient, slots, step: i + 1, learningRate: rate, decays },
        options,
      ),
    );
    [value, gradient, ...slots].forEach(kernels.dispose);
    found.push([...(await kernels.read(state.value))]);
  }
  return { found, leaked: kernels.count() - 1 - state.slots.length };
}

describe('the list of optimisers', () => {
  it('holds the folder', () => {
    const files = readdirSync(import.meta.dirname)
      .filter((name) => /^\w+\.ts$/.test(name) && !['index.ts', 'optimiser.ts'].includes(name))
      .map((name) => name.replace('.ts', '').toLowerCase());
    expect(optimisers.map((each) => each.id as string).sort()).toEqual(files.sort());
  });

  it('names what it does not know', () => {
    expect(() => findOptimiser('lion')).toThrow('optimiser "lion"');
  });
});

describe.each(optimisers.map((each) => [each.id, each as Optimiser] as const))(
  '%s',
  (id, optimiser) => {
    it('says what it is and whence, with legal defaults', () => {
      for (const text of [optimiser.label, optimiser.summary, optimiser.reference]) {
        expect(text.trim()).not.toBe('');
      }
      for (const option of Object.values(optimiser.options)) {
        expect(faultOf(option, option.default)).toBeUndefined();
      }
      expect(new Set(optimiser.slots).size).toBe(optimiser.slots.length);
    });

    it('goes down a parabola, leak-free, also with each option at its ends', async () => {
      const defaults = defaultsOf(optimiser.options);
      const ends = Object.entries(optimiser.options).flatMap(([name, option]) =>
        option.kind === 'number' ? [{ [name]: option.min }, { [name]: option.max }] : [],
      );
      for (const end of [{}, ...ends]) {
        const course = { start: [3, -2], rates: [0.01], gradients: [[3, -2]] };
        const { found, leaked } = await follow(id, { ...defaults, ...end }, course);
        expect(found[0]!.every(Number.isFinite)).toBe(true);
        expect(Math.abs(found[0]![0]!)).toBeLessThan(3);
        expect(Math.abs(found[0]![1]!)).toBeLessThan(2);
        expect(leaked).toBe(0);
      }
    });

    it('stays where it is while the gradient is 0 and nothing decays', async () => {
      const course = {
        start: [3, -2],
        rates: [0.1, 0.1],
        gradients: [
          [0, 0],
          [0, 0],
        ],
      };
      const { found } = await follow(id, {}, course, false);
      expect(found).toEqual([course.start, course.start]);
    });
  },
);

describe('against PyTorch', () => {
  it.each(fixture.optimisers)('$id $options goes the same way', async (each) => {
    const { found } = await follow(each.id, each.options as unknown as OptionRecord, each);
    found.forEach((values, step) =>
      values.forEach((value, i) =>
        expect(Math.abs(value - each.values[step]![i]!)).toBeLessThan(1e-12),
      ),
    );
    expect(found.length).toBe(each.rates.length);
  });

  it('decays no bias', async () => {
    for (const id of ['adamw', 'sgd']) {
      const course = { start: [3, -2], rates: [0.1], gradients: [[0, 0]] };
      const kept = await follow(id, { weightDecay: 0.5 }, course, false);
      const decayed = await follow(id, { weightDecay: 0.5 }, course, true);
      expect(kept.found[0]).toEqual([3, -2]);
      decayed.found[0]!.forEach((value, i) => expect(value).toBeCloseTo(0.95 * [3, -2][i]!, 12));
    }
  });
});
