import { expect, it } from 'vitest';
import type { RunRecord } from '../../store/lab.ts';
import { knobOf } from '../../store/robustnessCurves.ts';
import type { CurveView, FindingView, SurveyView } from '../../store/robustnessView.ts';
import { sensors } from '../../sensors/index.ts';
import { plainViewing } from '../../training/viewing.ts';
import { transforms } from '../../transforms/index.ts';
import { accuracyDrawing, accuracyRows, accuracyTable, scoreText } from './accuracyBars.ts';
import { chainWords } from './chainWords.ts';
import { knobChoices, standingAt, withoutKnob } from './knobs.ts';
import { landscapeCells, landscapeChart, truthOf, unknownAxes, valuesText } from './landscape.ts';
import { severityChart, severityTable } from './severityChart.ts';
import { svgOf } from './shapes.ts';
import { suiteDrawing, suiteRows } from './suiteTable.ts';
import { tellingText } from './telling.ts';

const run = { id: 'a', name: 'calm <otter>', colour: 1, final: null } as unknown as RunRecord;
const bent = {
  ...plainViewing,
  changes: [
    { id: 'rotation', options: { angle: 30 } },
    { id: 'noise', options: { deviation: 0.2 } },
    { id: 'rotation', options: { angle: -5 } },
  ],
  sensor: { id: 'fish-eye', options: { fieldOfView: 150, model: 'equidistant' } },
};

/** Of a hundred images, so many right. */
const survey = (right: number, isStale = false): SurveyView => ({
  ...{ viewing: plainViewing, phase: 'finished', images: 100, reason: null },
  ...{ labels: new Uint8Array(100), indices: new Int32Array(100) },
  byRun: { a: { predictions: new Uint8Array(100), right, step: 1, isStale, reason: null } },
});

it('offers the strengths of what is set first, and every other once', () => {
  const choices = knobChoices(bent);
  const keys = choices.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  const here = choices.filter(({ group }) => group === 'At this setting');
  expect(here.map(({ label }) => label)).toEqual([
    'Rotation',
    'Noise',
    'Rotation (change 3)',
    'Fish-eye: Field of view',
  ]);
  for (const { id } of transforms)
    expect(
      choices.some(({ knob }) => knob.id === id),
      id,
    ).toBe(true);
  for (const { id } of sensors)
    expect(
      choices.some(({ knob }) => knob.id === id),
      id,
    ).toBe(true);
});

it('knows where a strength stands, and what is changed besides', () => {
  const first = knobOf('transform', 'rotation');
  expect(standingAt(bent, first)).toBe(30);
  expect(standingAt(bent, { ...first, place: 2 })).toBe(-5);
  expect(standingAt(bent, knobOf('sensor', 'fish-eye'))).toBe(150);
  expect(standingAt(bent, knobOf('transform', 'scale'))).toBeNull();
  expect(chainWords(bent)).toBe('Rotation 30°, Noise 0.2, Rotation −5°; Fish-eye 150°');
  expect(chainWords(withoutKnob(bent, first))).toBe('Noise 0.2, Rotation −5°; Fish-eye 150°');
  expect(chainWords(withoutKnob(plainViewing, first))).toBe('');
});

it('says what telling means where there is something to tell, and that there is nothing', () => {
  expect(tellingText({ ...plainViewing, told: true })).toContain('nothing to tell');
  expect(tellingText(bent)).toContain('resampled to their grid');
  expect(tellingText({ ...bent, told: true })).toContain('back to upright');
  const turned = { ...plainViewing, changes: bent.changes.slice(0, 1) };
  expect(tellingText(turned)).toContain('for an upright one');
});

const curve = {
  ...{ title: 'Rotation', base: plainViewing, key: '', phase: 'finished', done: 2 },
  points: [
    { label: '0°', strength: 0, survey: survey(90) },
    { label: '60°', strength: 60, survey: survey(20) },
    { label: '90°', strength: 90, survey: survey(10, true) },
  ],
  between: [{ label: '30°', strength: 30, survey: survey(50) }],
} as unknown as CurveView;

it('draws a curve in the order of strengths, with its band, and leaves out what is stale', () => {
  const axis = { label: 'Rotation', unit: '°' };
  const { series, x, marks } = severityChart(curve, [run], { axis, now: 45 });
  expect(series[0]!.x).toEqual([0, 30, 60]);
  expect(series[0]!.y).toEqual([90, 50, 20]);
  // Wilson 1927 for 50 of 100, as statsmodels gives it.
  expect(series[0]!.band!.low[1]).toBeCloseTo(40.383, 2);
  expect(series[0]!.band!.high[1]).toBeCloseTo(59.617, 2);
  expect([x.range, x.suffix, marks]).toEqual([[0, 90], '°', [{ x: 45, label: 'now' }]]);
  const table = severityTable(curve, [run], axis);
  expect(table.rows.map((row) => row.slice(0, 3))).toEqual([
    [0, run.name, 90],
    [30, run.name, 50],
    [60, run.name, 20],
  ]);
});

it('writes drawings as SVG in which names stay text', () => {
  const rows = accuracyRows([run], survey(50));
  expect(scoreText(rows[0]!.score!)).toBe('50.0 ± 9.6');
  expect(accuracyTable(rows).rows[0]!.slice(0, 2)).toEqual([run.name, 50]);
  expect(accuracyTable(accuracyRows([run], survey(50, true))).rows[0]![1]).toBeNull();
  const svg = svgOf(accuracyDrawing(rows, 'A & B'));
  expect(svg).toContain('calm &lt;otter&gt;');
  expect(svg).toContain('A &amp; B');
  const heat = svgOf(
    suiteDrawing({ title: 'Suite', rows: suiteRows(curve, [run]), means: [] }, [run]),
  );
  expect(heat.match(/<rect /g)).toHaveLength(1 + 1 + 2); // ground, the run's colour, two cells
});

const finding = (names: readonly string[], id: string, kind: 'transform' | 'sensor') =>
  ({
    sought: {
      kind,
      choice: { id, options: {} },
      unknowns: names.map((name) => ({ name, from: -1, to: 1 })),
    },
    viewing: bent,
    best: { values: names.map(() => 0.5), entropy: 0.1, stage: 'fine' },
    points: [-1, 0, 1].flatMap((x) =>
      names.length === 1
        ? [{ values: [x], entropy: 1 + x, stage: 'coarse' }]
        : [-1, 0, 1].map((y) => ({ values: [x, y], entropy: x + y, stage: 'coarse' })),
    ),
  }) as unknown as FindingView;

it('draws one unknown as a chart with the truth, and two as a map', () => {
  const one = finding(['angle'], 'rotation', 'transform');
  expect(truthOf(one)).toEqual([30]);
  expect(
    valuesText(
      [120.44],
      unknownAxes({
        sought: { ...one.sought, unknowns: [{ name: 'angle', from: -180, to: 180 }] },
      }),
    ),
  ).toBe('120.4°');
  const { series, marks } = landscapeChart(one, 0);
  expect(series[0]!.y).toEqual([0, 1, 2]);
  expect(marks!.map(({ label }) => label)).toEqual(['truth', 'surest']);
  const two = finding(['x', 'y'], 'shift', 'transform');
  expect(truthOf(two)).toEqual([0, 0]); // no shift is set
  const cells = landscapeCells(two);
  expect(cells).toHaveLength(9);
  expect(cells[0]).toMatchObject({ x: 0, y: 0, width: 0.5, height: 0.5, sureness: 1 });
  expect(cells.at(-1)).toMatchObject({ x: 1, y: 1, sureness: 0 });
});
