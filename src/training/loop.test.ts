import { describe, expect, it } from 'vitest';
import { architectures } from '../architectures/index.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import type { SystemChoice } from '../core/system.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Checkpoint } from './checkpoint.ts';
import { ledgerOf, recordEvery, trainUntil, type Ledger, type LoopEnd } from './loop.ts';
import { optimisers } from './optimisers/index.ts';
import { createRun } from './run.ts';
import type { RunSpec } from './spec.ts';
import { createRecorder, squares, squaresSpec, type Recorder } from './testing.ts';

interface Course {
  readonly end: LoopEnd;
  readonly ledger: Ledger;
  readonly last: Checkpoint | undefined;
  readonly leaked: number;
}

/** Trains from the start or a checkpoint, on kernels of its own. */
async function train(
  spec: RunSpec,
  around: Recorder,
  {
    from,
    until = spec.steps,
    dataset = squares,
  }: { from?: Checkpoint; until?: number; dataset?: Dataset } = {},
): Promise<Course> {
  const kernels = createHostKernels('float32');
  const run = createRun(kernels, spec, dataset, from);
  const ledger = ledgerOf(from);
  const end = await trainUntil({ runId: 'r', run, spec, dataset, ledger }, until, around);
  run.dispose();
  return { end, ledger, last: around.checkpoints.at(-1), leaked: kernels.count() };
}

const small: Readonly<Record<string, SystemChoice>> = {
  coordinet: squaresSpec.architecture,
  mlp: { id: 'mlp', options: { width: 16, layers: 1 } },
  cnn: { id: 'cnn', options: { filters: 4, blocks: 2, headWidth: 16 } },
  'resnet-20': { id: 'resnet-20', options: { width: 4, blocks: 1 } },
  'mobile-net': { id: 'mobile-net', options: { widthMultiplier: '0.25' } },
  linear: { id: 'linear', options: {} },
  'point-net': { id: 'point-net', options: { width: 16, middleWidth: 16, pooledWidth: 32 } },
  'coord-conv-cnn': { id: 'coord-conv-cnn', options: { filters: 4, blocks: 2, headWidth: 16 } },
  'mlp-mixer': {
    id: 'mlp-mixer',
    options: { width: 16, layers: 2, tokenWidth: 16, channelWidth: 32 },
  },
  'vision-transformer': {
    id: 'vision-transformer',
    options: { layers: 2, heads: 2, headWidth: 8 },
  },
  'residual-mlp': { id: 'residual-mlp', options: { width: 16, layers: 3 } },
  'plain-cnn': { id: 'plain-cnn', options: { filters: 4, layers: 3 } },
  'coordinet-2': {
    id: 'coordinet-2',
    options: { width: 16, layers: 2, styleWidth: 16, headWidth: 16 },
  },
};
/** Which cannot learn the squares, and why. */
const excused: Readonly<Record<string, string>> = {
  'bag-of-pixels': 'it is told no places, and the classes differ by nothing else',
  'lenet-5': 'its convolutions leave nothing of 8 × 8 pixels',
};

describe('learning', () => {
  it('is asked of every architecture that is not excused', () => {
    const asked = [...Object.keys(small), ...Object.keys(excused)].sort();
    expect(architectures.map(({ id }) => id as string).sort()).toEqual(asked);
  });

  it.each(Object.keys(small))('%s lowers its loss at least tenfold in 60 steps', async (id) => {
    const spec = { ...squaresSpec, architecture: small[id]! };
    const { ledger, end, leaked } = await train(spec, createRecorder());
    const { trainLoss, testLoss, testAccuracy, step } = ledger.history;
    expect(end).toEqual({ outcome: 'finished', step: 60 });
    expect(step.at(-1)).toBe(60);
    expect(trainLoss.at(-1)).toBeLessThan(trainLoss[1]! / 10);
    expect(testLoss.at(-1)).toBeLessThan(testLoss[0]! / 10);
    expect(testAccuracy.at(-1)).toBe(1);
    expect(leaked).toBe(0);
  });

  it('leaves a coordinet that is told no places at chance', async () => {
    // The three classes hold the same values, only elsewhere.
    const spec = { ...squaresSpec, encoding: { id: 'none', options: {} } };
    const { ledger } = await train(spec, createRecorder());
    expect(ledger.history.testAccuracy.at(-1)).toBeLessThan(0.65);
    expect(ledger.history.testLoss.at(-1)).toBeGreaterThan(0.8);
  });
});

