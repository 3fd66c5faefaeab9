/**
 * Finds a geometry that nobody has told a model: the one under which it is surest of unlabelled images.
 *
 *   coarse   the typical entropy of the predictions (certainty.ts) on a grid over the unknown numbers, from few images
 *            in few greys, widely spaced points first
 *   fine     the deepest basins again from all images, then downhill by the gradient that reaches the
 *            coordinates; by trial steps where the encoding carries none
 *
 * Coordinates are an input of the model, so nothing is trained, and no label is seen. It fails where the
 * images themselves do not tell: a single 6, turned by 180°, is a good 9.
 * Minimal entropy as a guide: Grandvalet and Bengio 2004; at test time, Wang et al. 2020, arXiv:2006.10726.
 */
import type { SystemChoice } from '../core/system.ts';
import {
  entropyGradient,
  entropyUnder,
  type AskedModel,
  type GeometryAt,
  type SeenImages,
} from './certainty.ts';
import type { Geometry } from './viewing.ts';

/** A geometry with unknown numbers: names of its options, and the range to search. */
export interface SoughtGeometry {
  /** A geometric transform, or a sensor with a lens; at its defaults it is upright. */
  readonly kind: 'transform' | 'sensor';
  /** Options that are known and fixed. */
  readonly choice: SystemChoice;
  readonly unknowns: readonly Unknown[];
}

export interface Unknown {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Does the range close on itself, as angles from −180 to 180 do? */
  readonly periodic?: boolean;
}

/** One assumed geometry, and the typical entropy of the run's predictions under it, in nats. */
export interface SearchPoint {
  /** In the order of the unknowns. */
  readonly values: readonly number[];
  readonly entropy: number;
  readonly stage: 'coarse' | 'fine';
}

export interface SearchAround {
  /** Lets others in; rejects where they took the weights away. */
  breathe(): Promise<void>;
  isStopped(): boolean;
  /** @param done of the whole search, in [0, 1] */
  report(points: readonly SearchPoint[], best: SearchPoint, done: number): void;
}

export interface SearchResult {
  readonly outcome: 'finished' | 'stopped';
  readonly best: SearchPoint;
  /** The best of another basin, where there is one: how sure the first is. */
  readonly rival: SearchPoint | null;
}

/** A sought geometry with numbers in place of its unknowns. */
export function geometryWith(
  { kind, choice, unknowns }: SoughtGeometry,
  values: readonly number[],
): Geometry {
  const found = Object.fromEntries(unknowns.map(({ name }, i) => [name, values[i]!]));
  const whole = { id: choice.id, options: { ...choice.options, ...found } };
  return kind === 'sensor' ? { changes: [], sensor: whole } : { changes: [whole], sensor: null };
}

/** Points to a side of the coarse grid, by the number of unknowns. */
const SIDES = [0, 48, 15, 8];
const COARSE_IMAGES = 64;
const COARSE_GREYS = 16;
/** Basins that are looked at with all images, and those of them that are descended. */
const BASINS = 5;
const DESCENTS = 2;
const COARSE_SHARE = 0.6;
const MOST_STEPS = 16;
/** Of a range: the descent ends where its steps are shorter. */
const SHORTEST_STEP = 5e-4;

export async function searchGeometry(
  asked: AskedModel,
  images: SeenImages,
  sought: { readonly geometryAt: GeometryAt; readonly unknowns: readonly Unknown[] },
  around: SearchAround,
): Promise<SearchResult> {
  const { unknowns } = sought;
  const grid = gridOf(unknowns);
  const few = coarser(images);
  const coarse = new Map<number, SearchPoint>();
  const best = () => lowest([...fine, ...(fine.length > 0 ? [] : coarse.values())]);
  const fine: SearchPoint[] = [];
  const tell = (point: SearchPoint, done: number) => around.report([point], best(), done);
  const stopped = (): SearchResult => ({ outcome: 'stopped', best: best(), rival: null });

  for (const [taken, cell] of spacedOrder(grid.cells).entries()) {
    const values = grid.valuesAt(cell);
    const entropy = await entropyUnder(asked, few, sought.geometryAt(values));
    coarse.set(cell, { values, entropy, stage: 'coarse' });
    tell(coarse.get(cell)!, (COARSE_SHARE * (taken + 1)) / grid.cells);
    await around.breathe();
    if (around.isStopped()) return stopped();
  }

  const basins = basinsOf(coarse, grid).slice(0, BASINS);
  const again: SearchPoint[] = [];
  for (const { values } of basins) {
    const entropy = await entropyUnder(asked, images, sought.geometryAt(values));
    again.push({ values, entropy, stage: 'fine' });
    await around.breathe();
    if (around.isStopped()) return stopped();
  }
  again.sort((a, b) => a.entropy - b.entropy);
  const ends: SearchPoint[] = [];
  for (const [rank, start] of again.slice(0, DESCENTS).entries()) {
    const from = COARSE_SHARE + (rank * (1 - COARSE_SHARE)) / DESCENTS;
    const onStep = (point: SearchPoint, share: number) => {
      fine.push(point);
      tell(point, from + (share * (1 - COARSE_SHARE)) / DESCENTS);
    };
    ends.push(await descend(asked, images, { ...sought, start, side: grid.side }, around, onStep));
    if (around.isStopped()) return stopped();
  }
  ends.push(...again.slice(DESCENTS));
  ends.sort((a, b) => a.entropy - b.entropy);
  const [first, ...others] = ends as [SearchPoint, ...SearchPoint[]];
  const rival = others.find((other) => areApart(other, first, unknowns, grid.side)) ?? null;
  return { outcome: 'finished', best: first, rival };
}

const lowest = (points: readonly SearchPoint[]): SearchPoint =>
  points.reduce((low, point) => (point.entropy < low.entropy ? point : low));

