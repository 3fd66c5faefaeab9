import { describe, expect, it } from 'vitest';
import { canonicalText } from '../../training/specs.ts';
import { createAnswers } from './answers.ts';
import { cellsOf } from './cells.ts';
import { countRuns } from './combinations.ts';
import type { Cell, StudyPlan } from './plan.ts';
import { readPlan } from './readPlan.ts';
import { createShard } from './shards.ts';
import { specText } from './specText.ts';
import { valueAt } from './specPath.ts';
import { endedRun, typedPlan, typedTuning } from './testing.ts';

const plan = readPlan(typedPlan);
const tunedPlan = readPlan({ ...typedPlan, tuning: typedTuning });
const tunedOnce = readPlan({
  ...typedPlan,
  tuning: { ...typedTuning, at: { 'Training images': '100' } },
});
const nameOf = ({ arm, levels, seed }: Pick<Cell, 'arm' | 'levels' | 'seed'>) =>
  `${seed} ${levels['Training images']} ${arm}`;
const textOf = (cells: readonly Cell[]) => cells.map(({ spec }) => specText(spec));

/** Every tuning cell trained; draw 2 is the best of the Coordinet, draw 3 of the CNN. */
const tuningRuns = (of: StudyPlan) =>
  cellsOf(of, []).cells.map((cell) => {
    const best = cell.arm === 'CNN' ? 3 : 2;
    const validation = { accuracy: cell.draw === best ? 0.9 : 0.7, loss: 0.5 };
    return endedRun(cell.spec, { validation });
  });

describe('the cells of a plan without tuning', () => {
  const { cells, waiting, open, groups } = cellsOf(plan, []);
  it('are arms × levels × seeds, each a run of its own', () => {
    expect(cells).toHaveLength(2 * 2 * 3);
    expect(cells).toHaveLength(countRuns(plan).main);
    expect(new Set(textOf(cells)).size).toBe(cells.length);
    expect([waiting, groups]).toEqual([[], []]);
    expect(open).toEqual(cells);
  });
  it('go seed by seed, so that all arms and levels are seen early', () => {
    expect(cells.slice(0, 5).map(nameOf)).toEqual([
      ...['1 30 Coordinet', '1 30 CNN', '1 100 Coordinet', '1 100 CNN'],
      '2 30 Coordinet',
    ]);
  });
  it('hold what arm, level and seed say', () => {
    const cell = cells.find((each) => nameOf(each) === '2 100 CNN')!;
    expect(cell.spec).toMatchObject({ seed: 2, trainingImages: 100, steps: 100, encoding: null });
    expect(cell.spec.architecture.id).toBe('cnn');
    expect(cell).toMatchObject({ stage: 'main', draw: null });
  });
  it('have the texts that their specs have by themselves', () => {
    for (const { spec } of cells) expect(specText(spec)).toBe(canonicalText(spec));
  });
  it('are the very same objects when they are asked for again', () => {
    cellsOf(plan, []).cells.forEach((cell, place) => expect(cell).toBe(cells[place]));
  });
  it('do not move when seeds are added: the first ones stay the first', () => {
    const more = cellsOf(readPlan({ ...typedPlan, seeds: [1, 2, 3, 4] }), []).cells;
    expect(textOf(more).slice(0, cells.length)).toEqual(textOf(cells));
  });
});

describe('a cell is open', () => {
  const { cells } = cellsOf(plan, []);
  const [first, second, third] = cells as [Cell, Cell, Cell];
  const openAfter = (...runs: ReturnType<typeof endedRun>[]) => cellsOf(plan, runs).open;

  it('until a run with its spec has ended, well or badly', () => {
    const runs = [
      endedRun(first.spec),
      endedRun(second.spec, { status: 'diverged' }),
      endedRun(third.spec, { status: 'failed' }),
    ];
    expect(openAfter(...runs)).toEqual(cells.slice(3));
  });
  it('while its run trains, waits, or was stopped by hand', () => {
    for (const status of ['queued', 'training', 'paused', 'stopped'] as const) {
      expect(openAfter(endedRun(first.spec, { status }))).toEqual(cells);
    }
  });
  it('whatever else was trained', () => {
    expect(openAfter(endedRun({ ...first.spec, seed: 99 }))).toEqual(cells);
  });
  it('no more when a run from a file has the spec with its defaults left out', () => {
    const typed = { ...first.spec, optimiser: { id: 'adam', options: {} } };
    expect(openAfter(endedRun(typed))).toEqual(cells.slice(1));
  });

  it('and of several attempts the newest counts', () => {
    const failed = endedRun(first.spec, { status: 'failed' });
    const finished = endedRun(first.spec);
    const answers = createAnswers([failed]);
    expect(answers.of(first.spec)).toBe(failed);
    answers.add(finished);
    expect(answers.of(first.spec)).toBe(finished);
    expect(answers.attemptsAt(first.spec)).toEqual([failed, finished]);
    expect(answers.of(second.spec)).toBeUndefined();
    expect(cellsOf(plan, answers).open).toEqual(cells.slice(1));
  });
});