describe('recording', () => {
  it('takes about forty points, however long the run', () => {
    expect([1, 39, 40, 41, 1000, 1001].map((steps) => recordEvery({ steps }))).toEqual([
      1, 1, 1, 2, 25, 26,
    ]);
  });

  it('starts with the untrained model and ends with the last step', async () => {
    const around = createRecorder();
    const { ledger } = await train({ ...squaresSpec, steps: 43 }, around);
    const { step, trainLoss, testAccuracy } = ledger.history;
    expect(step[0]).toBe(0);
    expect(trainLoss[0]).toBeNull();
    expect(step.slice(-3)).toEqual([40, 42, 43]); // the last step is recorded out of turn
    expect(trainLoss.slice(1).every((loss) => Number.isFinite(loss))).toBe(true);
    expect(testAccuracy.length).toBe(step.length);
    const reported = around.reports.flatMap(({ points }) => points.map((point) => point.step));
    expect(reported).toEqual(step);
  });

  it('counts each class on its own: together they are the accuracy', async () => {
    const { ledger } = await train({ ...squaresSpec, steps: 20 }, createRecorder());
    const { testAccuracy, testClassAccuracy } = ledger.history;
    expect(testClassAccuracy).toHaveLength(testAccuracy.length);
    // Ten test images of each of the three classes.
    testClassAccuracy.forEach((classes, i) => {
      const mean = classes!.reduce<number>((sum, share) => sum + share!, 0) / 3;
      expect(mean).toBeCloseTo(testAccuracy[i]!, 10);
    });
    expect(new Set(testClassAccuracy[0]).size).toBeGreaterThan(1); // else any share would do
  });

  it('goes on from a checkpoint that has none of the accuracies by class', async () => {
    const { last } = await train(squaresSpec, createRecorder(), { until: 4 });
    const unknown = last!.history.step.map(() => null);
    const from = { ...last!, history: { ...last!.history, testClassAccuracy: unknown } };
    const { ledger } = await train(squaresSpec, createRecorder(), { from, until: 8 });
    const column = ledger.history.testClassAccuracy;
    expect(column.slice(0, unknown.length)).toEqual(unknown);
    expect(column.at(-1)).toHaveLength(3);
  });

  it('reports predictions with each new point, and none in between', async () => {
    const around = createRecorder({ msPerLook: 1000 });
    await train({ ...squaresSpec, steps: 80 }, around, { until: 6 });
    for (const { points, predictions } of around.reports) {
      expect(predictions?.length ?? 0).toBe(points.length > 0 ? squares.test.count : 0);
    }
    expect(around.reports.some(({ points }) => points.length === 0)).toBe(true);
    expect(around.reports.at(-1)!.step).toBe(6);
  });
});

