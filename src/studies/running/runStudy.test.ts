/** Studies run by real engines on small images; only the clock and the disk are of the test. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createStudyTrainer } from '../../engine/studyTrainer.ts';
import { createMemoryCheckpoints, createNodeEngine } from '../../headless/nodeEngine.ts';
import { environmentInNode } from '../../headless/nodeEnvironment.ts';
import type { CheckpointStore } from '../../training/checkpoint.ts';
import type { RunRecord } from '../../training/result.ts';
import { readPlan } from '../plan/readPlan.ts';
import type { StudyPlan } from '../plan/plan.ts';
import type { Study } from '../study.ts';
import type { StudyProgress, StudySurroundings, StudyTrainer } from './running.ts';
import { runStudy } from './runStudy.ts';

const typed = {
  title: 'Small',
  question: 'Does it run?',
  base: {
    dataset: { id: 'where', options: {} },
    architecture: { id: 'mlp', options: { width: 8, layers: 1 } },
    ...{ trainingImages: 40, steps: 6, batchSize: 8 },
  },
  arms: [
    { label: 'Narrow', changes: {} },
    { label: 'Wide', changes: { architecture: { options: { width: 12 } } } },
  ],
  factors: [
    {
      label: 'Training images',
      levels: [
        { label: '20', changes: { trainingImages: 20 } },
        { label: '40', changes: {} },
      ],
    },
  ],
  seeds: [1, 2],
};
const plan = readPlan(typed);

const studyOf = (plan: StudyPlan): Study => ({
  ...{ id: '0123456789abcdef', plan, amendments: [], lookedAt: null },
  createdAt: '2026-01-01T00:00:00.000Z',
});

async function openTrainer(checkpoints: CheckpointStore): Promise<StudyTrainer> {
  const engine = createNodeEngine({ checkpoints, threads: 1 });
  const status = await engine.open('wasm');
  return createStudyTrainer(engine, environmentInNode(status));
}

interface Watched {
  readonly around: StudySurroundings;
  readonly kept: RunRecord[];
  readonly progress: StudyProgress[];
}

/** @param stopWhen asked between slices */
function watch(
  trainers: readonly StudyTrainer[],
  stopWhen: (kept: readonly RunRecord[], progress: readonly StudyProgress[]) => boolean = () =>
    false,
): Watched {
  const kept: RunRecord[] = [];
  const progress: StudyProgress[] = [];
  const around: StudySurroundings = {
    trainers,
    keep: async (run) => void kept.push(run),
    report: (each) => void progress.push(each),
    isStopAsked: () => stopWhen(kept, progress),
    now: () => performance.now(),
    date: () => '2026-01-01T00:00:00.000Z',
    app: { version: '0', commit: 'unknown' },
  };
  return { around, kept, progress };
}

/** What may not differ between two ways to run the same study. */
const substance = (runs: readonly RunRecord[]) =>
  runs
    .map(({ final, ...run }) => ({ ...run, final: final && { ...final, trainedMs: 0 } }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));

let whole: readonly RunRecord[];
beforeAll(async () => {
  const { around } = watch([await openTrainer(createMemoryCheckpoints())]);
  whole = (await runStudy({ study: studyOf(plan), runs: [] }, around)).runs;
});

