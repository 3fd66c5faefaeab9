import { describe, expect, it } from 'vitest';
import { createDefaultSpec } from '../../training/specs.ts';
import { plainViewing } from '../../training/viewing.ts';
import {
  accuracyTable,
  classTable,
  robustnessReport,
  type Measured,
  type ReportOrder,
} from './report.ts';
import { viewingAt, type Knob } from './severity.ts';

const knob: Knob = { kind: 'transform', id: 'rotation', option: 'angle' };
const tally = (right: number[], broken = 0) => ({ right, total: [10, 0, 30], broken });
const measured: Measured[] = [
  {
    ...{ id: 'identity', label: 'As it is', viewing: plainViewing },
    tallies: [
      { runId: 'a', tally: tally([9, 0, 27]) },
      { runId: 'b', tally: tally([10, 0, 28]) },
    ],
  },
  {
    ...{ id: 'turned', label: '30°', viewing: viewingAt(plainViewing, knob, 30) },
    ...{ knob, strength: 30 },
    tallies: [
      { runId: 'a', tally: tally([5, 0, 15]) },
      { runId: 'b', tally: tally([10, 0, 20]) },
    ],
  },
];
const run = (id: string, name: string) => ({
  ...{ id, name, spec: createDefaultSpec(), weightsSha256: null, diverged: false },
});
const order: ReportOrder = {
  app: { name: 'Coordinet Lab', version: '1', commit: 'c' },
  created: '2026-01-02T03:04:05Z',
  dataset: { choice: { id: 'x', options: {} }, sha256: null, classNames: ['nought', 'one', 'two'] },
  runs: [run('a', 'calm-otter'), run('b', 'brave-fern')],
  measured,
  suite: { clean: 'identity', corruptions: ['turned'], baseline: 'a' },
};

describe('a robustness report', () => {
  const report = robustnessReport(order);

  it('has the figures that follow from the counts', () => {
    const [result] = report.measurements[1]!.results;
    expect(result).toMatchObject({ run: 'a', right: [5, 0, 15], share: 0.5, broken: 0 });
    // Wilson at 20 of 40: scipy.stats.binomtest(20, 40).proportion_ci(method='wilson')
    expect(result!.low).toBeCloseTo(0.351992, 5);
    expect(result!.high).toBeCloseTo(0.648008, 5);
    expect(report.corruptionErrors!.rows).toEqual([
      { run: 'a', mCE: 1, relativeMCE: 1, ratios: [1], relativeRatios: [1] },
      {
        ...{ run: 'b', mCE: 0.5, ratios: [0.5] },
        ...{ relativeMCE: expect.closeTo(0.5, 12), relativeRatios: [expect.closeTo(0.5, 12)] },
      },
    ]);
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('leaves diverged runs out of corruption errors and counts them', () => {
    const [first, second] = order.runs;
    const wreck = { ...second!, diverged: true };
    const { corruptionErrors } = robustnessReport({ ...order, runs: [first!, wreck] });
    expect(corruptionErrors).toMatchObject({ diverged: 1, rows: [{ run: 'a' }] });
  });

  it('has no corruption errors without a suite, or without its baseline', () => {
    const { suite, ...others } = order;
    expect(robustnessReport(others).corruptionErrors).toBeNull();
    const missing = { ...suite!, baseline: 'nobody' };
    expect(robustnessReport({ ...order, suite: missing }).corruptionErrors).toBeNull();
  });

  it('is a table with a row for each run and viewing', () => {
    const { columns, rows } = accuracyTable(report);
    expect(rows).toHaveLength(4);
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
    const named = Object.fromEntries(columns.map((column, i) => [column, rows[3]![i]]));
    expect(named).toMatchObject({
      ...{ measurement: 'turned', label: '30°', system: 'rotation', option: 'angle', strength: 30 },
      ...{ kind: 'transform', told: 'false', run: 'b', name: 'brave-fern', diverged: 'false' },
      ...{ right: 30, total: 40, accuracy: 0.75, broken: 0 },
    });
  });

  it('is a table by class, with empty cells for a class without images', () => {
    const { columns, rows } = classTable(report);
    expect(rows).toHaveLength(12);
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
    const named = Object.fromEntries(columns.map((column, i) => [column, rows[1]![i]]));
    expect(named).toMatchObject({ class: 'one', right: 0, total: 0, accuracy: null, low: null });
  });
});
