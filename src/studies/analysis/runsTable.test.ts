import Papa from 'papaparse';
import { expect, it } from 'vitest';
import { endedRun } from '../plan/testing.ts';
import { analyseStudy } from './analyseStudy.ts';
import { csvOfRuns } from './runsTable.ts';
import { csvOfSummary } from './summaryTable.ts';
import { runsOf, studyOf } from './testing.ts';

const read = (csv: string) =>
  Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true });

it('a row for each run, with its place in the plan, its figures and its hashes', () => {
  const study = studyOf({ views: [{ label: 'as it is', viewing: {} }] });
  const runs = runsOf(study.plan, ({ arm, seed }) =>
    seed === 3
      ? null
      : arm === 'CNN'
        ? { status: 'diverged' }
        : {
            testAccuracy: 0.75,
            change: (run) => ({
              ...{ ...run, datasetSha256: 'dd' },
              views: [{ ...study.plan.views[0]!, accuracy: 0.7 }],
            }),
          },
  );
  const { data, errors } = read(csvOfRuns(study.plan, runs));
  expect(errors).toEqual([]);
  expect(data).toHaveLength(8);
  expect(data[0]).toMatchObject({
    ...{ stage: 'main', arm: 'Coordinet', 'Training images': '30', seed: '1', draw: '' },
    ...{ attempt: '1', counts: 'yes', status: 'finished', testAccuracy: '0.75' },
    ...{ testError: '0.25', testLoss: '0.5', step: '100', parameters: '1000', trainedMs: '1000' },
    ...{ datasetSha256: 'dd', weightsSha256: 'ab'.repeat(32), 'testAccuracy: as it is': '0.7' },
  });
  expect(data[1]).toMatchObject({
    arm: 'CNN',
    status: 'diverged',
    reason: 'for a test',
    testAccuracy: '',
  });
});

it('attempts that were repeated are there, and only the newest counts; other runs are not', () => {
  const study = studyOf();
  const [first] = runsOf(study.plan, () => 0.5);
  const stranger = endedRun({ ...first!.spec, learningRate: 0.5 });
  const again = { ...endedRun(first!.spec, { status: 'failed' }), id: 'before' };
  const { data } = read(csvOfRuns(study.plan, [again, stranger, first!]));
  expect(data.map(({ run, attempt, counts }) => [run, attempt, counts])).toEqual([
    ['before', '1', 'no'],
    [first!.id, '2', 'yes'],
  ]);
});

it('the summary has a row for each arm and combination', () => {
  const study = studyOf();
  const runs = runsOf(study.plan, ({ seed }) => 0.5 + seed / 10);
  const { data } = read(csvOfSummary(study.plan, analyseStudy(study, runs)));
  expect(data).toHaveLength(4);
  expect(data[3]).toMatchObject({
    ...{ Arm: 'CNN', 'Training images': '100', Runs: '3', Diverged: '0', Steps: '100' },
    'Training time (s)': '1',
  });
  expect(Number(data[3]!['Mean test accuracy (%)'])).toBeCloseTo(70, 9);
});

it('labels that a spreadsheet would run are text', () => {
  const arms = [{ label: '=HYPERLINK("http://x")', changes: {} }];
  const study = studyOf({ arms });
  const { data } = read(
    csvOfRuns(
      study.plan,
      runsOf(study.plan, () => 0.5),
    ),
  );
  expect(data[0]!.arm).toBe(`'=HYPERLINK("http://x")`);
});
