import { describe, expect, it } from 'vitest';
import { createHostKernels } from '../core/hostKernels.ts';
import { createRandom } from '../core/random.ts';
import type { SystemChoice } from '../core/system.ts';
import type { NumberOption } from '../core/options.ts';
import { findSensor } from '../sensors/index.ts';
import { applyTransforms, transforms } from '../transforms/index.ts';
import { createAugmentation } from './augmentBatch.ts';
import { changeImages } from './augmentation.ts';
import { ledgerOf, trainUntil, type Ledger } from './loop.ts';
import { createRun } from './run.ts';
import type { Augmentation, RunSpec } from './spec.ts';
import { createRecorder, squares, squaresSpec, type Recorder } from './testing.ts';

const size = { height: 9, width: 12, channels: 2 };
const pixels = 9 * 12 * 2;
const images = (count: number, seed = 5) =>
  createRandom(seed)
    .stream('test/images')
    .uniforms(count * pixels);

const anyAngle = { id: 'rotation', options: { angle: -180 }, to: { angle: 180 } };
const moment = { seed: 3, step: 17 };

describe('changed images', () => {
  it('are in the 256 greys of stored ones, and leave the given ones alone', () => {
    const values = images(4);
    const before = values.slice();
    const changed = changeImages(values, size, [anyAngle], moment);
    expect(values).toEqual(before);
    expect(changed.some((value) => value > 0)).toBe(true);
    const greys = new Set(Float32Array.from({ length: 256 }, (_, grey) => grey / 255));
    expect(changed.every((value) => greys.has(value))).toBe(true);
  });

  it('are the transform at a drawn angle: what applyTransforms makes, to half a grey', () => {
    const values = images(3);
    const changed = changeImages(values, size, [anyAngle], moment);
    for (let image = 0; image < 3; image++) {
      const share = createRandom(3).stream('step/17/augmentation/0/angle').uniform(image);
      const own = values.subarray(image * pixels, (image + 1) * pixels);
      const choice: SystemChoice = { id: 'rotation', options: { angle: -180 + 360 * share } };
      const turned = applyTransforms(own, size, [choice], createRandom(0));
      turned.forEach((value, at) => {
        expect(Math.abs(changed[image * pixels + at]! - value)).toBeLessThanOrEqual(
          0.5 / 255 + 1e-6,
        );
      });
    }
  });

  it('differ between images, between steps and between seeds, and are the same every time', () => {
    const one = images(1);
    const twice = Float32Array.from([...one, ...one]);
    const at = (seed: number, step: number) =>
      changeImages(twice, size, [anyAngle], { seed, step });
    const first = at(3, 17);
    expect(first.slice(0, pixels)).not.toEqual(first.slice(pixels));
    expect(at(3, 17)).toEqual(first);
    expect(at(3, 18)).not.toEqual(first);
    expect(at(4, 17)).not.toEqual(first);
  });

  it('do not depend on the images beside them', () => {
    const noise = { id: 'noise', options: { deviation: 0.1 }, to: { deviation: 0.4 } };
    const all = changeImages(images(4), size, [anyAngle, noise], moment);
    const two = changeImages(images(4).subarray(0, 2 * pixels), size, [anyAngle, noise], moment);
    expect(all.slice(0, 2 * pixels)).toEqual(two);
    expect(two.some((value) => value > 0)).toBe(true);
  });

  it('keep for the whole run what belongs to the setting: a permutation', () => {
    const { example } = transforms.find(({ id }) => id === 'permutation')!;
    const fixed = { id: 'permutation', options: example };
    const at = (step: number) => changeImages(images(2), size, [fixed], { seed: 3, step });
    expect(at(0)).toEqual(at(99));
    expect(at(0)).not.toEqual(changeImages(images(2), size, [], moment));
  });
});

interface Course {
  readonly ledger: Ledger;
  readonly around: Recorder;
}

async function train(spec: RunSpec, until: number, from?: Recorder): Promise<Course> {
  const kernels = createHostKernels('float32');
  const saved = from?.checkpoints.at(-1);
  const run = createRun(kernels, spec, squares, saved);
  const ledger = ledgerOf(saved);
  const around = createRecorder();
  await trainUntil({ runId: 'r', run, spec, dataset: squares, ledger }, until, around);
  run.dispose();
  expect(kernels.count()).toBe(0);
  return { ledger, around };
}

const withAugmentation = (augmentation: Augmentation): RunSpec => ({
  ...squaresSpec,
  augmentation,
});
const shifts = withAugmentation({
  changes: [
    { id: 'shift', options: { x: -1, y: -1 }, to: { x: 1, y: 1 } },
    { id: 'noise', options: { deviation: 0 }, to: { deviation: 0.1 } },
  ],
  sensor: null,
});

