import { describe, expect, it } from 'vitest';
import { endedRun } from '../plan/testing.ts';
import { cellsOf } from '../plan/cells.ts';
import { analyseStudy } from './analyseStudy.ts';
import { runsOf, studyOf } from './testing.ts';

const few = { 'Training images': '30' };
const more = { 'Training images': '100' };

/** Coordinet: .8 and .9; CNN: what is given by seed, at both sizes. */
const against =
  (cnn: Record<number, number | null>) => (place: { arm: string; seed: number; levels: object }) =>
    place.arm === 'CNN'
      ? (cnn[place.seed] ?? null)
      : 'Training images' in place.levels && place.levels['Training images'] === '30'
        ? 0.8
        : 0.9;

describe('a cell', () => {
  const study = studyOf();
  const analysis = analyseStudy(
    study,
    runsOf(study.plan, ({ arm, seed }) => {
      if (arm === 'CNN') return seed === 3 ? { status: 'diverged' } : null;
      return {
        testAccuracy: [0.7, 0.8, 0.9][seed - 1]!,
        trainedMs: 1000 * seed,
        parameterCount: 7,
      };
    }),
  );
  const cellAt = (arm: string, levels: object) =>
    analysis.cells.find(
      (cell) => cell.arm === arm && JSON.stringify(cell.levels) === JSON.stringify(levels),
    )!;

  it('is there for each arm at each combination, also without runs', () => {
    expect(analysis.cells.map(({ arm, levels }) => [arm, levels])).toEqual([
      ['Coordinet', few],
      ['CNN', few],
      ['Coordinet', more],
      ['CNN', more],
    ]);
  });

  it('has the mean of its finished runs and Student’s interval', () => {
    const cell = cellAt('Coordinet', few);
    expect(cell).toMatchObject({ seeds: [1, 2, 3], values: [0.7, 0.8, 0.9], planned: 3, open: 0 });
    expect(cell.mean).toBeCloseTo(0.8, 12);
    // 0.8 ± 4.3026527 · 0.1 / √3
    expect(cell.interval!.low).toBeCloseTo(0.8 - 0.248413771, 8);
    expect(cell.interval!.high).toBeCloseTo(0.8 + 0.248413771, 8);
    expect(cell).toMatchObject({ parameterCount: 7, trainedMs: 2000, steps: 100 });
  });

  it('counts runs that diverged beside its figures, in no mean', () => {
    expect(cellAt('CNN', few)).toMatchObject({
      ...{ seeds: [], values: [], mean: null, interval: null },
      ...{ planned: 3, diverged: 1, failed: 0, open: 2, trainedMs: null },
    });
  });

  it('takes the newest attempt and says that there was more than one', () => {
    const { spec } = cellsOf(study.plan, []).cells[0]!;
    const attempts = [endedRun(spec, { status: 'failed' }), endedRun(spec, { testAccuracy: 0.6 })];
    const again = analyseStudy(study, attempts);
    expect(again.cells[0]).toMatchObject({ values: [0.6], failed: 0, repeated: 1, open: 2 });
    expect(again.remarks).toContain(
      '1 run had to be repeated; of several attempts the newest counts.',
    );
    expect(analyseStudy(study, attempts.toReversed()).cells[0]).toMatchObject({
      values: [],
      failed: 1,
    });
  });

  it('averages classes and views over the runs that know them', () => {
    const views = [
      { label: 'turned', viewing: { changes: [{ id: 'rotation', options: { angle: 20 } }] } },
    ];
    const seen = studyOf({ views });
    const runs = runsOf(seen.plan, ({ arm, seed }) => ({
      change: (run) =>
        arm === 'CNN' || seed === 3
          ? run
          : {
              ...run,
              views: [{ ...seen.plan.views[0]!, accuracy: seed / 10 }],
              final: { ...run.final!, classAccuracy: [seed / 4, null, 1] },
            },
    }));
    const [coordinet, cnn] = analyseStudy(seen, runs).cells;
    expect(coordinet!.classAccuracy).toEqual([0.375, null, 1]);
    expect(coordinet!.views[0]!.values).toEqual([0.1, 0.2]);
    expect(coordinet!.views[0]!.mean).toBeCloseTo(0.15, 12);
    expect(cnn).toMatchObject({
      classAccuracy: null,
      views: [{ label: 'turned', values: [], mean: null }],
    });
  });

  it('takes no accuracy through a view that is called alike and shows something else', () => {
    const turnedBy = (angle: number) =>
      studyOf({
        views: [
          { label: 'turned', viewing: { changes: [{ id: 'rotation', options: { angle } }] } },
        ],
      });
    const [view] = turnedBy(20).plan.views;
    const seen = turnedBy(40);
    const runs = runsOf(seen.plan, () => ({
      change: (run) => ({ ...run, views: [{ ...view!, accuracy: 0.5 }] }),
    }));
    expect(analyseStudy(seen, runs).cells[0]!.views[0]!.values).toEqual([]);
    expect(analyseStudy(turnedBy(20), runs).cells[0]!.views[0]!.values).not.toEqual([]);
  });
});

