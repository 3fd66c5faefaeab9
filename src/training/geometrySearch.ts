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
import { areApart, basinsOf, gridOf, spacedOrder, type SearchGrid } from './searchGrid.ts';
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
  /** Below `to`. */
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

const COARSE_IMAGES = 64;
const COARSE_GREYS = 16;
/** Basins that are looked at with all images, and those of them that are descended. */
const BASINS = 5;
const DESCENTS = 2;
const COARSE_SHARE = 0.6;
const MOST_STEPS = 16;
/** Of a range: the descent ends where its steps are shorter. */
const SHORTEST_STEP = 5e-4;
/** Half-width of a geometry's central difference, of a range. */
const DIFFERENCE = 1e-4;

interface Search {
  readonly asked: AskedModel;
  readonly images: SeenImages;
  readonly geometryAt: GeometryAt;
  readonly unknowns: readonly Unknown[];
  readonly grid: SearchGrid;
  /** Keeps and reports a point, and lets others in. */
  visit(point: SearchPoint, done: number): Promise<void>;
}

/** Thrown inside, where the search was stopped. */
class Stopped {}

export async function searchGeometry(
  asked: AskedModel,
  images: SeenImages,
  { geometryAt, unknowns }: Pick<Search, 'geometryAt' | 'unknowns'>,
  around: SearchAround,
): Promise<SearchResult> {
  const points: SearchPoint[] = [];
  const search: Search = {
    ...{ asked, images, geometryAt, unknowns, grid: gridOf(unknowns) },
    async visit(point, done) {
      points.push(point);
      around.report([point], bestOf(points), done);
      await around.breathe();
      if (around.isStopped()) throw new Stopped();
    },
  };
  try {
    const ends = await descendAll(search, await basins(search));
    const [best, ...others] = ends.toSorted(byEntropy) as [SearchPoint, ...SearchPoint[]];
    const rival = others.find((other) => areApart(other, best, unknowns, search.grid)) ?? null;
    return { outcome: 'finished', best, rival };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { outcome: 'stopped', best: bestOf(points), rival: null };
  }
}

const byEntropy = (a: SearchPoint, b: SearchPoint) => a.entropy - b.entropy;

/** The lowest; points of all images count for more than those of a few. */
function bestOf(points: readonly SearchPoint[]): SearchPoint {
  const fine = points.filter(({ stage }) => stage === 'fine');
  return (fine.length > 0 ? fine : points).toSorted(byEntropy)[0]!;
}

/** The deepest basins of the coarse landscape. */
async function basins({ asked, images, geometryAt, grid, visit }: Search): Promise<SearchPoint[]> {
  const few = coarser(images);
  const coarse = new Map<number, SearchPoint>();
  for (const cell of spacedOrder(grid.cells)) {
    const values = grid.valuesAt(cell);
    const entropy = await entropyUnder(asked, few, geometryAt(values));
    const point: SearchPoint = { values, entropy, stage: 'coarse' };
    coarse.set(cell, point);
    await visit(point, (COARSE_SHARE * coarse.size) / grid.cells);
  }
  return basinsOf(coarse, grid).slice(0, BASINS);
}

/** Where the descents from the best of the basins end, and the other basins as they are. */
async function descendAll(search: Search, starts: readonly SearchPoint[]): Promise<SearchPoint[]> {
  const { asked, images, geometryAt, visit } = search;
  const looked: SearchPoint[] = [];
  for (const { values } of starts) {
    const entropy = await entropyUnder(asked, images, geometryAt(values));
    looked.push({ values, entropy, stage: 'fine' });
    await visit(looked.at(-1)!, COARSE_SHARE);
  }
  looked.sort(byEntropy);
  const ends = looked.slice(DESCENTS);
  for (const [rank, start] of looked.slice(0, DESCENTS).entries()) {
    const share = (1 - COARSE_SHARE) / DESCENTS;
    ends.push(await descend(search, start, COARSE_SHARE + rank * share, share));
  }
  return ends;
}

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

/** Downhill from a point, with steps that grow while they help and shrink where they do not. */
async function descend(
  { asked, images, geometryAt, unknowns, grid, visit }: Search,
  start: SearchPoint,
  doneBefore: number,
  share: number,
): Promise<SearchPoint> {
  const steps = unknowns.map(({ from, to }) => (to - from) * DIFFERENCE);
  const lookAt = (values: readonly number[]) =>
    entropyGradient(asked, images, { geometryAt, values, steps, ends: unknowns });
  let point = start;
  let { gradient } = await lookAt(point.values);
  let length = 1 / (2 * grid.side); // of the range
  for (let taken = 1; taken <= MOST_STEPS && length > SHORTEST_STEP; taken++) {
    const values = stepDown(point.values, { gradient, unknowns, length, taken });
    const next = await lookAt(values);
    const tried: SearchPoint = { values, entropy: next.entropy, stage: 'fine' };
    const isLower = tried.entropy < point.entropy;
    if (isLower) {
      point = tried;
      ({ gradient } = next);
    }
    length *= isLower ? 1.3 : 0.4;
    await visit(tried, doneBefore + (share * taken) / MOST_STEPS);
  }
  return point;
}

interface Step {
  readonly gradient: readonly number[];
  readonly unknowns: readonly Unknown[];
  /** Of the ranges. */
  readonly length: number;
  readonly taken: number;
}

/** A step against the gradient; without one, along an axis in turn. */
function stepDown(
  values: readonly number[],
  { gradient, unknowns, length, taken }: Step,
): number[] {
  const slopes = gradient.map((slope, axis) => slope * (unknowns[axis]!.to - unknowns[axis]!.from));
  const steepness = Math.hypot(...slopes);
  const turn = Math.floor(taken / 2) % slopes.length;
  const along = taken % 2 === 0 ? 1 : -1;
  return values.map((value, axis) => {
    const { from, to, periodic } = unknowns[axis]!;
    const share = steepness > 0 ? -slopes[axis]! / steepness : axis === turn ? along : 0;
    const moved = value + share * length * (to - from);
    if (!periodic) return Math.min(to, Math.max(from, moved));
    return from + ((((moved - from) % (to - from)) + (to - from)) % (to - from));
  });
}
