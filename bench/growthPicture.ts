/** The growth of a step as SVG: a panel for each axis, a line for each case, both scales logarithmic. */
import { axes, growthCases, type Axis, type GrowthPoint } from './growth.ts';

const PANEL = { width: 240, height: 200, gap: 54 };
const MARGIN = { left: 74, right: 24, top: 46, bottom: 52 };
/** Apart in lightness as in hue. */
const COLOURS: Readonly<Record<string, string>> = {
  'coordinet-dense': '#b4530f',
  'coordinet-sparse': '#2b5fb8',
  cnn: '#3c7a3c',
};
const INK = '#1c1e24';
const FAINT = '#646878';

type Scale = (value: number) => number;

function logScale([low, high]: readonly [number, number], from: number, to: number): Scale {
  const span = Math.log(high / low) || 1;
  return (value) => from + (Math.log(value / low) / span) * (to - from);
}

const rangeOf = (values: readonly number[]): [number, number] => [
  Math.min(...values),
  Math.max(...values),
];

/** Powers of ten that hold all values. */
function decades(values: readonly number[]): [number, number] {
  const [low, high] = rangeOf(values);
  return [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high))];
}

function textAt(x: number, y: number, text: string, anchor = 'middle', ink = FAINT): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="11" fill="${ink}" text-anchor="${anchor}">${text}</text>`;
}

/** Horizontal lines at powers of ten. */
function grid([low, high]: [number, number], y: Scale, left: number, named: boolean): string[] {
  const count = Math.round(Math.log10(high / low)) + 1;
  return Array.from({ length: count }, (_, i) => low * 10 ** i).flatMap((value) => [
    `<line x1="${left}" x2="${left + PANEL.width}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}" stroke="#dcdad4"/>`,
    named ? textAt(left - 8, y(value) + 4, `${value.toLocaleString('en')} ms`, 'end') : '',
  ]);
}

function lineOf(points: readonly GrowthPoint[], x: Scale, y: Scale, colour: string): string {
  const places = points.map(({ position, ms }) => [x(position).toFixed(1), y(ms).toFixed(1)]);
  const path = places.map((place) => place.join(',')).join(' ');
  const dots = places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`);
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>${dots.join('')}`;
}

function panel(
  axis: Axis,
  index: number,
  points: readonly GrowthPoint[],
  range: [number, number],
): string {
  const left = MARGIN.left + index * (PANEL.width + PANEL.gap);
  const bottom = MARGIN.top + PANEL.height;
  const own = points.filter((point) => point.axis === axis.id);
  const positions = [...new Set(own.map(({ position }) => position))].sort((a, b) => a - b);
  const x = logScale(rangeOf(positions), left + 14, left + PANEL.width - 14);
  const y = logScale(range, bottom, MARGIN.top);
  // The last one is always named.
  const ticks = positions.filter((position, i) => {
    const next = positions[i + 1];
    return next === undefined || x(next) - x(position) > 24;
  });
  return [
    ...grid(range, y, left, index === 0),
    ...ticks.map((position) => textAt(x(position), bottom + 18, position.toLocaleString('en'))),
    textAt(left + PANEL.width / 2, bottom + 38, axis.label, 'middle', INK),
    ...growthCases.map((caseId) =>
      lineOf(
        own.filter((point) => point.caseId === caseId),
        x,
        y,
        COLOURS[caseId]!,
      ),
    ),
  ].join('\n');
}

function legend(): string {
  return growthCases
    .map((caseId, i) => {
      const left = MARGIN.left + i * 150;
      return `<circle cx="${left}" cy="20" r="4" fill="${COLOURS[caseId]}"/>${textAt(left + 10, 24, caseId, 'start', INK)}`;
    })
    .join('\n');
}

/** Drawn on paper of its own, so that it reads in light and dark surroundings. */
export function growthPicture(points: readonly GrowthPoint[]): string {
  const range = decades(points.map(({ ms }) => ms));
  const width =
    MARGIN.left + axes.length * PANEL.width + (axes.length - 1) * PANEL.gap + MARGIN.right;
  const height = MARGIN.top + PANEL.height + MARGIN.bottom;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" role="img" aria-label="Milliseconds per training step over batch, pixels and width">
<rect width="100%" height="100%" rx="8" fill="#faf9f6"/>
${legend()}
${axes.map((axis, index) => panel(axis, index, points, range)).join('\n')}
</svg>
`;
}