describe('a declared comparison', () => {
  it('pairs by seed, in the mean over all levels where so declared', () => {
    const study = studyOf();
    const { comparisons } = analyseStudy(
      study,
      runsOf(study.plan, against({ 1: 0.85, 2: 0.84, 3: 0.83 })),
    );
    expect(comparisons).toHaveLength(1);
    const [{ differences, seeds, a, b, mean, p }] = comparisons as [(typeof comparisons)[number]];
    expect({ a, b, seeds }).toEqual({ a: 'CNN', b: 'Coordinet', seeds: [1, 2, 3] });
    differences.forEach((each, place) => expect(each).toBeCloseTo([0, -0.01, -0.02][place]!, 12));
    expect(mean).toBeCloseTo(-0.01, 12);
    expect(p).toBe(0.5);
  });

  it('counts a seed for the mean only when both arms have finished at all levels', () => {
    const study = studyOf();
    const runs = runsOf(study.plan, ({ arm, seed, levels }) =>
      arm === 'CNN' && seed === 2 && levels['Training images'] === '100' ? null : 0.5,
    );
    const { comparisons, differences } = analyseStudy(study, runs);
    expect(comparisons[0]!.seeds).toEqual([1, 3]);
    expect(differences.map(({ at, seeds }) => [at, seeds])).toEqual([
      [few, [1, 2, 3]],
      [more, [1, 3]],
    ]);
    expect(comparisons[0]!.verdict).toContain(
      'Not in these figures: 1 of 6 runs of CNN still to come.',
    );
  });

  it('is told with its place, the size of its family and the seeds that it lacks', () => {
    const study = studyOf({ comparisons: [{ a: 'Coordinet', b: 'CNN', at: few }] });
    const runs = runsOf(study.plan, against({ 1: 0.75, 2: 0.76, 3: 0.77 }));
    const [{ verdict, outcome, seedsNeeded }] = analyseStudy(study, runs).comparisons as never as [
      { verdict: string; outcome: string; seedsNeeded: number },
    ];
    expect({ outcome, seedsNeeded }).toEqual({ outcome: 'too-few-seeds', seedsNeeded: 6 });
    expect(verdict).toMatch(
      /^In 3 paired runs Coordinet was 4\.0 points above CNN \(95 % t-interval 1\.5 to 6\.5; Typefaces, N = 30\)\./,
    );
  });

  it('counts in Holm’s family even where it has no pairs', () => {
    const arms = [
      ...studyOf().plan.arms,
      { label: 'MLP', changes: { architecture: { id: 'mlp' } } },
    ];
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
    const study = studyOf({ arms, seeds });
    const runs = runsOf(study.plan, ({ arm, seed }) =>
      arm === 'MLP' ? null : arm === 'CNN' ? 0.9 + seed / 1000 : 0.8,
    );
    const [cnn, mlp] = analyseStudy(study, runs).comparisons;
    expect(cnn!.p).toBe(2 / 2 ** 8);
    expect(cnn!.holmP).toBe(4 / 2 ** 8);
    expect(cnn!.outcome).toBe('better');
    expect(cnn!.verdict).toContain(
      'Holm p = .016, 2 comparisons; Typefaces, mean over Training images 30 and 100',
    );
    expect(mlp).toMatchObject({
      p: null,
      holmP: null,
      outcome: 'no-pairs',
      probabilityOfImprovement: null,
    });
    expect(mlp!.verdict).toContain('16 of 16 runs of MLP still to come');
  });

  it('names runs that diverged and failed in its verdict', () => {
    const study = studyOf();
    const runs = runsOf(study.plan, ({ arm, seed }) =>
      arm !== 'CNN'
        ? 0.8
        : seed === 1
          ? { status: 'diverged' }
          : seed === 2
            ? { status: 'failed' }
            : 0.7,
    );
    const { comparisons, remarks } = analyseStudy(study, runs);
    expect(comparisons[0]!.verdict).toMatch(
      /2 of 6 runs of CNN diverged and 2 of 6 runs of CNN failed\.$/,
    );
    expect(remarks).toContain(
      'Of 12 runs, 2 diverged and 2 failed; they are counted beside the figures and in no mean.',
    );
  });

  it('has the probability that a run of one beats a run of the other, ties one half', () => {
    const study = studyOf({ comparisons: [{ a: 'CNN', b: 'Coordinet', at: few }] });
    const runs = runsOf(study.plan, against({ 1: 0.7, 2: 0.8, 3: 0.9 }));
    expect(analyseStudy(study, runs).comparisons[0]!.probabilityOfImprovement).toBe(0.5);
  });
});

describe('estimates', () => {
  it('hold every other arm against the baseline at each combination', () => {
    const study = studyOf({ baseline: 'CNN' });
    const { differences } = analyseStudy(
      study,
      runsOf(study.plan, against({ 1: 0.5, 2: 0.5, 3: 0.5 })),
    );
    expect(differences.map(({ a, b, at }) => [a, b, at])).toEqual([
      ['Coordinet', 'CNN', few],
      ['Coordinet', 'CNN', more],
    ]);
    expect(differences[0]!.mean).toBeCloseTo(0.3, 12);
    expect(differences[1]!.mean).toBeCloseTo(0.4, 12);
  });

  it('are none for one arm', () => {
    const study = studyOf({ arms: [studyOf().plan.arms[0]] });
    expect(analyseStudy(study, []).differences).toEqual([]);
    expect(analyseStudy(study, []).comparisons).toEqual([]);
  });
});