describe('pausing', () => {
  it('stops at the asked step, saves, and says so', async () => {
    const around = createRecorder({ msPerLook: 1000 });
    const { end, last, leaked } = await train(squaresSpec, around, { until: 7 });
    expect(end).toEqual({ outcome: 'paused', step: 7 });
    expect(last!.step).toBe(7);
    expect(leaked).toBe(0);
  });

  it('loses no more than a few seconds, however far apart the points are', async () => {
    const around = createRecorder({ msPerLook: 1000 });
    await train({ ...squaresSpec, steps: 2000 }, around, { until: 12 }); // a point every 50 steps
    const steps = around.checkpoints.map(({ step }) => step);
    expect(steps.length).toBeGreaterThan(3);
    expect(steps.at(-1)).toBe(12);
  });

  it.each(
    optimisers.flatMap(({ id }) =>
      // With batch normalisation, running statistics have to come back as well.
      ['coordinet', 'mlp', 'cnn', 'resnet-20', 'mobile-net'].map((architecture) => ({
        id,
        architecture,
      })),
    ),
  )(
    'and resuming is as if it had never stopped, bit for bit: $id, $architecture',
    async ({ id, architecture }) => {
      const spec = {
        ...squaresSpec,
        architecture: small[architecture]!,
        optimiser: { id, options: {} },
        steps: 48, // a point every second step
      };
      const whole = await train(spec, createRecorder());
      // In the middle between two points, twice; with a clock that cuts the run to single steps.
      const first = await train(spec, createRecorder({ msPerLook: 1000, pauseAfter: 13 }));
      expect(first.end).toEqual({ outcome: 'paused', step: 13 });
      expect(first.last!.pending.examples).toBe(spec.batchSize);
      const second = await train(spec, createRecorder({ pauseAfter: 20 }), { from: first.last! });
      expect(second.end.outcome).toBe('paused');
      const third = await train(spec, createRecorder(), { from: second.last! });
      expect(third.end).toEqual(whole.end);
      expect(third.last!.parameters).toEqual(whole.last!.parameters);
      expect(third.last!.slots).toEqual(whole.last!.slots);
      expect(third.ledger.history).toEqual(whole.ledger.history);
    },
  );

  it('refuses a checkpoint of other shapes, and names the parameter', async () => {
    const { last } = await train(squaresSpec, createRecorder(), { until: 1 });
    const other = { ...squaresSpec, architecture: { id: 'coordinet', options: { width: 8 } } };
    expect(() => createRun(createHostKernels(), other, squares, last)).toThrow(
      '"first/place/weight" in the checkpoint is [16 × 32]; expected [16 × 8]',
    );
    const lacking = { ...last!, slots: last!.slots.slice(1) };
    expect(() => createRun(createHostKernels(), squaresSpec, squares, lacking)).toThrow(
      `the checkpoint lacks "${last!.slots[0]!.name}"`,
    );
  });
});

describe('same seed, same run', () => {
  it('repeats weights and history; another seed does not', async () => {
    const spec = { ...squaresSpec, steps: 5 };
    const one = await train(spec, createRecorder());
    const same = await train(spec, createRecorder({ msPerLook: 90 }));
    expect(same.last!.parameters).toEqual(one.last!.parameters);
    expect(same.ledger.history).toEqual(one.ledger.history);
    const other = await train({ ...spec, seed: 2 }, createRecorder());
    expect(other.ledger.history).not.toEqual(one.ledger.history);
  });
});

describe('diverging', () => {
  // Decay at this rate multiplies the weights by -999 at every step, which no relu can hide.
  const wild: RunSpec = {
    ...squaresSpec,
    architecture: small.mlp!,
    optimiser: { id: 'sgd', options: { momentum: 0, weightDecay: 1 } },
    schedule: { id: 'constant', options: {} },
    learningRate: 1000,
    steps: 400,
  };

  it('is named with the step, which the clock does not change, and the way out', async () => {
    const slow = await train(wild, createRecorder({ msPerLook: 1000 }));
    if (slow.end.outcome !== 'diverged') return expect.fail('it did not diverge');
    expect(slow.end.reason).toContain(`at step ${slow.end.step}.`);
    expect(slow.end.reason).toContain('learning rate of 1000');
    expect(slow.end.step).toBeGreaterThan(1);
    expect(slow.end.step).toBeLessThan(400);
    const fast = await train(wild, createRecorder());
    expect(fast.end).toEqual(slow.end);
    for (const loss of slow.ledger.history.testLoss) expect(Number.isFinite(loss)).toBe(true);
  });

  it('is noticed when the very last step breaks the weights, whose own loss was sound', async () => {
    const spec = { ...wild, optimiser: { id: 'sgd', options: { momentum: 0.9 } }, steps: 3 };
    const { last } = await train({ ...spec, learningRate: 0.01 }, createRecorder(), { until: 2 });
    const slots = last!.slots.map((slot) => ({ ...slot, values: slot.values.fill(3e38) }));
    const { end, ledger } = await train(spec, createRecorder(), { from: { ...last!, slots } });
    expect(end).toMatchObject({ outcome: 'diverged', step: 3 });
    expect(ledger.history.step).toEqual([0, 1, 2]);
    expect(ledger.history.testLoss.every(Number.isFinite)).toBe(true);
  });

  it('leaves no array behind', async () => {
    expect((await train(wild, createRecorder())).leaked).toBe(0);
  });
});
