/** Surveys through the engine in Node: whole, in pieces, stopped, and of runs that cannot be asked. */
import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf, messageOf } from '../core/errors.ts';
import type { SystemChoice } from '../core/system.ts';
import { createMemoryCheckpoints, createNodeEngine } from '../headless/nodeEngine.ts';
import { testSubset } from '../training/batches.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { RunSpec } from '../training/spec.ts';
import { plainViewing, type Viewing } from '../training/viewing.ts';
import type { LabEngine } from './labEngine.ts';
import type { AskedRun, SurveyEnd, SurveyOrder, SurveyPart } from './survey.ts';

const CLASSES = 9;
const TEST_IMAGES = 2000;
const choice = (id: string, options: SystemChoice['options'] = {}): SystemChoice => ({
  id,
  options,
});
const spec: RunSpec = {
  task: choice('classification'),
  dataset: choice('where'),
  trainingImages: 64,
  validationImages: 0,
  augmentation: null,
  architecture: choice('coordinet', { width: 8, headWidth: 8 }),
  encoding: choice('gaussian-fourier', { waves: 8, bandwidth: 0.5 }),
  optimiser: choice('adam'),
  schedule: choice('one-cycle'),
  stopping: { id: 'steps', options: {} },
  learningRate: 0.02,
  steps: 16,
  batchSize: 16,
  seed: 1,
};
const runs: readonly AskedRun[] = [
  { runId: 'pixels', spec },
  {
    runId: 'more-pixels',
    spec: { ...spec, architecture: choice('coordinet', { width: 8, pooling: 'sum' }) },
  },
  { runId: 'grid', spec: { ...spec, encoding: null, architecture: choice('mlp', { width: 8 }) } },
  {
    runId: 'cnn',
    spec: {
      ...spec,
      encoding: null,
      architecture: choice('cnn', { filters: 2, blocks: 2, headWidth: 8 }),
    },
  },
];
const [pixels, , grid] = runs as [AskedRun, AskedRun, AskedRun];
const turned: Viewing = { ...plainViewing, changes: [choice('rotation', { angle: 33 })] };

const checkpoints = createMemoryCheckpoints();
let engine: LabEngine;
beforeAll(async () => {
  engine = createNodeEngine({ checkpoints });
  await engine.open('wasm');
  for (const { runId, spec: each } of runs) {
    await engine.train({ runId, spec: each, untilStep: 8 }, () => {});
  }
}, 120_000);

const orderOf = (viewing: Viewing, asked = runs, images = Infinity): SurveyOrder => ({
  surveyId: 'survey',
  runs: asked,
  viewing,
  images,
});

interface Heard {
  readonly parts: SurveyPart[];
  readonly end: SurveyEnd;
  /** In the survey's order; undefined where no part had it. */
  predictionsOf(runId: string): (number | undefined)[];
}

async function hear(order: SurveyOrder, on: (part: SurveyPart) => void = () => {}): Promise<Heard> {
  const parts: SurveyPart[] = [];
  const end = await engine.survey(order, (part) => {
    parts.push(part);
    on(part);
  });
  return {
    parts,
    end,
    predictionsOf(runId) {
      const found: (number | undefined)[] = Array.from({ length: end.indices.length });
      for (const part of parts) {
        if ('reason' in part || part.runId !== runId) continue;
        part.predictions.forEach((prediction, i) => {
          expect(found[part.begin + i]).toBeUndefined(); // none is answered twice
          expect(part.labels[i]).toBe(end.labels[part.begin + i]);
          found[part.begin + i] = prediction;
        });
      }
      return found;
    },
  };
}

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('it did not reject'),
    (error: unknown) => error,
  );

