// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../core/errors.ts';
import { someRun } from '../storage/testing.ts';
import { editSpec } from './draft.ts';
import { useEngines } from './engines.ts';
import { createLabState, getLab, setLab } from './lab.ts';
import { deleteRun } from './runList.ts';
import { createScriptedEngine, type ScriptedEngine } from './scriptedEngine.ts';
import { askTestImages, askWarp, chooseWarpImage } from './warp.ts';

const run = someRun('run');
const fault = (code: string) => new LabError(code, { found: 'a', expected: 'b', fix: 'c' });
const image = new Float32Array(4);
const ask = () => askWarp({ dataset: run.spec.dataset, image });
const warp = () => getLab().warp;

/** What the two workers answer; the trainer is opened first. */
let answers: { trainer: ScriptedEngine['predict']; prober: ScriptedEngine['predict'] };

beforeEach(() => {
  setLab({ ...createLabState(), runs: [run], draft: run.spec }, true);
  answers = { trainer: vi.fn(rejecting('no-weights')), prober: vi.fn(sure) };
  const roles = ['trainer', 'prober'] as const;
  let made = 0;
  useEngines(() => {
    const role = roles[made++]!;
    const predict: ScriptedEngine['predict'] = (...order) => answers[role](...order);
    return { ...createScriptedEngine(), predict };
  });
});

const sure = async () => Float32Array.from([0.25, 0.75]);
const rejecting = (code: string) => async (): Promise<Float32Array> => {
  throw fault(code);
};

describe('what a run makes of a picture', () => {
  it('is kept until another picture comes', async () => {
    ask();
    await vi.waitFor(() => expect(warp().probabilities).toEqual({ run: [0.25, 0.75] }));
    chooseWarpImage(0); // the same
    expect(warp().probabilities).not.toEqual({});
    chooseWarpImage(1);
    expect(warp()).toMatchObject({ probabilities: {}, notes: {} });
  });

  it('is kept until another dataset is chosen', async () => {
    ask();
    await vi.waitFor(() => expect(warp().probabilities).toEqual({ run: [0.25, 0.75] }));
    editSpec({ learningRate: 0.5 });
    expect(warp().probabilities).not.toEqual({});
    editSpec({ dataset: { id: 'where', options: {} } });
    expect(warp().probabilities).toEqual({});
  });

  it('goes with the run', async () => {
    ask();
    await vi.waitFor(() => expect(warp().probabilities).toEqual({ run: [0.25, 0.75] }));
    await deleteRun('run');
    expect(warp().probabilities).toEqual({});
  });

  it('does not count when it comes after the picture went', async () => {
    let answer: (probabilities: Float32Array) => void = () => {};
    answers.prober = vi.fn(() => new Promise<Float32Array>((resolve) => (answer = resolve)));
    ask();
    await vi.waitFor(() => expect(answers.prober).toHaveBeenCalled());
    chooseWarpImage(1);
    answer(Float32Array.from([1, 0]));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(warp().probabilities).toEqual({});
  });

  it('is not missed while there are no weights yet', async () => {
    answers.prober = vi.fn(rejecting('no-weights'));
    ask();
    await vi.waitFor(() => expect(answers.trainer).toHaveBeenCalled());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(warp()).toMatchObject({ probabilities: {}, notes: {} });
  });

  it('comes from the worker that trained it where its weights could not be stored', async () => {
    answers = { trainer: sure, prober: rejecting('no-weights') };
    ask();
    await vi.waitFor(() => expect(warp().probabilities).toEqual({ run: [0.25, 0.75] }));
  });

  it('or why there is none, in place of what there was', async () => {
    ask();
    await vi.waitFor(() => expect(warp().probabilities).toEqual({ run: [0.25, 0.75] }));
    answers.prober = rejecting('checkpoint-damaged');
    ask();
    await vi.waitFor(() => expect(warp().notes['run']).toMatch(/^Found a; expected b/));
    expect(warp().probabilities).toEqual({});
    answers.prober = sure;
    ask();
    await vi.waitFor(() => expect(warp().probabilities).toEqual({ run: [0.25, 0.75] }));
    expect(warp().notes).toEqual({});
  });

  it('of the test images: a fault is told', async () => {
    answers.prober = rejecting('checkpoint-damaged');
    const { loadCard } = await import('./datasetCards.ts');
    await loadCard(run.spec.dataset, run.spec.seed);
    askTestImages('run');
    await vi.waitFor(() => expect(getLab().notices.at(-1)?.text).toMatch(/^Found a/));
  });
});
