/** Each architecture against the same network in PyTorch (fixtures/logits.py). */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../core/differentiation.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import type { OptionRecord } from '../core/options.ts';
import { createRandom } from '../core/random.ts';
import { constantsOf } from '../training/answers.ts';
import { createModel } from '../training/model.ts';
import fixture from './fixtures/logits.json' with { type: 'json' };
import { architectures } from './index.ts';

const encoding = { id: 'raw', options: {} };

describe('against PyTorch', () => {
  it('stands every architecture of the list', () => {
    const tested = new Set(fixture.cases.map((each) => each.architecture));
    expect([...tested].sort()).toEqual(architectures.map(({ id }) => id as string).sort());
  });

  it.each(fixture.cases)(
    '$architecture answers as the same network there: $options, training $training',
    async ({ architecture: id, options, sizes, count, images, parameters, logits, ...normed }) => {
      const { training = false, state = {} } = normed as {
        training?: boolean;
        state?: Record<string, number[]>;
      };
      const kernels = createHostKernels('float32');
      const stored = options as unknown as OptionRecord;
      const model = createModel({ architecture: { id, options: stored }, encoding }, sizes);
      const given = parameters as unknown as Record<string, number[]>;
      expect(model.parameters.map((each) => each.name).sort()).toEqual(Object.keys(given).sort());
      const arrays = new Map(
        model.parameters.map(({ name, shape }) => [
          name,
          kernels.fromHost(Float32Array.from(given[name]!), shape),
        ]),
      );
      for (const sparse of [true, false]) {
        const feed = model.feed(Float32Array.from(images), count, sparse);
        const found = evaluate(kernels, arrays, (ops, parameter) => {
          const context = {
            layout: feed.layout,
            positions: feed.positions,
            training,
            random: createRandom(1).stream,
          };
          const made = model.forward(ops, parameter, constantsOf(ops, feed), context);
          return { logits: made.outputs.logits!, ...made.state };
        });
        const expected: Record<string, number[]> = { logits, ...state };
        expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
        for (const [name, numbers] of Object.entries(expected)) {
          const values = await kernels.read(found[name]!);
          expect(values.length).toBe(numbers.length);
          values.forEach((value, i) => {
            const scale = Math.max(1, Math.abs(numbers[i]!));
            expect(Math.abs(value - numbers[i]!) / scale, name).toBeLessThan(1e-4);
          });
        }
      }
    },
  );
});