describe('a survey', () => {
  it('of a plain viewing finds what the whole test set is predicted to be', async () => {
    const before = await engine.countTensors();
    const { end, predictionsOf } = await hear(orderOf(plainViewing));
    expect(end.outcome).toBe('finished');
    expect(new Set(end.indices).size).toBe(TEST_IMAGES);
    let undecided = 0;
    for (const { runId, spec: each } of runs) {
      const { predictions, labels } = await engine.predictTestSet(runId, each);
      expect([...end.labels]).toEqual([...end.indices].map((index) => labels[index]));
      expect(predictionsOf(runId)).toEqual([...end.indices].map((index) => predictions[index]));
      if (new Set(predictions).size === 1) undecided++;
    }
    expect(undecided).toBeLessThan(2); // else these predictions would show little
    expect(await engine.countTensors()).toBeGreaterThanOrEqual(before);
    const settled = await engine.countTensors();
    await hear(orderOf(turned));
    expect(await engine.countTensors()).toBe(settled);
  });

  it('begins with the fixed test images, and with a small part of every run', async () => {
    const { end, parts } = await hear(orderOf(plainViewing));
    const fixed = testSubset({ test: { count: TEST_IMAGES } } as Dataset);
    expect([...end.indices.subarray(0, 500)]).toEqual([...fixed]);
    const early = parts.filter((part) => !('reason' in part) && part.begin < 200);
    expect(parts.slice(0, early.length)).toEqual(early);
    expect(new Set(early.map(({ runId }) => runId)).size).toBe(runs.length);
    expect(early.length).toBeLessThan(parts.length);
  });

  it('answers as many images as it is asked for, the same as when it is asked for all', async () => {
    const all = await hear(orderOf(turned));
    const some = await hear(orderOf(turned, runs, 230));
    expect(some.end.indices).toEqual(all.end.indices.slice(0, 230));
    for (const { runId } of runs) {
      expect(some.predictionsOf(runId)).toEqual(all.predictionsOf(runId).slice(0, 230));
    }
  });

  it('is stopped between pieces, and says what it found until then', async () => {
    const before = await engine.countTensors();
    let told = 0;
    const { end, predictionsOf } = await hear(orderOf(turned), () => {
      if (++told === 2) void engine.stopAsking('survey');
    });
    expect(end.outcome).toBe('stopped');
    expect(end.indices.length).toBe(TEST_IMAGES);
    expect(predictionsOf('pixels').filter((each) => each !== undefined)).toHaveLength(200);
    expect(predictionsOf('cnn').filter((each) => each !== undefined)).toHaveLength(0);
    expect(await engine.countTensors()).toBe(before);
    await engine.stopAsking('survey'); // over: nothing happens, and the next of that name runs
    expect((await hear(orderOf(turned, [grid], 20))).end.outcome).toBe('finished');
  });

  it('lets questions in between its pieces', async () => {
    const order: string[] = [];
    const surveying = hear(orderOf(turned)).then(() => void order.push('survey'));
    const images = { values: new Float32Array(784), count: 1, first: 0 };
    await engine.predictViewed(runs, turned, images).then(() => void order.push('slider'));
    await surveying;
    expect(order).toEqual(['slider', 'survey']);
  });

  it('gives the reason of a run that cannot be asked, and goes on with the others', async () => {
    const gone: AskedRun = { runId: 'gone', spec };
    const unfit: AskedRun = {
      runId: 'pixels',
      spec: { ...spec, architecture: choice('coordinet', { width: 12, headWidth: 8 }) },
    };
    const other: AskedRun = { ...pixels, spec: { ...spec, dataset: choice('what-and-where') } };
    const reasons = async (asked: AskedRun) => {
      engine = await reopened();
      const { end, parts, predictionsOf } = await hear(orderOf(plainViewing, [grid, asked], 50));
      expect(end.outcome).toBe('finished');
      expect(predictionsOf('grid').every((each) => each !== undefined)).toBe(true);
      return parts.flatMap((part) => ('reason' in part ? [part.reason] : []));
    };
    expect(await reasons(gone)).toEqual([expect.stringContaining('no weights of this run')]);
    expect(await reasons(unfit)).toEqual([expect.stringContaining('in the checkpoint is')]);
    expect(await reasons(other)).toEqual([expect.stringContaining('trained on other images')]);
  });

  it('loses a run that is deleted meanwhile, and only that', async () => {
    engine = await reopened();
    const saved = (await checkpoints.read('pixels'))!;
    let forgetting: Promise<void> | undefined;
    const { parts, predictionsOf } = await hear(orderOf(turned), () => {
      forgetting ??= engine.forget('pixels');
    });
    await forgetting;
    await checkpoints.write(saved);
    const reasons = parts.filter((part) => 'reason' in part);
    expect(reasons).toEqual([
      { surveyId: 'survey', runId: 'pixels', reason: expect.stringContaining('deleted') as string },
    ]);
    for (const runId of ['more-pixels', 'grid', 'cnn']) {
      expect(predictionsOf(runId).every((each) => each !== undefined)).toBe(true);
    }
  });

  it('of no run has nothing to say', async () => {
    expect(await hear(orderOf(plainViewing, []))).toMatchObject({
      parts: [],
      end: { outcome: 'finished' },
    });
  });
});