describe('a study', () => {
  it('ends with a run for each cell, named, in the colour of its arm', () => {
    expect(whole.map(({ name }) => name)).toEqual([
      ...['Narrow · 20 · seed 1', 'Wide · 20 · seed 1', 'Narrow · 40 · seed 1'],
      ...['Wide · 40 · seed 1', 'Narrow · 20 · seed 2', 'Wide · 20 · seed 2'],
      ...['Narrow · 40 · seed 2', 'Wide · 40 · seed 2'],
    ]);
    expect(whole.map(({ colour }) => colour)).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    expect(new Set(whole.map(({ id }) => id)).size).toBe(8);
    for (const run of whole) {
      expect(run).toMatchObject({ status: 'finished', step: 6, reason: null });
      expect(run.history.step.at(-1)).toBe(6);
      expect(run.datasetSha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('tells how far it is: all runs at first, none left at the end', async () => {
    const { around, progress } = watch([await openTrainer(createMemoryCheckpoints())]);
    await runStudy({ study: studyOf(plan), runs: [] }, around);
    expect(progress[0]).toMatchObject({ ended: 0, all: 8, active: [], msLeft: null });
    expect(progress.at(-1)).toMatchObject({ ended: 8, all: 8, active: [], msLeft: 0 });
    expect(progress.some(({ active }) => active[0]?.step === 6)).toBe(true);
  });

  it('comes to the same with two trainers side by side', async () => {
    const trainers = [
      await openTrainer(createMemoryCheckpoints()),
      await openTrainer(createMemoryCheckpoints()),
    ];
    const { around, progress } = watch(trainers);
    const { runs } = await runStudy({ study: studyOf(plan), runs: [] }, around);
    expect(substance(runs)).toEqual(substance(whole));
    expect(Math.max(...progress.map(({ active }) => active.length))).toBe(2);
  });

  it('stops in the middle of a run and goes on at its step, to the same end', async () => {
    const checkpoints = createMemoryCheckpoints();
    const isMidway = (kept: readonly RunRecord[], progress: readonly StudyProgress[]) =>
      kept.length === 2 && (progress.at(-1)?.active[0]?.step ?? 0) > 0;
    const first = watch([await openTrainer(checkpoints)], isMidway);
    const end = await runStudy({ study: studyOf(plan), runs: [] }, first.around);
    expect(end.outcome).toBe('stopped');
    expect(first.kept).toHaveLength(2);
    const second = watch([await openTrainer(checkpoints)]);
    const { runs } = await runStudy({ study: studyOf(plan), runs: first.kept }, second.around);
    expect(second.kept).toHaveLength(6);
    expect(substance(runs)).toEqual(substance(whole));
  });

  it('runs a shard, and its shards together are the whole', async () => {
    const parts = await Promise.all(
      [1, 2, 3].map(async (index) => {
        const { around, progress } = watch([await openTrainer(createMemoryCheckpoints())]);
        const part = { shard: { index, count: 3 } };
        const end = await runStudy({ study: studyOf(plan), runs: [] }, around, part);
        expect(end.outcome).toBe('finished');
        expect(progress[0]!.all).toBe(end.runs.length);
        return end.runs;
      }),
    );
    expect(substance(parts.flat())).toEqual(substance(whole));
  });

  it('forgets the checkpoints of what has ended', async () => {
    const checkpoints = createMemoryCheckpoints();
    const { around, kept } = watch([await openTrainer(checkpoints)]);
    await runStudy({ study: studyOf(plan), runs: [] }, around);
    for (const { id } of kept) expect(await checkpoints.read(id)).toBeUndefined();
  });

  it('pauses everything when a run cannot be kept, and says why', async () => {
    const { around } = watch([await openTrainer(createMemoryCheckpoints())]);
    const full = { ...around, keep: () => Promise.reject(new Error('the disk is full')) };
    await expect(runStudy({ study: studyOf(plan), runs: [] }, full)).rejects.toThrow(
      'disk is full',
    );
  });
});

describe('runs that do not finish', () => {
  const broken = readPlan({
    ...typed,
    arms: [
      { label: 'Narrow', changes: {} },
      { label: 'Wild', changes: { learningRate: 1000 } },
      { label: 'Lost', changes: { dataset: { id: 'own/0000000000000000' } } },
    ],
    factors: [],
    comparisons: [],
    seeds: [1],
  });

  it('are marked with their reason, and the others go on', async () => {
    const { around, kept } = watch([await openTrainer(createMemoryCheckpoints())]);
    const end = await runStudy({ study: studyOf(broken), runs: [] }, around);
    expect(end.outcome).toBe('finished');
    expect(kept.map(({ status }) => status)).toEqual(['finished', 'diverged', 'failed']);
    expect(kept[1]!.reason).toContain('learning rate');
    expect(kept[2]!.reason).toContain('own/0000000000000000');
    expect(kept[2]).toMatchObject({ step: 0, final: null });
  });

  it('are repeated when that is asked for, as a further attempt', async () => {
    const first = watch([await openTrainer(createMemoryCheckpoints())]);
    const { runs } = await runStudy({ study: studyOf(broken), runs: [] }, first.around);
    const again = watch([await openTrainer(createMemoryCheckpoints())]);
    await runStudy({ study: studyOf(broken), runs }, again.around);
    expect(again.kept).toEqual([]);
    const repeated = new Set([runs[2]!.id]);
    const end = await runStudy({ study: studyOf(broken), runs }, again.around, { repeated });
    expect(again.kept.map(({ name, status }) => [name, status])).toEqual([
      ['Lost · seed 1', 'failed'],
    ]);
    expect(end.runs).toHaveLength(4);
    expect(end.runs[3]!.id).not.toBe(runs[2]!.id);
  });

  it('are repeated again and again: no earlier attempt stands in for the one that is repeated', async () => {
    const trainer = await openTrainer(createMemoryCheckpoints());
    let { runs } = await runStudy({ study: studyOf(broken), runs: [] }, watch([trainer]).around);
    for (let attempts = 4; attempts <= 5; attempts++) {
      const repeated = new Set([runs.at(-1)!.id]);
      const { around } = watch([trainer]);
      ({ runs } = await runStudy({ study: studyOf(broken), runs }, around, { repeated }));
      expect(runs).toHaveLength(attempts);
    }
  });
});

describe('tuning', () => {
  const tuned = readPlan({
    ...typed,
    base: { ...typed.base, validationImages: 30 },
    factors: [],
    tuning: {
      draws: 3,
      seeds: [101],
      search: [{ path: 'learningRate', from: 0.001, to: 0.1, scale: 'log' }],
    },
  });

  it('comes before the runs that rest on it', async () => {
    const { around, kept, progress } = watch([await openTrainer(createMemoryCheckpoints())]);
    await runStudy({ study: studyOf(tuned), runs: [] }, around);
    expect(progress[0]!.all).toBe(10);
    const names = kept.map(({ name }) => name);
    for (const arm of ['Narrow', 'Wide']) {
      const own = names.filter((name) => name.startsWith(arm));
      expect(own.slice(0, 3)).toEqual([0, 1, 2].map((draw) => `${arm} · draw ${draw} · seed 101`));
      expect(own.slice(3)).toEqual([1, 2].map((seed) => `${arm} · seed ${seed}`));
      const accuracies = kept
        .filter(({ name }) => name.startsWith(`${arm} · draw`))
        .map(({ final, spec }) => [final!.validation!.accuracy, spec.learningRate] as const);
      const best = Math.max(...accuracies.map(([accuracy]) => accuracy));
      const chosen = kept.find(({ name }) => name === `${arm} · seed 1`)!.spec.learningRate;
      expect(accuracies).toContainEqual([best, chosen]);
    }
  });

  it('lets no trainer go home while its last run is under way', async () => {
    const trainers = [
      await openTrainer(createMemoryCheckpoints()),
      await openTrainer(createMemoryCheckpoints()),
    ];
    const { around, kept } = watch(trainers);
    const { outcome } = await runStudy({ study: studyOf(tuned), runs: [] }, around);
    expect(outcome).toBe('finished');
    expect(kept).toHaveLength(10);
  });
});

it('looks at finished runs through the views of the plan', async () => {
  const viewing = { changes: [{ id: 'rotation', options: { angle: 180 } }] };
  const seen = readPlan({
    ...typed,
    factors: [],
    seeds: [1],
    views: [
      { label: 'as they are', viewing: {} },
      { label: 'upside down', viewing },
    ],
  });
  const { around, kept } = watch([await openTrainer(createMemoryCheckpoints())]);
  await runStudy({ study: studyOf(seen), runs: [] }, around);
  for (const { views, final } of kept) {
    expect(views.map(({ label }) => label)).toEqual(['as they are', 'upside down']);
    expect(views[0]!.accuracy).toBeCloseTo(final!.testAccuracy, 6);
    expect(views[1]!.accuracy).not.toBe(views[0]!.accuracy);
  }
});
