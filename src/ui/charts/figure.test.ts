import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Colours } from '../parts/useColours.ts';
import type { Chart } from './chart.ts';
import { fileColours, fileFigure } from './fileFigure.ts';
import { figureOf } from './figure.ts';
import { escapeText, stretchesOf, symbolOf } from './traces.ts';

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

it.each([
  '<a href="https://example.org">click</a>',
  '<a href="javascript:alert(1)">click</a>',
  '<span style="font-size: 9999px">large</span>',
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '<sub><br><i>&lt;b&gt;',
])('shows the name %s as it is written, everywhere, on the page and in a file', (name) => {
  const named: Chart = {
    x: { label: name, categories: [name, name, name] },
    y: { label: name, range: [0, 1] },
    series: [
      { name, colour: 0, style: 'solid', x: [0, 1, 2], y: [1, 2, 3], hover: [name, name, name] },
    ],
    marks: [{ x: 1, label: name }],
  };
  for (const { data, layout } of [figureOf(named, { colours, size }), fileFigure(named, name)]) {
    const texts = JSON.stringify([data, layout]);
    expect(texts).not.toContain(JSON.stringify(name).slice(1, -1));
    expect(texts).not.toMatch(/<(a|span|img|script|sub|br|i)[ >]/);
    expect(texts).toContain('&lt;');
  }
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

it('repeats the run colours when there are more runs than colours, with a mark on the line', () => {
  const { data } = figureOf(chart, { colours, size });
  expect(data.at(-1)).toMatchObject({
    line: { color: '#222222' },
    mode: 'lines+markers',
    marker: { symbol: 'circle', maxdisplayed: 10 },
  });
  expect([0, 5, 6, 11, 12, 'soft'].map((colour) => symbolOf(colour as number, 6))).toEqual([
    null,
    null,
    'circle',
    'circle',
    'square',
    null,
  ]);
});

it('labels a logarithmic axis with whole numbers, not with their last digit', () => {
  const { layout } = figureOf(chart, { colours, size });
  expect(layout.yaxis!.ticktext).toEqual(expect.arrayContaining(['0.05', '0.1', '0.2', '100']));
});

it('breaks a band where an end is missing', () => {
  const band = { low: [1, null, 1, 1, NaN], high: [2, 2, 2, 2, 2] };
  expect(stretchesOf(band)).toEqual([
    [0, 0],
    [2, 3],
  ]);
  const x = [0, 1, 2, 3, 4];
  const broken: Chart = {
    x: chart.x,
    y: { label: 'y' },
    series: [{ name: 'a', colour: 0, style: 'solid', x, y: x, band }],
  };
  const figure = figureOf(broken, { colours, size });
  expect(figure.data).toHaveLength(3);
  expect(figure.data[1]).toMatchObject({ x: [2, 3, 3, 2], y: [1, 1, 2, 2] });
});

it('turns intervals into whiskers up and down from their points', () => {
  const interval = { low: [1, null], high: [5, 6] };
  const series = [
    { name: 'a', colour: 0, style: 'points' as const, x: [0, 1], y: [3, 4], interval },
  ];
  const { data } = figureOf({ ...chart, y: { label: 'y' }, series }, { colours, size });
  expect(data[0]).toMatchObject({ error_y: { array: [2, 2], arrayminus: [2, 0] } });
});

it('writes the names of categories at their places, with room at both ends', () => {
  const x = { label: 'encoding', categories: ['none', '<raw>'] };
  const { layout } = figureOf({ ...chart, x }, { colours, size });
  expect(layout.xaxis).toMatchObject({
    range: [-0.5, 1.5],
    tickvals: [0, 1],
    ticktext: ['none', '&lt;raw&gt;'],
  });
});

it('takes a logarithmic x axis, too', () => {
  const x = { label: 'images', scale: 'logarithmic' as const, range: [10, 1000] as const };
  const { layout } = figureOf({ ...chart, x }, { colours, size });
  expect(layout.xaxis).toMatchObject({ type: 'log', range: [1, 3] });
});

it('says in a file what it shows: title, axes with units, and a legend of its lines', () => {
  const [line] = chart.series;
  const behind = { ...line!, name: 'as measured', emphasis: 'faint' as const };
  const y = { label: 'loss', unit: 'nats' };
  const { data, layout } = fileFigure({ ...chart, y, series: [behind, line!] }, 'Loss <nats>');
  // Two bands, what lies behind, and the line.
  expect(data.map((trace) => 'showlegend' in trace && trace.showlegend)).toEqual([
    false,
    false,
    false,
    true,
  ]);
  expect(layout.title).toMatchObject({ text: 'Loss &lt;nats&gt;' });
  expect(layout.xaxis!.title).toMatchObject({ text: 'X' });
  expect(layout.yaxis!.title).toMatchObject({ text: 'Loss (nats)' });
  expect(layout.paper_bgcolor).toBe('#ffffff');
  expect(layout.annotations!.map(({ text }) => text)).toEqual(['a&lt;b']);
});

it('makes room in a file for the names of many runs', () => {
  const many = (count: number) => ({
    ...chart,
    series: Array.from({ length: count }, (_, run) => ({
      ...chart.series[0]!,
      name: `memorable-name-${run}`,
      colour: run,
    })),
  });
  const height = (count: number) => fileFigure(many(count), 'Runs').layout.height!;
  expect(height(24) - height(12)).toBeGreaterThan(3 * 20);
});

it('draws files in the colours of the light theme', () => {
  const css = readFileSync(new URL('../tokens.css', import.meta.url), 'utf8');
  const light = css.slice(css.indexOf(':root {'), css.indexOf('}', css.indexOf(':root {')));
  const token = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(light)?.[1];
  const { ink, soft, line, edge, accent, bad, runs } = fileColours;
  for (const [name, value] of Object.entries({ ink, soft, line, edge, accent, bad })) {
    expect(token(name), name).toBe(value);
  }
  expect(runs).toEqual(runs.map((_, run) => token(`run-${run}`)));
});