describe('the cells of a plan with tuning', () => {
  it('are its draws first, and the rest known in number alone', () => {
    const { cells, waiting, groups } = cellsOf(tunedPlan, []);
    expect(cells).toHaveLength(2 * 2 * 4 * 2);
    expect(cells.every(({ stage }) => stage === 'tuning')).toBe(true);
    expect(countRuns(tunedPlan)).toEqual({ tuning: cells.length, main: waiting.length });
    expect(groups.map(({ chosen }) => chosen)).toEqual([null, null, null, null]);
    expect(cellsOf(tunedOnce, []).cells).toHaveLength(2 * 4 * 2);
    expect(cellsOf(tunedOnce, []).waiting).toHaveLength(12);
  });
  it('free the runs of a group as soon as that group is through', () => {
    const runs = tuningRuns(tunedPlan).slice(0, 4 * 2);
    const { cells, waiting, groups } = cellsOf(tunedPlan, runs);
    expect(groups[0]).toMatchObject({ arm: 'Coordinet', chosen: 2 });
    const main = cells.filter(({ stage }) => stage === 'main');
    expect(main.map(nameOf)).toEqual(['1 30 Coordinet', '2 30 Coordinet', '3 30 Coordinet']);
    expect(waiting).toHaveLength(9);
  });
  it('take the settings of the best draw', () => {
    for (const each of [tunedPlan, tunedOnce]) {
      const runs = tuningRuns(each);
      const { cells, waiting, open } = cellsOf(each, runs);
      expect(waiting).toEqual([]);
      expect(open.every(({ stage }) => stage === 'main')).toBe(true);
      expect(open).toHaveLength(12);
      for (const cell of open) {
        const like = cells.find(
          ({ stage, arm, draw }) =>
            stage === 'tuning' && arm === cell.arm && draw === (arm === 'CNN' ? 3 : 2),
        )!;
        expect(cell.spec.learningRate).toBe(like.spec.learningRate);
      }
    }
  });
  it('choose what was given where nothing finished', () => {
    const failed = tuningRuns(tunedPlan).map(({ spec }) => endedRun(spec, { status: 'diverged' }));
    const { groups, open } = cellsOf(tunedPlan, failed);
    expect(groups.map(({ chosen }) => chosen)).toEqual([0, 0, 0, 0]);
    expect(new Set(open.map(({ spec }) => spec.learningRate))).toEqual(new Set([0.006]));
  });
});

describe('shards', () => {
  const counts = [1, 2, 3, 5, 16];
  const dealt = (of: StudyPlan, count: number, cells: readonly Parameters<typeof nameOf>[0][]) =>
    Array.from({ length: count }, (_, place) =>
      cells.filter(createShard(of, { index: place + 1, count })),
    );

  it.each(counts)('of %i share nothing and leave nothing out', (count) => {
    for (const each of [plan, tunedPlan, tunedOnce]) {
      const { cells, waiting } = cellsOf(each, []);
      const all = [...cells, ...waiting];
      const parts = dealt(each, count, all);
      expect(parts.flat()).toHaveLength(all.length);
      expect(new Set(parts.flat())).toEqual(new Set(all));
    }
  });
  it('deal cells out evenly where nothing is tuned', () => {
    const sizes = dealt(plan, 5, cellsOf(plan, []).cells).map((part) => part.length);
    expect(sizes).toEqual([3, 3, 2, 2, 2]);
  });
  it('keep what tuning decides with what it decides it for', () => {
    const isMine = createShard(tunedPlan, { index: 2, count: 3 });
    const mine = cellsOf(tunedPlan, []).cells.filter(isMine);
    const runs = mine.map(({ spec }) => endedRun(spec, { validation: { accuracy: 1, loss: 0 } }));
    const after = cellsOf(tunedPlan, runs);
    expect(after.waiting.some(isMine)).toBe(false);
    expect(after.open.filter(isMine).length).toBeGreaterThan(0);
  });
});

