/** A chart in plotly's words: traces and a layout, in the colours of the theme. */
import type * as Plotly from 'plotly.js';
import type { Colours } from '../parts/useColours.ts';
import type { Axis, Chart, Mark } from './chart.ts';
import { bandOf, escapeText, traceOf } from './traces.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Figure {
  readonly data: Plotly.Data[];
  readonly layout: Partial<Plotly.Layout>;
}

/** 1, 2 and 5 of each power of ten: plotly's own labels leave out the power. */
const logarithmicTicks = Array.from({ length: 17 }, (_, power) => power - 8).flatMap((power) =>
  [1, 2, 5].map((digit) => Number(`${digit}e${power}`)),
);

function ticksOf(axis: Axis): Partial<Plotly.LayoutAxis> {
  if (axis.categories) {
    return {
      tickvals: axis.categories.map((_, place) => place),
      ticktext: axis.categories.map(escapeText),
    };
  }
  const ticks = axis.ticks ?? (axis.scale === 'logarithmic' ? logarithmicTicks : undefined);
  return ticks
    ? { tickvals: [...ticks], ticktext: ticks.map((tick) => tick + (axis.suffix ?? '')) }
    : { nticks: 7, ...(axis.suffix ? { ticksuffix: axis.suffix } : {}) };
}

function rangeOf({ range, scale, categories }: Axis): Partial<Plotly.LayoutAxis> {
  if (categories && !range) return { range: [-0.5, categories.length - 0.5] };
  if (!range) return { autorange: true };
  return { range: scale === 'logarithmic' ? range.map(Math.log10) : [...range] };
}

function axisOf(axis: Axis, colours: Colours): Partial<Plotly.LayoutAxis> {
  return {
    type: axis.scale === 'logarithmic' ? 'log' : 'linear',
    ...rangeOf(axis),
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

function markLine({ x }: Mark, colours: Colours): Partial<Plotly.Shape> {
  return {
    type: 'line',
    x0: x,
    x1: x,
    yref: 'paper',
    y0: 0,
    y1: 1,
    line: { color: colours.edge, width: 1, dash: 'dot' },
  };
}

function markName({ x, label }: Mark, colours: Colours): Partial<Plotly.Annotations> {
  return {
    x,
    yref: 'paper',
    y: 1,
    yanchor: 'bottom',
    text: escapeText(label),
    showarrow: false,
    font: { size: 11, color: colours.soft },
  };
}

/** @param size of the whole picture, in CSS pixels */
export function figureOf(
  chart: Chart,
  { colours, size }: { colours: Colours; size: Size },
): Figure {
  const marks = chart.marks ?? [];
  return {
    data: [
      ...chart.series.flatMap((series) => bandOf(series, colours)),
      ...chart.series.map((series) => traceOf(series, colours)),
    ],
    layout: {
      ...size,
      margin: { l: 44, r: 18, t: marks.length > 0 ? 18 : 10, b: 26 },
      paper_bgcolor: colours.card,
      plot_bgcolor: colours.card,
      font: { family: colours.font, size: 12, color: colours.ink },
      xaxis: {
        ...axisOf(chart.x, colours),
        showgrid: false,
        spikecolor: colours.edge,
        spikedash: 'dot',
        spikethickness: 1,
        unifiedhovertitle: {
          text: chart.x.categories
            ? escapeText(chart.x.label)
            : `${escapeText(chart.x.label)} %{x}${escapeText(chart.x.suffix ?? '')}`,
        },
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
      shapes: marks.map((mark) => markLine(mark, colours)),
      annotations: [axisName(chart.x, colours), ...marks.map((mark) => markName(mark, colours))],
    },
  };
}
