/** Series in plotly's words: a trace for each, and one for each stretch of its band. */
import type * as Plotly from 'plotly.js';
import type { Colours } from '../parts/useColours.ts';
import type { ChartColour, Ends, Series } from './chart.ts';

/** Plotly reads a little HTML in every text it is given; names are given as text. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function colourOf(colour: ChartColour, colours: Colours): string {
  if (typeof colour !== 'number') return colours[colour];
  return colours.runs[colour % colours.runs.length]!;
}

/** Runs that share a colour carry a mark on their lines: the first six none, the next six a circle. */
const symbols = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'star'] as const;
export type LineSymbol = (typeof symbols)[number];

export function symbolOf(colour: ChartColour, colourCount: number): LineSymbol | null {
  if (typeof colour !== 'number' || colour < colourCount) return null;
  return symbols[(Math.floor(colour / colourCount) - 1) % symbols.length]!;
}

/** `#0072b2` at a part of its strength, for bands and for what lies behind. */
function weakened(hex: string, alpha: string): string {
  return /^#[0-9a-f]{6}$/i.test(hex) ? `${hex}${alpha}` : hex;
}

const isFinite = (y: number | null | undefined): y is number => Number.isFinite(y);
const finite = (y: number | null): number | null => (isFinite(y) ? y : null);

const dashes: Partial<Record<Series['style'], string>> = { dashed: '3px,3px', dotted: '1px,3px' };
const marksOnLine = 10;

export function traceOf(series: Series, colours: Colours): Plotly.Data {
  const plain = colourOf(series.colour, colours);
  const isLine = !['points', 'cross'].includes(series.style);
  const faint = isLine ? '55' : 'a0'; // a small ring needs more to be seen than a line
  const colour = series.emphasis === 'faint' ? weakened(plain, faint) : plain;
  const symbol =
    isLine && series.emphasis !== 'faint' && symbolOf(series.colour, colours.runs.length);
  return {
    type: 'scatter',
    name: escapeText(series.name),
    mode: isLine ? (symbol ? 'lines+markers' : 'lines') : 'markers',
    cliponaxis: isLine, // a mark at the very start is whole
    x: [...series.x],
    y: series.y.map(finite),
    line: { color: colour, width: widthOf(series), dash: dashes[series.style] },
    marker: {
      color: isLine || series.style === 'points' ? colours.card : colour,
      size: 7,
      symbol: symbol || (series.style === 'cross' ? 'x-thin' : 'circle'),
      line: { color: colour, width: 1.75 },
      ...(isLine ? { maxdisplayed: marksOnLine } : {}),
    },
    ...(series.interval ? { error_y: whiskersOf(series, series.interval, colour) } : {}),
    ...(series.hover
      ? {
          hoverinfo: 'text' as const,
          text: series.hover.map(escapeText),
          hoverlabel: { bordercolor: colour },
        }
      : { hoverinfo: 'skip' as const }),
    showlegend: false,
    // Kept for files, whose legend names what is not faint.
    meta: series.emphasis === 'faint' ? 'behind' : 'named',
  } as unknown as Plotly.Data; // its types leave out how many marks a line shows
}

function widthOf({ style, emphasis }: Series): number {
  if (emphasis === 'faint') return 1;
  if (emphasis === 'strong') return 2.5;
  return style === 'solid' ? 2 : 1.25;
}

/** Plotly takes whiskers as distances from the point. */
function whiskersOf({ y }: Series, { low, high }: Ends, color: string) {
  const distance = (end: number | null | undefined, value: number | null) =>
    isFinite(end) && isFinite(value) ? Math.abs(end - value) : 0;
  return {
    type: 'data' as const,
    symmetric: false,
    array: y.map((value, index) => distance(high[index], value)),
    arrayminus: y.map((value, index) => distance(low[index], value)),
    color,
    thickness: 1.5,
    width: 4,
  };
}

/** Runs of points at which both ends of a band are there, as [first, last]. */
export function stretchesOf({ low, high }: Ends): [number, number][] {
  const found: [number, number][] = [];
  low.forEach((end, index) => {
    if (!isFinite(end) || !isFinite(high[index])) return;
    const last = found.at(-1);
    if (last && last[1] === index - 1) last[1] = index;
    else found.push([index, index]);
  });
  return found;
}

/** The area between a band's ends: along its lower end and back along its upper one. */
export function bandOf(series: Series, colours: Colours): Plotly.Data[] {
  const { band, x } = series;
  if (!band) return [];
  return stretchesOf(band).map(([first, last]) => {
    const part = <T>(values: readonly T[]) => values.slice(first, last + 1);
    return {
      type: 'scatter',
      mode: 'lines',
      x: [...part(x), ...part(x).toReversed()],
      y: [...part(band.low), ...part(band.high).toReversed()],
      fill: 'toself',
      fillcolor: weakened(colourOf(series.colour, colours), '24'),
      line: { width: 0 },
      hoverinfo: 'skip',
      showlegend: false,
    };
  });
}
