/** The engine without a worker: the class itself, in Node, on the backends that run anywhere. */
import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf, messageOf } from '../core/errors.ts';
import type { SystemChoice } from '../core/system.ts';
import { createMemoryCheckpoints, createNodeEngine } from '../headless/nodeEngine.ts';
import { probes } from '../probes/index.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { testSubset } from '../training/batches.ts';
import type { RunSpec } from '../training/spec.ts';
import type { BackendId, Progress } from './engine.ts';
import type { LabEngine } from './labEngine.ts';

const architectures: Readonly<Record<string, SystemChoice>> = {
  coordinet: { id: 'coordinet', options: { width: 8, headWidth: 8 } },
  mlp: { id: 'mlp', options: { width: 8, layers: 1 } },
  cnn: { id: 'cnn', options: { filters: 2, blocks: 2, headWidth: 8 } },
};
const spec: RunSpec = {
  task: { id: 'classification', options: {} },
  dataset: { id: 'where', options: {} },
  trainingImages: 64,
  validationImages: 0,
  augmentation: null,
  architecture: architectures.mlp!,
  encoding: null,
  optimiser: { id: 'adam', options: {} },
  schedule: { id: 'one-cycle', options: {} },
  stopping: { id: 'steps', options: {} },
  learningRate: 0.02,
  steps: 4,
  batchSize: 16,
  seed: 1,
};
const coordinet: RunSpec = {
  ...spec,
  architecture: architectures.coordinet!,
  encoding: { id: 'gaussian-fourier', options: { waves: 8, bandwidth: 0.5 } },
};
const silent = () => {};
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('it did not reject'),
    (error: unknown) => error,
  );

/** A clock that makes the loop report, and look around, after every step. */
function everyStep(): () => number {
  let clock = 0;
  return () => (clock += 1000);
}

async function openEngine(
  backend: BackendId,
  more: Parameters<typeof createNodeEngine>[0] = {},
): Promise<LabEngine> {
  const engine = createNodeEngine({ now: everyStep(), ...more });
  await engine.open(backend);
  return engine;
}

describe('open', () => {
  it('takes WASM in Node, and says why neither GPU backend will do', async () => {
    const status = await createNodeEngine().open('auto');
    expect(status).toMatchObject({ backend: 'wasm', label: 'WASM · 1 thread' });
    expect(status.adapter).toContain('SIMD');
    expect(status.passedOver).toEqual([
      { backend: 'webgpu', reason: 'this browser offers no WebGPU adapter' },
      { backend: 'webgl', reason: 'there is no WebGL here' },
    ]);
    expect(status.selfCheckError).toBeLessThan(1e-4);
  });

  it('takes as many threads as it is told, so that engines can share a machine', async () => {
    const engine = createNodeEngine({ threads: 2 });
    expect((await engine.open('wasm')).threads).toBe(2);
    expect((await engine.open('wasm', { threads: 1 })).threads).toBe(1);
    expect((await engine.open('cpu', { threads: 4 })).threads).toBe(1); // it has none of its own
  });

  it('rejects a backend that cannot be had, when asked for by name', async () => {
    const error = await failureOf(createNodeEngine().open('webgl'));
    expect(codeOf(error)).toBe('no-backend');
    expect(messageOf(error)).toContain('webgl: there is no WebGL here');
  });

  it('must come first', async () => {
    await expect(createNodeEngine().countTensors()).rejects.toThrow('call open() first');
    await expect(
      createNodeEngine().train({ runId: 'a', spec, untilStep: 4 }, silent),
    ).rejects.toThrow('call open() first');
  });
});

