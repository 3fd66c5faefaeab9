/** A chart in plotly's words: traces and a layout, in the colours of the theme. */
import type * as Plotly from 'plotly.js';
import type { Colours } from '../parts/useColours.ts';
import type { Axis, Chart, ChartColour, Series } from './chart.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Plotly reads a little HTML in every text it is given; names are given as text. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function colourOf(colour: ChartColour, colours: Colours): string {
  if (typeof colour !== 'number') return colours[colour];
  return colours.runs[colour % colours.runs.length]!;
}

/** `#0072b2` at a seventh of its strength, for bands. */
function faint(hex: string): string {
  return /^#[0-9a-f]{6}$/i.test(hex) ? `${hex}24` : hex;
}

const finite = (y: number | null): number | null => (y !== null && Number.isFinite(y) ? y : null);

const dashes: Partial<Record<Series['style'], string>> = { dashed: '3px,3px', dotted: '1px,3px' };

function traceOf(series: Series, colours: Colours): Plotly.Data {
  const colour = colourOf(series.colour, colours);
  const isLine = !['points', 'cross'].includes(series.style);
  return {
    type: 'scatter',
    name: escapeText(series.name),
    mode: isLine ? 'lines' : 'markers',
    cliponaxis: isLine, // a mark at the very start is whole
    x: [...series.x],
    y: series.y.map(finite),
    line: {
      color: colour,
      width: series.style === 'solid' ? 2 : 1.25,
      dash: dashes[series.style],
    },
    marker: {
      color: series.style === 'points' ? colours.card : colour,
      size: 7,
      symbol: series.style === 'cross' ? 'x-thin' : 'circle',
      line: { color: colour, width: 1.75 },
    },
    ...(series.hover
      ? {
          hoverinfo: 'text' as const,
          text: series.hover.map(escapeText),
          hoverlabel: { bordercolor: colour },
        }
      : { hoverinfo: 'skip' as const }),
    showlegend: false,
  } as Plotly.Data;
}

/** The area between a band's ends: down its lower end and back along its upper one. */
function bandOf(series: Series, colours: Colours): Plotly.Data[] {
  if (!series.band) return [];
  const { low, high } = series.band;
  return [
    {
      type: 'scatter',
      mode: 'lines',
      x: [...series.x, ...series.x.toReversed()],
      y: [...low, ...high.toReversed()],
      fill: 'toself',
      fillcolor: faint(colourOf(series.colour, colours)),
      line: { width: 0 },
      hoverinfo: 'skip',
      showlegend: false,
    },
  ];
}

/** 1, 2 and 5 of each power of ten: plotly's own labels leave out the power. */
const logarithmicTicks = Array.from({ length: 17 }, (_, power) => power - 8).flatMap((power) =>
  [1, 2, 5].map((digit) => Number(`${digit}e${power}`)),
);

function ticksOf(axis: Axis): Partial<Plotly.LayoutAxis> {
  const ticks = axis.ticks ?? (axis.scale === 'logarithmic' ? logarithmicTicks : undefined);
  return ticks
    ? { tickvals: [...ticks], ticktext: ticks.map((tick) => tick + (axis.suffix ?? '')) }
    : { nticks: 7, ...(axis.suffix ? { ticksuffix: axis.suffix } : {}) };
}

function axisOf(axis: Axis, colours: Colours): Partial<Plotly.LayoutAxis> {
  const logarithmic = axis.scale === 'logarithmic';
  return {
    type: logarithmic ? 'log' : 'linear',
    ...(axis.range
      ? { range: logarithmic ? axis.range.map(Math.log10) : [...axis.range] }
      : { autorange: true }),
    ...ticksOf(axis),
    separatethousands: true,
    fixedrange: true,
    zeroline: false,
    showline: false,
    gridcolor: colours.line,
    tickcolor: colours.line,
    tickfont: { color: colours.soft, size: 11 },
    automargin: false,
  };
}

/** The name of the x axis, small, inside the plot above the end of the axis: it costs no height. */
function axisName(axis: Axis, colours: Colours): Partial<Plotly.Annotations> {
  return {
    text: escapeText(axis.label),
    xref: 'paper',
    x: 1,
    xanchor: 'right',
    yref: 'paper',
    y: 0,
    yanchor: 'bottom',
    showarrow: false,
    font: { size: 11, color: colours.soft },
  };
}

export function figureOf(
  chart: Chart,
  { colours, size }: { colours: Colours; size: Size },
): { data: Plotly.Data[]; layout: Partial<Plotly.Layout> } {
  const marks = chart.marks ?? [];
  return {
    data: [
      ...chart.series.flatMap((series) => bandOf(series, colours)),
      ...chart.series.map((series) => traceOf(series, colours)),
    ],
    layout: {
      ...size,
      margin: { l: 44, r: 18, t: 10, b: 26 },
      paper_bgcolor: colours.card,
      plot_bgcolor: colours.card,
      font: { family: colours.font, size: 12, color: colours.ink },
      xaxis: {
        ...axisOf(chart.x, colours),
        showgrid: false,
        spikecolor: colours.edge,
        spikedash: 'dot',
        spikethickness: 1,
        unifiedhovertitle: { text: `${escapeText(chart.x.label)} %{x}` },
      } as Partial<Plotly.LayoutAxis>,
      yaxis: axisOf(chart.y, colours),
      showlegend: false,
      hovermode: 'x unified',
      hoverdistance: 40,
      hoverlabel: {
        bgcolor: colours.card,
        bordercolor: colours.line,
        font: { family: colours.font, size: 12, color: colours.ink },
        namelength: 0,
      },
      dragmode: false,
      shapes: marks.map(({ x }) => ({
        type: 'line' as const,
        x0: x,
        x1: x,
        yref: 'paper' as const,
        y0: 0,
        y1: 1,
        line: { color: colours.edge, width: 1, dash: 'dot' as const },
      })),
      annotations: [
        axisName(chart.x, colours),
        ...marks.map(({ x, label }) => ({
          x,
          yref: 'paper' as const,
          y: 1,
          yanchor: 'bottom' as const,
          text: escapeText(label),
          showarrow: false,
          font: { size: 11, color: colours.soft },
        })),
      ],
    },
  };
}

/** The same figure for a file that leaves the page: it says itself what it shows and who is who. */
export function forFile(
  { data, layout }: ReturnType<typeof figureOf>,
  title: string,
): ReturnType<typeof figureOf> {
  return {
    data: data.map((trace) => ({ ...trace, showlegend: 'name' in trace })),
    layout: {
      ...layout,
      title: { text: escapeText(title), x: 0.02, xanchor: 'left', font: { size: 14 } },
      showlegend: true,
      legend: { orientation: 'h', y: -0.18, yanchor: 'top', bgcolor: 'transparent' },
      margin: { ...layout.margin, t: 40, b: 110 },
      height: (layout.height ?? 300) + 110,
    },
  };
}
