import { expect, it } from 'vitest';
import { runsOf, studyOf } from '../studies/analysis/testing.ts';
import { reachText, shownDeviation } from './studyReach.ts';

const study = studyOf();
/** Coordinet is ahead by 1, 2 and 3 points: its differences scatter by one. */
const runs = runsOf(study.plan, ({ arm, seed }) => 0.6 + (arm === 'CNN' ? 0 : seed / 100));

it('goes by how the differences of finished runs scatter', () => {
  expect(shownDeviation({ study, runs })).toBeCloseTo(0.01, 10);
  expect(shownDeviation({ study, runs: [] })).toBeUndefined();
});

it('says what more seeds would find, and by which scatter', () => {
  expect(reachText(study.plan, 8, 0.01)).toContain('as differences scatter by 1.0 points');
  expect(reachText(study.plan, 8, undefined)).toContain('an assumption');
  expect(reachText(study.plan, 4, 0.01)).toContain('no result could be called significant');
});