/** Few images in few greys: more of their pixels agree and share their rows. */
function coarser(images: SeenImages): SeenImages {
  const count = Math.min(images.count, COARSE_IMAGES);
  const perImage = images.seen.length / images.count;
  const top = COARSE_GREYS - 1;
  const seen = images.seen
    .subarray(0, count * perImage)
    .map((value) => (Math.round(top * value) * (255 / top)) / 255);
  return { ...images, seen, count };
}

interface Grid {
  /** To a side. */
  readonly side: number;
  readonly cells: number;
  valuesAt(cell: number): number[];
  neighboursOf(cell: number): number[];
}

function gridOf(unknowns: readonly Unknown[]): Grid {
  const side = SIDES[unknowns.length];
  if (!side) throw new Error(`${unknowns.length} unknowns: expected 1 to ${SIDES.length - 1}`);
  const placeOf = (cell: number) =>
    unknowns.map((_, axis) => Math.floor(cell / side ** axis) % side);
  return {
    side,
    cells: side ** unknowns.length,
    valuesAt: (cell) =>
      placeOf(cell).map((place, axis) => {
        const { from, to, periodic } = unknowns[axis]!;
        return from + ((to - from) * place) / (periodic ? side : side - 1);
      }),
    neighboursOf(cell) {
      const place = placeOf(cell);
      return unknowns.flatMap(({ periodic }, axis) =>
        [-1, 1].flatMap((step) => {
          const next = place[axis]! + step;
          if (!periodic && (next < 0 || next >= side)) return [];
          const wrapped = (next + side) % side;
          return [cell + (wrapped - place[axis]!) * side ** axis];
        }),
      );
    },
  };
}

/** Every cell once, every eighth of them first, so that the landscape takes shape early. */
function spacedOrder(cells: number): number[] {
  const order: number[] = [];
  for (const offset of [0, 4, 2, 6, 1, 5, 3, 7]) {
    for (let cell = offset; cell < cells; cell += 8) order.push(cell);
  }
  return order;
}

/** Points lower than all their neighbours, the lowest first. */
function basinsOf(coarse: ReadonlyMap<number, SearchPoint>, grid: Grid): SearchPoint[] {
  return [...coarse]
    .filter(([cell, { entropy }]) =>
      grid.neighboursOf(cell).every((next) => coarse.get(next)!.entropy >= entropy),
    )
    .map(([, point]) => point)
    .sort((a, b) => a.entropy - b.entropy);
}

/** Are two points further apart than neighbours of the grid? */
function areApart(
  a: SearchPoint,
  b: SearchPoint,
  unknowns: readonly Unknown[],
  side: number,
): boolean {
  return unknowns.some(({ from, to, periodic }, axis) => {
    const range = Math.abs(to - from);
    const apart = Math.abs(a.values[axis]! - b.values[axis]!);
    return (periodic ? Math.min(apart, range - apart) : apart) > (2 * range) / side;
  });
}

interface Descent {
  readonly geometryAt: GeometryAt;
  readonly unknowns: readonly Unknown[];
  readonly start: SearchPoint;
  readonly side: number;
}

/** Downhill from a point, with steps that grow while they help and shrink where they do not. */
async function descend(
  asked: AskedModel,
  images: SeenImages,
  { geometryAt, unknowns, start, side }: Descent,
  around: SearchAround,
  onStep: (point: SearchPoint, share: number) => void,
): Promise<SearchPoint> {
  const ranges = unknowns.map(({ from, to }) => Math.abs(to - from));
  const steps = ranges.map((range) => range * 1e-4);
  const ends = unknowns.map(({ from, to }) => ({
    from: Math.min(from, to),
    to: Math.max(from, to),
  }));
  const lookAt = (values: readonly number[]) =>
    entropyGradient(asked, images, { geometryAt, values, steps, ends });
  let point = start;
  let { gradient } = await lookAt(point.values);
  let length = 1 / (2 * side); // of the range
  for (let taken = 1; taken <= MOST_STEPS && length > SHORTEST_STEP; taken++) {
    const values = stepDown(point.values, { gradient, ranges, unknowns, length, taken });
    const next = await lookAt(values);
    const isLower = next.entropy < point.entropy;
    if (isLower) {
      point = { values, entropy: next.entropy, stage: 'fine' };
      ({ gradient } = next);
    }
    length *= isLower ? 1.3 : 0.4;
    onStep({ values, entropy: next.entropy, stage: 'fine' }, taken / MOST_STEPS);
    await around.breathe();
    if (around.isStopped()) return point;
  }
  return point;
}

/** A step of that length, over the ranges, against the gradient; without one, along an axis in turn. */
function stepDown(
  values: readonly number[],
  {
    gradient,
    ranges,
    unknowns,
    length,
    taken,
  }: {
    gradient: readonly number[];
    ranges: readonly number[];
    unknowns: readonly Unknown[];
    length: number;
    taken: number;
  },
): number[] {
  const slopes = gradient.map((slope, axis) => slope * ranges[axis]!);
  const steepness = Math.hypot(...slopes);
  const direction =
    steepness > 0
      ? slopes.map((slope) => -slope / steepness)
      : slopes.map((_, axis) =>
          axis === Math.floor(taken / 2) % slopes.length ? (taken % 2 === 0 ? 1 : -1) : 0,
        );
  return values.map((value, axis) => {
    const { from, to, periodic } = unknowns[axis]!;
    const moved = value + direction[axis]! * length * ranges[axis]!;
    if (periodic) return from + ((((moved - from) % (to - from)) + (to - from)) % (to - from));
    return Math.min(Math.max(from, to), Math.max(Math.min(from, to), moved));
  });
}
