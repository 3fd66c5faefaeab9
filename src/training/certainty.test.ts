/** The entropy's gradient by the geometry, held to differences of the entropy itself, in float64. */
import { describe, expect, it } from 'vitest';
import { createHostKernels } from '../core/hostKernels.ts';
import type { OptionRecord } from '../core/options.ts';
import { initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import type { SystemChoice } from '../core/system.ts';
import { entropyGradient, entropyUnder, type GeometryAt } from './certainty.ts';
import { createModel } from './model.ts';
import { mapOf, seenThrough } from './presenting.ts';
import { plainViewing } from './viewing.ts';

const size = { height: 6, width: 7, channels: 1 };
const COUNT = 5;
const kernels = createHostKernels('float64');

function askedOf(options: OptionRecord, encoding: SystemChoice) {
  const spec = { architecture: { id: 'coordinet', options: { width: 8, ...options } }, encoding };
  const model = createModel(spec, { ...size, outputs: 4 });
  const random = createRandom(2);
  const parameters = new Map(
    model.parameters.map((each) => {
      const first = initialise(each, random.stream(each.name));
      const jitter = random.stream(`test/${each.name}`).uniforms(first.length, -0.3, 0.3);
      const values = Float64Array.from(first, (value, i) => value + jitter[i]!);
      return [each.name, kernels.fromHost(values, each.shape)];
    }),
  );
  return { kernels, model, parameters };
}

const images = (() => {
  const values = createRandom(5)
    .stream('images')
    .uniforms(COUNT * 42, 0, 1);
  const seen = seenThrough(plainViewing, size, values, 0);
  return { ...seen, count: COUNT, size, weighted: true };
})();

const fourier = { id: 'gaussian-fourier', options: { waves: 6, bandwidth: 0.5 } };
/** Small, so that no pixel leaves the image, and black is never assumed. */
const bent: GeometryAt = ([angle = 0, factor = 1]) =>
  mapOf(
    {
      changes: [
        { id: 'rotation', options: { angle } },
        { id: 'scale', options: { factor } },
      ],
      sensor: null,
    },
    size,
  );
const ends = [
  { from: -180, to: 180 },
  { from: 1, to: 5 },
];

describe('the gradient through the coordinates', () => {
  it.each(['sum', 'mean', 'max', 'log-sum-exp', 'attention'])('%s', async (pooling) => {
    const asked = askedOf({ pooling, normalisation: 'none' }, fourier);
    const at = [4, 1.7];
    const steps = [1e-4, 1e-6];
    const found = await entropyGradient(asked, images, {
      ...{ geometryAt: bent, values: at, steps, ends },
    });
    expect(found.entropy).toBeCloseTo(await entropyUnder(asked, images, bent(at)), 10);
    for (const [unknown, step] of [1e-2, 1e-4].entries()) {
      const moved = (by: number) =>
        entropyUnder(asked, images, bent(at.map((value, i) => value + (i === unknown ? by : 0))));
      const slope = ((await moved(step)) - (await moved(-step))) / (2 * step);
      expect(Math.abs(slope)).toBeGreaterThan(1e-5);
      // Coordinates are float32 on their way into a model.
      expect(found.gradient[unknown]! / slope).toBeCloseTo(1, 1);
    }
  });

  it('is 0 where the encoding looks up a table', async () => {
    const asked = askedOf({ pooling: 'max' }, { id: 'learned-table', options: {} });
    const { gradient } = await entropyGradient(asked, images, {
      ...{ geometryAt: bent, values: [4, 1.7], steps: [1e-4, 1e-6], ends },
    });
    expect(gradient).toEqual([0, 0]);
  });

  it('is one-sided at the end of a range', async () => {
    const asked = askedOf({ pooling: 'mean' }, fourier);
    const at = [180, 1.7];
    const { gradient } = await entropyGradient(asked, images, {
      ...{ geometryAt: bent, values: at, steps: [1e-4, 1e-6], ends },
    });
    const before = await entropyUnder(asked, images, bent([179.99, 1.7]));
    const there = await entropyUnder(asked, images, bent(at));
    expect(gradient[0]! / ((there - before) / 0.01)).toBeCloseTo(1, 1);
  });
});