describe('the draws of tuning', () => {
  const search = [
    ...typedTuning.search,
    { path: 'batchSize', from: 8, to: 64, scale: 'linear' },
    { path: 'optimiser.beta1', from: 0.8, to: 0.99, scale: 'linear' },
    { path: 'schedule.warmUp', values: [0.1, 0.2, 0.3] },
  ];
  const typed = { ...typedPlan, tuning: { ...typedTuning, draws: 200, seeds: [77], search } };
  const { cells } = cellsOf(readPlan(typed), []);
  const own = cells.filter(
    ({ arm, levels }) => arm === 'CNN' && levels['Training images'] === '30',
  );
  const values = (path: string) => own.slice(1).map(({ spec }) => Number(valueAt(spec, path)));

  it('begin with the arm as it is given', () => {
    expect(own[0]!.spec).toMatchObject({ learningRate: 0.006, batchSize: 64 });
  });
  it('lie in their ranges', () => {
    for (const { path, from = 0, to = 1, values: choices } of search as {
      path: string;
      from?: number;
      to?: number;
      values?: number[];
    }[]) {
      for (const value of values(path)) {
        if (choices) expect(choices).toContain(value);
        expect(value).toBeGreaterThanOrEqual(from);
        expect(value).toBeLessThanOrEqual(to);
        expect(value).toBe(Number(value.toPrecision(3)));
      }
    }
    expect(values('batchSize').every(Number.isInteger)).toBe(true);
    expect(new Set(values('schedule.warmUp')).size).toBe(3);
  });
  it('are as many below as above the middle of their scale', () => {
    const middle = { learningRate: Math.sqrt(0.0005 * 0.02), batchSize: 36 };
    for (const [path, border] of Object.entries(middle)) {
      const below = values(path).filter((value) => value < border).length;
      // 199 fair coins: within 3.5 standard deviations.
      expect(Math.abs(below - 99.5)).toBeLessThan(25);
    }
  });
  it('are the same for the same plan, and at every level', () => {
    const again = cellsOf(readPlan(JSON.parse(JSON.stringify(typed))), []);
    expect(textOf(again.cells)).toEqual(textOf(cells));
    const rates = (level: string) =>
      cells
        .filter(({ arm, levels }) => arm === 'CNN' && levels['Training images'] === level)
        .map(({ spec }) => spec.learningRate);
    expect(rates('100')).toEqual(rates('30'));
  });
  it('are other ones for other seeds, and do not move when something else is turned, too', () => {
    const of = (changes: object) =>
      cellsOf(readPlan({ ...typed, tuning: { ...typed.tuning, ...changes } }), []).cells.map(
        ({ spec }) => spec.learningRate,
      );
    const rates = cells.map(({ spec }) => spec.learningRate);
    expect(of({ search: typedTuning.search })).toEqual(rates);
    expect(of({ seeds: [78] })).not.toEqual(rates);
    expect(of({ draws: 10 }).slice(0, 10)).toEqual(rates.slice(0, 10));
  });
  it('take an arm’s own range before the plan’s', () => {
    const range = { path: 'learningRate', from: 1, to: 2, scale: 'linear' };
    const [coordinet, cnn] = typedPlan.arms;
    const own = readPlan({ ...typed, arms: [coordinet, { ...cnn, search: [range] }] });
    const rates = (arm: string) =>
      cellsOf(own, [])
        .cells.filter((cell) => cell.arm === arm && cell.draw !== 0)
        .map(({ spec }) => spec.learningRate);
    expect(Math.min(...rates('CNN'))).toBeGreaterThanOrEqual(1);
    expect(Math.max(...rates('Coordinet'))).toBeLessThanOrEqual(0.02);
  });
});

it('a plan of the most runs is laid out in seconds, and again at once', () => {
  const seeds = Array.from({ length: 25_000 }, (_, seed) => seed);
  const large = readPlan({ ...typedPlan, seeds });
  const begin = performance.now();
  expect(cellsOf(large, []).open).toHaveLength(100_000);
  const middle = performance.now();
  expect(middle - begin).toBeLessThan(20_000);
  cellsOf(large, []);
  expect(performance.now() - middle).toBeLessThan(0.5 * (middle - begin));
});
