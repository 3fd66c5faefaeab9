import { expect, it } from 'vitest';
import { runsOf, studyOf } from '../studies/analysis/testing.ts';
import { cellsOf } from '../studies/plan/cells.ts';
import { endedRun, typedTuning } from '../studies/plan/testing.ts';
import {
  activeSteps,
  everything,
  filterRows,
  queueRows,
  stateCounts,
  type QueueRow,
} from './studyQueueRows.ts';

const study = studyOf();
const firstSeed = runsOf(study.plan, ({ arm, seed }) => {
  if (seed > 1) return null;
  return arm === 'CNN' ? { status: 'diverged' } : 0.9;
});
const nobody = activeSteps(undefined);

it('every cell has a row, with what became of it', () => {
  const rows = queueRows({ study, runs: firstSeed });
  expect(rows).toHaveLength(2 * 2 * 3);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  expect(stateCounts(rows, nobody)).toMatchObject({ finished: 2, diverged: 2, open: 8 });
});

it('a run that trains counts as training, by its own cell', () => {
  const rows = queueRows({ study, runs: firstSeed });
  const { cells } = cellsOf(study.plan, firstSeed);
  const cell = cells.at(-1)!;
  const steps = activeSteps({
    active: [{ runId: 'x', cell, step: 12 }],
    ended: 4,
    all: 12,
    msLeft: null,
  });
  expect(steps.get(rows.at(-1)!.key)).toBe(12);
  expect(stateCounts(rows, steps)).toMatchObject({ training: 1, open: 7 });
  expect(filterRows(rows, { ...everything, state: 'training' }, steps)).toEqual([rows.at(-1)]);
});

it('a repeated run is shown by its newest attempt, with their number', () => {
  const [lost] = cellsOf(study.plan, []).cells.filter(({ arm }) => arm === 'CNN');
  const runs = [...firstSeed, endedRun(lost!.spec, { testAccuracy: 0.7 })];
  const row = queueRows({ study, runs }).find(
    ({ arm, seed, levels }) => arm === 'CNN' && seed === 1 && levels['Training images'] === '30',
  );
  expect(row).toMatchObject({ state: 'finished', attempts: 2 });
});

it('rows are filtered by arm, level and state together', () => {
  const rows = queueRows({ study, runs: firstSeed });
  const filter = { arm: 'CNN', state: 'open', levels: { 'Training images': '100' } } as const;
  const shown = filterRows(rows, filter, nobody);
  expect(shown.map(({ seed }) => seed)).toEqual([2, 3]);
});

it('what tuning has not decided yet waits, behind the tuning itself', () => {
  const tuned = studyOf({ base: { steps: 100, validationImages: 50 }, tuning: typedTuning });
  const rows = queueRows({ study: tuned, runs: [] });
  const counts = stateCounts(rows, nobody);
  expect(counts.waiting).toBe(2 * 2 * 3);
  expect(counts.open).toBe(2 * 2 * 4 * 2);
});

it('a thousand rows are filtered within a tenth of a second', () => {
  const [row] = queueRows({ study, runs: firstSeed });
  const many = Array.from({ length: 1000 }, (_, place): QueueRow => {
    return { ...row!, key: String(place), arm: place % 2 ? 'CNN' : 'Coordinet' };
  });
  const begin = performance.now();
  expect(filterRows(many, { ...everything, arm: 'CNN' }, nobody)).toHaveLength(500);
  expect(performance.now() - begin).toBeLessThan(100);
});
