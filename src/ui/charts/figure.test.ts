import { expect, it } from 'vitest';
import type { Colours } from '../parts/useColours.ts';
import type { Chart } from './chart.ts';
import { escapeText, figureOf, forFile } from './figure.ts';

const colours: Colours = {
  paper: '#faf9f6',
  card: '#ffffff',
  ink: '#000000',
  soft: '#666666',
  line: '#eeeeee',
  edge: '#888888',
  accent: '#0000ff',
  bad: '#ff0000',
  pictureGround: '#ffffff',
  pictureInk: '#000000',
  runs: ['#111111', '#222222'],
  font: 'sans-serif',
};
const size = { width: 400, height: 300 };
const chart: Chart = {
  x: { label: 'x', range: [0, 2] },
  y: { label: 'y', scale: 'logarithmic', range: [0.01, 100] },
  series: [
    {
      name: '<b>"&',
      colour: 3,
      style: 'solid',
      x: [0, 1, 2],
      y: [1, Infinity, null],
      hover: ['<img src=x>', '%{x}', 'c'],
      band: { low: [1, 2, 3], high: [4, 5, 6] },
    },
  ],
  marks: [{ x: 1, label: 'a<b' }],
};

it('gives plotly no markup from names, labels or marks', () => {
  const { data, layout } = figureOf(chart, { colours, size });
  expect(JSON.stringify([data, layout.annotations])).not.toMatch(/<(img|b)/);
  expect(data.at(-1)).toMatchObject({ name: '&lt;b&gt;"&amp;', hoverinfo: 'text' });
  expect(data.at(-1)).not.toHaveProperty('hovertemplate');
  expect(escapeText('a & b')).toBe('a &amp; b');
});

it('leaves gaps where a value is missing or not finite', () => {
  const { data } = figureOf(chart, { colours, size });
  expect(data.at(-1)).toMatchObject({ y: [1, null, null] });
});

it('draws a band down its lower and back along its upper end, under the line', () => {
  const { data } = figureOf(chart, { colours, size });
  expect(data[0]).toMatchObject({ x: [0, 1, 2, 2, 1, 0], y: [1, 2, 3, 6, 5, 4], fill: 'toself' });
});

it('takes the range of a logarithmic axis in its own unit', () => {
  const { layout } = figureOf(chart, { colours, size });
  expect(layout.yaxis!.range).toEqual([-2, 2]);
  expect(layout.xaxis!.range).toEqual([0, 2]);
});

it('repeats the run colours when there are more runs than colours', () => {
  const { data } = figureOf(chart, { colours, size });
  expect(data.at(-1)).toMatchObject({ line: { color: '#222222' } });
});

it('labels a logarithmic axis with whole numbers, not with their last digit', () => {
  const { layout } = figureOf(chart, { colours, size });
  expect(layout.yaxis!.ticktext).toEqual(expect.arrayContaining(['0.05', '0.1', '0.2', '100']));
});

it('names its lines in a file, and its bands not', () => {
  const { data, layout } = forFile(figureOf(chart, { colours, size }), 'Loss <nats>');
  expect(data.map((trace) => 'showlegend' in trace && trace.showlegend)).toEqual([false, true]);
  expect(layout.title).toMatchObject({ text: 'Loss &lt;nats&gt;' });
});