describe('inspectDataset', () => {
  const engine = createNodeEngine();

  it('shows pictures, names and figures, and needs no backend', async () => {
    const card = await engine.inspectDataset(spec.dataset, 1);
    expect(card).toMatchObject({
      id: 'where',
      label: 'Where',
      height: 28,
      width: 28,
      channels: 1,
      trainCount: 10_000,
      testCount: 2_000,
    });
    expect(card.classNames).toHaveLength(9);
    expect(card.samples.images.length).toBe(64 * 784);
    expect(card.testImages.images.length).toBe(500 * 784);
    expect(card.testImages.labels.length).toBe(500);
    expect(Math.max(...card.testImages.labels)).toBe(8);
  });

  it('orders samples by the seed, and test images by none', async () => {
    const [one, again, two] = await Promise.all(
      [1, 1, 2].map((seed) => engine.inspectDataset(spec.dataset, seed)),
    );
    expect(again!.samples).toEqual(one!.samples);
    expect(two!.samples.labels).not.toEqual(one!.samples.labels);
    expect(two!.testImages).toEqual(one!.testImages);
  });

  it('shows any test image by its number, and names one that is not there', async () => {
    const { images } = (await engine.inspectDataset(spec.dataset, 1)).testImages;
    const all = await engine.testImages(
      spec.dataset,
      Array.from({ length: 2_000 }, (_, index) => index),
    );
    expect(all.length).toBe(2_000 * 784);
    const chosen = await engine.testImages(spec.dataset, [1999, 0, 1999]);
    expect(chosen.subarray(0, 784)).toEqual(all.subarray(1999 * 784));
    expect(chosen.subarray(784, 2 * 784)).toEqual(all.subarray(0, 784));
    expect(chosen.subarray(2 * 784)).toEqual(all.subarray(1999 * 784));
    // The card's images are some of these.
    const first = testSubset({ test: { count: 2_000 } } as Dataset)[0]!;
    expect(images.subarray(0, 784)).toEqual(all.subarray(first * 784, (first + 1) * 784));
    for (const wrong of [2_000, -1, 0.5]) {
      const error = await failureOf(engine.testImages(spec.dataset, [wrong]));
      expect(codeOf(error)).toBe('no-test-image');
    }
  });

  it('names a dataset that it does not know', async () => {
    const error = await failureOf(engine.inspectDataset({ id: 'mnits', options: {} }, 1));
    expect(messageOf(error)).toContain('dataset "mnits"');
  });
});

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  let engine: LabEngine;
  const checkpoints = createMemoryCheckpoints();
  beforeAll(async () => {
    engine = await openEngine(backend, { checkpoints });
  });
  const train = (runId: string, wanted: RunSpec, untilStep = wanted.steps) =>
    engine.train({ runId, spec: wanted, untilStep }, silent);

  it('trains to the end, reports on the way, and scores the whole test set', async () => {
    const reports: Progress[] = [];
    const end = await engine.train({ runId: 'whole', spec: coordinet, untilStep: 4 }, (report) =>
      reports.push(report),
    );
    expect(end).toMatchObject({ outcome: 'finished', step: 4, final: { testCount: 2_000 } });
    if (end.outcome !== 'finished') return expect.fail('it did not finish');
    expect(end.final.weightsSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(end.final.testAccuracy).toBeGreaterThanOrEqual(0);
    expect(Number.isFinite(end.final.testLoss)).toBe(true);
    const points = reports.flatMap((report) => report.points);
    expect(points.map((point) => point.step)).toEqual([0, 1, 2, 3, 4]);
    expect(reports.every(({ runId }) => runId === 'whole')).toBe(true);
    const shown = reports.filter(({ predictions }) => predictions);
    expect(shown.every(({ predictions }) => predictions!.length === 500)).toBe(true);
    // Trained once more elsewhere: the same bytes.
    const other = await openEngine(backend);
    const again = await other.train({ runId: 'x', spec: coordinet, untilStep: 4 }, silent);
    expect(again).toMatchObject({ final: { weightsSha256: end.final.weightsSha256 } });
    await other.forget('x');
    await engine.forget('whole');
  });

  it('ends a run by its stopping rule, with the best weights, here and from its checkpoint', async () => {
    // No step can help at such a rate: the untrained weights stay the best.
    const wanted: RunSpec = {
      ...spec,
      ...{ steps: 12, learningRate: 2, validationImages: 32 },
      stopping: { id: 'validation', options: { patience: 2 } },
    };
    const end = await train('stopped', wanted);
    if (end.outcome !== 'finished') return expect.fail(`it ${end.outcome}`);
    const { final } = end;
    expect(end.step).toBeLessThan(12);
    expect(final.bestStep).toBe(end.step - 2);
    expect(final.validation!.count).toBe(32);
    expect(final.classAccuracy).toHaveLength(9);
    const checkpoint = await checkpoints.read('stopped');
    expect(checkpoint!.parameters).toEqual(checkpoint!.best!.parameters);
    // What is asked of it later is answered by the same weights.
    const { labels, predictions } = await engine.predictTestSet('stopped', wanted);
    const right = labels.filter((label, i) => label === predictions[i]).length;
    expect(right / labels.length).toBeCloseTo(final.testAccuracy, 12);
    const again = await train('stopped', wanted);
    expect(again).toMatchObject({
      step: end.step,
      final: { ...final, trainedMs: expect.any(Number) as number },
    });
    await engine.forget('stopped');
  });

  it.each(Object.keys(architectures))('keeps as many arrays at every step: %s', async (id) => {
    const before = await engine.countTensors();
    const wanted = { ...coordinet, architecture: architectures[id]!, steps: 5 };
    const counts: Promise<number>[] = [];
    await engine.train({ runId: id, spec: wanted, untilStep: 4 }, () =>
      counts.push(engine.countTensors()),
    );
    const found = await Promise.all(counts);
    expect(found.length).toBeGreaterThan(4);
    expect(new Set(found).size).toBe(1);
    expect(found[0]).toBeGreaterThan(before);
    await engine.predict(id, wanted, new Float32Array(784), 1);
    expect(await engine.countTensors()).toBe(found[0]);
    await engine.forget(id);
    expect(await engine.countTensors()).toBe(before);
    expect(await checkpoints.read(id)).toBeUndefined();
  });

  it('frees a finished run at once and answers for it from its checkpoint', async () => {
    const before = await engine.countTensors();
    await train('ended', spec);
    expect(await engine.countTensors()).toBe(before);
    const rows = await engine.predict('ended', spec, new Float32Array(2 * 784).fill(0.5), 2);
    expect(rows.length).toBe(18);
    expect(await engine.countTensors()).toBeGreaterThan(before);
    await engine.forget('ended');
    expect(await engine.countTensors()).toBe(before);
  });

  it('hears pause in the middle, and goes on as if nothing had been', async () => {
    const long = { ...spec, steps: 12 };
    const whole = await train('unbroken', long);
    const first = await engine.train({ runId: 'broken', spec: long, untilStep: 12 }, (report) => {
      if (report.step === 5) void engine.pause('broken');
    });
    expect(first).toEqual({ outcome: 'paused', step: 5 });
    expect((await checkpoints.read('broken'))!.step).toBe(5);
    // From memory one step further, then from the checkpoint in an engine that never saw the run.
    expect(await train('broken', long, 6)).toEqual({ outcome: 'paused', step: 6 });
    const other = await openEngine(backend, { checkpoints });
    const told: number[] = [];
    const last = await other.train({ runId: 'broken', spec: long, untilStep: 12 }, (report) =>
      told.push(...report.points.map(({ step }) => step)),
    );
    // The page may have closed before it heard of the points up to the checkpoint.
    expect(told).toEqual(Array.from({ length: 13 }, (_, step) => step));
    if (whole.outcome !== 'finished' || last.outcome !== 'finished') {
      return expect.fail('not both finished');
    }
    expect(last.final.weightsSha256).toBe(whole.final.weightsSha256);
    expect(last.final.testLoss).toBe(whole.final.testLoss);
    const history = async (id: string) => (await checkpoints.read(id))!.history;
    expect(await history('broken')).toEqual(await history('unbroken'));
    for (const id of ['broken', 'unbroken'])
      await Promise.all([engine.forget(id), other.forget(id)]);
  });

  it('pauses a run that is forgotten while it trains, and keeps nothing of it', async () => {
    const before = await engine.countTensors();
    const forgotten: Promise<void>[] = [];
    const order = { runId: 'unwanted', spec: { ...spec, steps: 12 }, untilStep: 12 };
    const end = await engine.train(order, ({ step }) => {
      if (step === 5 && forgotten.length === 0) forgotten.push(engine.forget('unwanted'));
    });
    await Promise.all(forgotten);
    expect(end).toEqual({ outcome: 'paused', step: 5 });
    expect(await checkpoints.read('unwanted')).toBeUndefined();
    expect(await engine.countTensors()).toBe(before);
  });

  it('ignores a pause for a run that is not training', async () => {
    await engine.pause('nobody');
    expect(await train('nobody', spec, 1)).toEqual({ outcome: 'paused', step: 1 });
    await engine.forget('nobody');
  });

  it('predicts the same from memory and from a checkpoint, in rows that sum to 1', async () => {
    const { testImages } = await engine.inspectDataset(spec.dataset, 1);
    const images = Float32Array.from(testImages.images.subarray(0, 5 * 784), (byte) => byte / 255);
    await train('kept', coordinet, 3);
    const fromMemory = await engine.predict('kept', coordinet, images, 5);
    const other = await openEngine(backend, { checkpoints });
    expect(await other.predict('kept', coordinet, images, 5)).toEqual(fromMemory);
    expect(fromMemory.length).toBe(5 * 9);
    for (let row = 0; row < 5; row++) {
      const shares = fromMemory.subarray(row * 9, row * 9 + 9);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
      expect(Math.min(...shares)).toBeGreaterThan(0);
    }
    for (const each of [engine, other]) await each.forget('kept');
    expect(codeOf(await failureOf(engine.predict('kept', coordinet, images, 5)))).toBe(
      'no-weights',
    );
  });

  it('classifies the whole test set as it was scored, and keeps no array', async () => {
    const end = await train('classified', coordinet);
    if (end.outcome !== 'finished') return expect.fail('it did not finish');
    const before = await engine.countTensors();
    const { labels, predictions } = await engine.predictTestSet('classified', coordinet);
    const right = predictions.filter((prediction, i) => prediction === labels[i]).length;
    expect(predictions).toHaveLength(2_000);
    expect(right / 2_000).toBe(end.final.testAccuracy);
    await engine.forget('classified');
    expect(await engine.countTensors()).toBeLessThanOrEqual(before);
    const error = await failureOf(engine.predictTestSet('classified', coordinet));
    expect(codeOf(error)).toBe('no-weights');
  });

  it('classifies with the weights of now, though it answered with earlier ones a moment ago', async () => {
    const checkpoints = createMemoryCheckpoints();
    const [trainer, prober] = [1, 2].map(() => createNodeEngine({ checkpoints, now: () => 0 }));
    for (const each of [trainer!, prober!]) await each.open('cpu');
    const until = (untilStep: number) =>
      trainer!.train({ runId: 'watched', spec, untilStep }, () => {});
    await until(1);
    await prober!.predict('watched', spec, new Float32Array(784), 1);
    await until(3);
    expect(await prober!.predictTestSet('watched', spec)).toEqual(
      await trainer!.predictTestSet('watched', spec),
    );
  });

  it('lets others in while it classifies, and their steps do not change its weights', async () => {
    await train('shared', spec, 2);
    const alone = await engine.predictTestSet('shared', spec);
    const order: string[] = [];
    const note = (name: string) => () => void order.push(name);
    const classifying = engine.predictTestSet('shared', spec);
    await Promise.all([
      classifying.then(note('classified')),
      engine.predict('shared', spec, new Float32Array(784), 1).then(note('predicted')),
      train('shared', spec, 3).then(note('trained')),
    ]);
    expect(order.at(-1)).toBe('classified');
    expect(order).toHaveLength(3);
    expect(await classifying).toEqual(alone);
    expect((await engine.predictTestSet('shared', spec)).predictions).not.toEqual(
      alone.predictions,
    );
    await engine.forget('shared');
  });

  it.each(['forget', 'open'] as const)('stops classifying when it must %s', async (call) => {
    const own = await openEngine(backend, { checkpoints });
    await train('dropped', spec, 1);
    const before = await own.countTensors();
    const failing = failureOf(own.predictTestSet('dropped', spec));
    await (call === 'forget' ? own.forget('dropped') : own.open(backend));
    expect(codeOf(await failing)).toBe('interrupted');
    expect(await own.countTensors()).toBe(before);
    await engine.forget('dropped');
  });

  it('asks a probe of weights in memory and in a checkpoint alike, and keeps no array', async () => {
    const image = Float32Array.from({ length: 784 }, (_, i) => (i % 3) / 2);
    await train('probed', coordinet, 2);
    const before = await engine.countTensors();
    const ask = (of: LabEngine, id: string) =>
      of.probe('probed', coordinet, { id, options: {} }, image);
    const answers = await Promise.all(probes.map(({ id }) => ask(engine, id)));
    expect(await engine.countTensors()).toBe(before);
    const other = await openEngine(backend, { checkpoints });
    for (const [i, { id }] of probes.entries()) {
      expect(await ask(other, id)).toEqual(answers[i]);
    }
    expect(answers[0]!.groups[0]!.maps).toHaveLength(9);
    expect(codeOf(await failureOf(ask(engine, 'x-ray')))).toBe('unknown-system');
    const short = engine.probe(
      'probed',
      coordinet,
      { id: 'activations', options: {} },
      image.slice(1),
    );
    expect(codeOf(await failureOf(short))).toBe('image-size');
    for (const each of [engine, other]) await each.forget('probed');
    expect(codeOf(await failureOf(ask(engine, 'activations')))).toBe('no-weights');
  });

  it('answers what was asked before it changes its backend or forgets the run', async () => {
    const images = new Float32Array(2 * 784).fill(0.5);
    const own = await openEngine(backend, { checkpoints });
    await train('asked', spec);
    const before = await own.countTensors();
    const ask = () => own.predict('asked', spec, images, 2);
    const [first, , second, , third] = await Promise.all([
      ask(),
      own.open(backend),
      ask(),
      own.open(backend),
      ask(),
    ]);
    expect([second, third]).toEqual([first, first]);
    const [last] = await Promise.all([ask(), own.forget('asked')]);
    expect(last).toEqual(first);
    expect(await own.countTensors()).toBe(before);
  });

  it('is busy with one run at a time', async () => {
    const refused: Promise<unknown>[] = [];
    await engine.train({ runId: 'busy', spec, untilStep: 1 }, () => {
      refused.push(failureOf(engine.open('cpu')), failureOf(train('second', spec)));
    });
    const [opening, second] = await Promise.all(refused);
    expect(codeOf(opening)).toBe('busy');
    expect(messageOf(second)).toContain('run busy is training');
    await engine.forget('busy');
    expect(await checkpoints.read('second')).toBeUndefined();
  });

  it('says what is wrong with an order, and keeps nothing of it', async () => {
    const before = await engine.countTensors();
    const orders: [RunSpec, string, string][] = [
      [{ ...spec, trainingImages: 10_001 }, 'too-few-images', 'at most 10000'],
      [{ ...spec, architecture: { id: 'resnet', options: {} } }, 'unknown-system', 'resnet'],
      [{ ...spec, optimiser: { id: 'lion', options: {} } }, 'unknown-system', 'lion'],
      [{ ...spec, task: { id: 'guess', options: {} } }, 'unknown-system', 'guess'],
      [{ ...coordinet, encoding: { id: 'siren', options: {} } }, 'unknown-system', 'siren'],
      [{ ...spec, dataset: { id: 'mnits', options: {} } }, 'unknown-dataset', 'mnits'],
      [{ ...spec, architecture: { id: 'mlp', options: { width: 1 } } }, 'illegal-option', 'Width'],
      [{ ...spec, steps: 0 }, 'illegal-spec', 'Steps'],
    ];
    for (const [wrong, code, words] of orders) {
      const error = await failureOf(train('wrong', wrong));
      expect([codeOf(error), messageOf(error)]).toEqual([code, expect.stringContaining(words)]);
      expect(await engine.countTensors()).toBe(before);
    }
    // And it works on.
    expect(await train('right', spec, 1)).toEqual({ outcome: 'paused', step: 1 });
    await engine.forget('right');
  });

  it('ends a diverging run with the step, and forgets it', async () => {
    const before = await engine.countTensors();
    const sgd = { id: 'sgd', options: { momentum: 0, weightDecay: 1 } };
    const constant = { id: 'constant', options: {} };
    const wild = { ...spec, optimiser: sgd, schedule: constant, learningRate: 1000, steps: 100 };
    const end = await train('wild', wild);
    expect(end).toMatchObject({
      outcome: 'diverged',
      reason: expect.stringContaining('1000') as string,
    });
    expect(end.step).toBeLessThan(100);
    await engine.forget('wild');
    expect(await engine.countTensors()).toBe(before);
  });
});

