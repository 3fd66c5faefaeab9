/**
 * A chart as a file that leaves the page: black on white whatever the theme, in a size for a paper's
 * column, with title, axis titles and a legend, so that it says itself what it shows and who is who.
 */
import type * as Plotly from 'plotly.js';
import type { Colours } from '../parts/useColours.ts';
import type { Axis, Chart } from './chart.ts';
import { figureOf, type Figure } from './figure.ts';
import { escapeText } from './traces.ts';

/** The light theme's values on white; a test holds them to tokens.css. */
export const fileColours: Colours = {
  paper: '#ffffff',
  card: '#ffffff',
  ink: '#1c1e24',
  soft: '#646878',
  line: '#e5e3dc',
  edge: '#83868f',
  accent: '#3457d5',
  bad: '#c0281c',
  pictureGround: '#f0eee9',
  pictureInk: '#1c1e24',
  runs: ['#0072b2', '#b87c00', '#008f68', '#c0669a', '#d55e00', '#2a8fcb'],
  font: 'Arial, Helvetica, "Liberation Sans", sans-serif', // a file meets other machines' fonts
};

/** In CSS pixels; PNG files have twice as many. */
const width = 760;
const plotHeight = 420;
const legendLine = 22;
const margin = { l: 72, r: 24, t: 48, b: 64 };

/** What the legend's lines take: plotly gives each name the width of the longest. */
function legendHeight(names: readonly string[]): number {
  const longest = Math.max(0, ...names.map((name) => name.length));
  const columns = Math.max(1, Math.floor((width - margin.l - margin.r) / (56 + 7.2 * longest)));
  return legendLine * Math.ceil(names.length / columns);
}

const titleOf = ({ label, unit }: Axis) =>
  escapeText(`${label[0]?.toUpperCase() ?? ''}${label.slice(1)}${unit ? ` (${unit})` : ''}`);

const isNamed = (trace: Plotly.Data) => (trace as { meta?: string }).meta === 'named';

function axisForFile(axis: Partial<Plotly.LayoutAxis>, source: Axis): Partial<Plotly.LayoutAxis> {
  return {
    ...axis,
    showline: true,
    linecolor: fileColours.edge,
    ticks: 'outside',
    tickcolor: fileColours.edge,
    tickfont: { color: fileColours.ink, size: 13 },
    title: { text: titleOf(source), font: { color: fileColours.ink, size: 14 } },
  };
}

export function fileFigure(chart: Chart, title: string): Figure {
  const { data, layout } = figureOf(chart, {
    colours: fileColours,
    size: { width, height: plotHeight },
  });
  const traces = data.map((trace) => ({ ...trace, showlegend: isNamed(trace) }));
  const names = chart.series.filter(({ emphasis }) => emphasis !== 'faint').map(({ name }) => name);
  const legend = legendHeight(names);
  const height = plotHeight + legend;
  return {
    data: traces as Plotly.Data[],
    layout: {
      ...layout,
      width,
      height,
      title: {
        text: escapeText(title),
        x: 0.02,
        xanchor: 'left',
        y: 1 - 14 / height,
        yanchor: 'top',
        font: { size: 16, color: fileColours.ink },
      },
      margin: { ...margin, b: margin.b + legend },
      xaxis: axisForFile(layout.xaxis!, chart.x),
      yaxis: axisForFile(layout.yaxis!, chart.y),
      annotations: (layout.annotations ?? []).slice(1), // without the small name of the x axis
      showlegend: true,
      legend: {
        orientation: 'h',
        x: 0,
        y: -margin.b / (plotHeight - margin.t - margin.b),
        yanchor: 'top',
        bgcolor: fileColours.card,
        font: { size: 13, color: fileColours.ink },
      },
    },
  };
}