/** An engine that has read no checkpoint yet. */
async function reopened(): Promise<LabEngine> {
  const another = createNodeEngine({ checkpoints });
  await another.open('wasm');
  return another;
}

describe('a question through a viewing', () => {
  const values = Float32Array.from({ length: 3 * 784 }, (_, i) => (i % 256) / 255);
  const images = { values, count: 3, first: 0 };

  it('of a plain viewing is that of predict', async () => {
    for (const answer of await engine.predictViewed(runs, plainViewing, images)) {
      if ('reason' in answer) return expect.fail(answer.reason);
      const run = runs.find(({ runId }) => runId === answer.runId)!;
      const expected = await engine.predict(run.runId, run.spec, values, 3);
      expect(answer.probabilities).toEqual(expected);
      expect(expected).toHaveLength(3 * CLASSES);
    }
  });

  it('is answered as in the survey', async () => {
    const { end, predictionsOf } = await hear(orderOf(turned, runs, 3));
    const bytes = await engine.testImages(spec.dataset, [...end.indices]);
    const asked = { ...images, values: Float32Array.from(bytes, (byte) => byte / 255) };
    const answers = await engine.predictViewed(runs, turned, asked);
    for (const answer of answers) {
      if ('reason' in answer) return expect.fail(answer.reason);
      const classes = [0, 1, 2].map((image) => {
        const row = answer.probabilities.subarray(image * CLASSES, (image + 1) * CLASSES);
        return row.indexOf(Math.max(...row));
      });
      expect(predictionsOf(answer.runId)).toEqual(classes);
    }
  });

  it('refuses values that are no numbers, and says which images a run expects', async () => {
    const broken = { ...images, values: values.map((value, i) => (i === 5 ? NaN : value)) };
    expect(codeOf(await failureOf(engine.predictViewed(runs, plainViewing, broken)))).toBe(
      'image-values',
    );
    const coloured = { ...images, values: new Float32Array(3 * 3 * 784) };
    const answers = await engine.predictViewed(runs, plainViewing, coloured);
    expect(answers).toHaveLength(runs.length);
    for (const answer of answers) {
      expect(answer).toMatchObject({
        reason: expect.stringContaining('28 × 28 pixels of one channel') as string,
      });
    }
  });

  it.each(['predictViewed', 'survey'] as const)(
    '%s says when no pixel looks at the image',
    async (call) => {
      const aside = choice('shift', { x: 14 });
      const away: Viewing = { ...plainViewing, changes: [aside, aside, aside], told: true };
      const asking: Promise<unknown> =
        call === 'survey'
          ? engine.survey(orderOf(away), () => {})
          : engine.predictViewed(runs, away, images);
      const error = await failureOf(asking);
      expect([codeOf(error), messageOf(error)]).toEqual([
        'no-pixels',
        expect.stringContaining('at least one pixel inside the image'),
      ]);
    },
  );
});
