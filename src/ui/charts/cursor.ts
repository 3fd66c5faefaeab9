/**
 * One place on the x axis that several charts show at once. Charts of one group share it: pointing
 * at a step in one marks the same step in the others, and arrow keys move it from point to point.
 */
import { create } from 'zustand';
import type { Axis, Chart, Series } from './chart.ts';

/** By group; absent while nobody points. */
const useCursors = create<Readonly<Record<string, number | undefined>>>()(() => ({}));

export const useCursor = (group: string) => useCursors((cursors) => cursors[group]);

export function moveCursor(group: string, x: number | undefined): void {
  useCursors.setState({ [group]: x });
}

/** Distance on the drawn axis. */
function distance(a: number, b: number, { scale }: Axis): number {
  return scale === 'logarithmic' ? Math.abs(Math.log(a) - Math.log(b)) : Math.abs(a - b);
}

/** Where the cursor may stand: every x at which a series has something to say. */
export function stopsOf({ series }: Chart): number[] {
  const all = series.filter(({ hover }) => hover).flatMap(({ x }) => x);
  return [...new Set(all)].sort((a, b) => a - b);
}

export function nearestStop(stops: readonly number[], x: number, axis: Axis): number {
  let nearest = 0;
  stops.forEach((stop, index) => {
    if (distance(stop, x, axis) < distance(stops[nearest]!, x, axis)) nearest = index;
  });
  return nearest;
}

export interface CursorPoint {
  readonly series: number;
  readonly point: number;
}

/** A series answers from its point nearest to x, unless that is further off than its neighbours. */
export function pointsAt({ x: axis, series }: Chart, x: number): CursorPoint[] {
  return series.flatMap((each, index) => {
    if (!each.hover || each.x.length === 0) return [];
    const point = nearestStop(each.x, x, axis);
    return distance(each.x[point]!, x, axis) <= reachOf(each, point, axis)
      ? [{ series: index, point }]
      : [];
  });
}

/** Half the way to the neighbour that is further away; a single point answers at its own place. */
function reachOf({ x }: Series, point: number, axis: Axis): number {
  const gaps = [x[point - 1], x[point + 1]].map((beside) =>
    beside === undefined ? 0 : distance(beside, x[point]!, axis),
  );
  return Math.max(...gaps) / 2;
}

/** What all series say at x, in words. */
export function readingAt(chart: Chart, x: number): string {
  const texts = pointsAt(chart, x).map(({ series, point }) => chart.series[series]!.hover![point]!);
  const place = chart.x.categories?.[x] ?? `${chart.x.label} ${x}${chart.x.suffix ?? ''}`;
  return [place, ...texts].join('; ');
}