describe('across backends', () => {
  it.each(Object.keys(architectures))('the first losses agree: %s', async (id) => {
    const wanted = { ...coordinet, architecture: architectures[id]!, steps: 3 };
    const lossesOn = async (backend: BackendId) => {
      const losses: number[] = [];
      const engine = await openEngine(backend);
      await engine.train({ runId: id, spec: wanted, untilStep: 2 }, ({ points }) => {
        for (const { trainLoss, testLoss } of points) losses.push(trainLoss ?? 0, testLoss);
      });
      await engine.forget(id);
      return losses;
    };
    const cpu = await lossesOn('cpu');
    const wasm = await lossesOn('wasm');
    expect(cpu.length).toBe(6);
    cpu.forEach((loss, i) => expect(Math.abs(loss - wasm[i]!)).toBeLessThan(1e-4));
  });
});

describe('a checkpoint of other images', () => {
  it('is refused by name, so that no run goes on with data that it did not begin with', async () => {
    const checkpoints = createMemoryCheckpoints();
    const engine = await openEngine('cpu', { checkpoints });
    await engine.train({ runId: 'moved', spec, untilStep: 2 }, silent);
    const saved = (await checkpoints.read('moved'))!;
    await checkpoints.write({ ...saved, datasetSha256: '0'.repeat(64) });

    const reloaded = await openEngine('cpu', { checkpoints });
    const error = await failureOf(reloaded.train({ runId: 'moved', spec, untilStep: 4 }, silent));
    expect(codeOf(error)).toBe('dataset-changed');
    expect(messageOf(error)).toContain('up to step 2');
  });
});