describe('training with it', () => {
  it('is another training, that still learns', async () => {
    const plain = await train(squaresSpec, 60);
    const changed = await train(shifts, 60);
    expect(changed.ledger.history.trainLoss).not.toEqual(plain.ledger.history.trainLoss);
    // The first point is before any batch, and the test set is left alone.
    expect(changed.ledger.history.testLoss[0]).toBe(plain.ledger.history.testLoss[0]);
    expect(changed.ledger.history.testAccuracy.at(-1)).toBeGreaterThan(0.9);
  });

  it('goes on after a pause with the same curve, bit for bit', async () => {
    const whole = await train(shifts, 60);
    const begun = await train(shifts, 23);
    const resumed = await train(shifts, 60, begun.around);
    expect(begun.around.checkpoints.at(-1)!.step).toBe(23);
    const { step, ...curves } = resumed.ledger.history;
    const at = (point: number) => whole.ledger.history.step.indexOf(point);
    expect(step.length).toBeGreaterThan(10);
    for (const name of ['testLoss', 'testAccuracy'] as const) {
      step.forEach((point, index) => {
        if (at(point) >= 0) expect(curves[name][index]).toBe(whole.ledger.history[name][at(point)]);
      });
    }
    const weights = ({ around }: Course) => around.checkpoints.at(-1)!.parameters;
    expect(weights(resumed)).toEqual(weights(whole));
  });

  it('costs nothing and changes nothing where there is none', async () => {
    const fields = Object.entries(squaresSpec).filter(([name]) => name !== 'augmentation');
    const former = Object.fromEntries(fields) as unknown as RunSpec;
    const [a, b] = [await train(squaresSpec, 10), await train(former, 10)];
    expect(a.ledger.history).toEqual(b.ledger.history);
  });
});

const someShare = (from: number, to: number): Augmentation => ({
  changes: [],
  sensor: { id: 'random-subset', options: { share: from }, to: { share: to } },
});

describe('a sensor', () => {
  const values = squares.train.images.slice(0, 3 * 64);
  const shares = Float32Array.from(values, (value) => value / 255);
  const seenBy = (augmentation: Augmentation, reads: 'pixels' | 'grid', step = 5) =>
    createAugmentation({ augmentation, seed: 2 }, squares, reads)(shares, step);

  it('is drawn anew for each batch, and told to a model of pixels', () => {
    const counts = Array.from({ length: 30 }, (_, step) => {
      const { view, values: seen } = seenBy(someShare(0.25, 0.75), 'pixels', step);
      const places = view!.coords.length / 2;
      expect(seen).toHaveLength(3 * places);
      // Each pixel kept counts for those that are not: a sum over pixels stays what it was.
      const area = view!.weights!.reduce((sum, weight) => sum + weight, 0);
      expect(area).toBeCloseTo(64, 4);
      return places;
    });
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(16);
    expect(Math.max(...counts)).toBeLessThanOrEqual(48);
    expect(new Set(counts).size).toBeGreaterThan(8);
  });

  it('shows pixels of the images, each where it lies', () => {
    const { view, values: seen } = seenBy(someShare(0.5, 0.5), 'pixels');
    expect(view!.coords).toHaveLength(2 * 32);
    for (let place = 0; place < 32; place++) {
      const [x, y] = [view!.coords[2 * place]!, view!.coords[2 * place + 1]!];
      const pixel = Math.round(((y + 1) / 2) * 8 - 0.5) * 8 + Math.round(((x + 1) / 2) * 8 - 0.5);
      for (let image = 0; image < 3; image++) {
        expect(seen[image * 32 + place]).toBe(shares[image * 64 + pixel]);
      }
    }
  });

  it('keeps other pixels in another batch of the same share', () => {
    const at = (step: number) => seenBy(someShare(0.5, 0.5), 'pixels', step).view!.coords;
    expect(at(1)).toEqual(at(1));
    expect(at(1)).not.toEqual(at(2));
  });

  it('is resampled to the grid for a model of grids', () => {
    const { view, values: seen } = seenBy(someShare(0.5, 0.5), 'grid');
    expect(view).toBeUndefined();
    expect(seen).toHaveLength(3 * 64);
    expect(seen).not.toEqual(shares);
    expect(seenBy(someShare(1, 1), 'grid').values).toEqual(shares);
  });

  it.each([
    ['coordinet, maximum', { id: 'coordinet', options: { width: 32, headWidth: 32 } }],
    ['coordinet, sum', { id: 'coordinet', options: { width: 32, headWidth: 32, pooling: 'sum' } }],
    ['cnn', { id: 'cnn', options: { filters: 4, blocks: 2, headWidth: 16 } }],
  ])('trains: %s', async (_, architecture) => {
    const spec = { ...withAugmentation(someShare(0.4, 1)), architecture };
    const { ledger } = await train(spec, 60);
    const { trainLoss, testAccuracy } = ledger.history;
    expect(trainLoss.at(-1)).toBeLessThan(trainLoss[1]! / 2);
    expect(testAccuracy.at(-1)).toBeGreaterThan(0.9);
  });

  it('that cannot look at such images is refused before the first step, at either end', () => {
    const lens = findSensor('division');
    const { min } = lens.options.lambda as NumberOption;
    expect(lens.fault!({ lambda: min }, squares)).toBeDefined();
    const sensor = { id: lens.id, options: { lambda: min }, to: { lambda: 0 } };
    const start = () =>
      createRun(createHostKernels(), withAugmentation({ changes: [], sensor }), squares);
    expect(start).toThrow(expect.objectContaining({ name: 'LabError sensor-does-not-fit' }));
  });

  it('goes on after a pause with the same weights, bit for bit', async () => {
    const spec = withAugmentation({ ...someShare(0.3, 1), changes: shifts.augmentation!.changes });
    const whole = await train(spec, 30);
    const resumed = await train(spec, 30, (await train(spec, 11)).around);
    const weights = ({ around }: Course) => around.checkpoints.at(-1)!.parameters;
    expect(weights(resumed)).toEqual(weights(whole));
  });
});
