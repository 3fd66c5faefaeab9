/**
 * The other way of a map, and how much a map stretches, both from the map's values alone.
 *
 *   invertMap   where a lens looks there: a place of its sensor for each place of the image
 *   stretchOf   area that is seen per area of the sensor: |det| of the map's derivative
 *
 * Derivatives are central differences in float64, exact to about nine digits. Where one neighbour sees
 * nothing, at the rim of a lens, or looks beyond a seam, the other one alone is taken.
 */
import { pixelCentre } from './coordinates.ts';
import type { InverseMap } from './geometry.ts';

type Position = readonly [x: number, y: number];
/** ∂(x, y) of the result by x, then by y. */
type Derivative = readonly [byX: Position, byY: Position];

/** Half-width of the central difference: its error, about h² + 1e-16 / h, is then near 1e-10. */
const STEP = 1e-5;
/** Two looks that are a step apart and this far from one another lie on two sides of a sphere's seam. */
const JUMP = 0.5;
/** A place this near to looking where it should is found. */
const NEAR_ENOUGH = 1e-10;
const MOST_ITERATIONS = 40;
/** A step that comes no nearer is halved so often. */
const MOST_HALVINGS = 12;
/** From so many guesses, the nearest first, a place is looked for. */
const ATTEMPTS = 4;

export interface InversionOptions {
  /** To a side of the grid of first guesses. */
  readonly guesses?: number;
  /** Beyond the sensor's edges at ±1, where it has no place on it, one up to here is found. */
  readonly reach?: number;
}

/**
 * The map that takes where `map` looks back to the place that looks there. NaN where no place within
 * reach does, or where none is found. Where several look at the same position it is one of them.
 *
 * Newton's method with steps that are halved until they help: from the place that was found last,
 * since positions are mostly asked row by row, then from the nearest of a grid of guesses.
 */
export function invertMap(
  map: InverseMap,
  { guesses = 32, reach = 1.1 }: InversionOptions = {},
): InverseMap {
  const first = guessPlaces(map, guesses);
  let last: Position | undefined;
  return (x, y) => {
    const beside = last && approach(map, last, [x, y]);
    if (beside && farthestOf(beside) <= 1) return (last = beside);
    let beyond: Position = [NaN, NaN];
    let from = nextNearest(first, [x, y], { guess: -1, distance: 0 });
    for (let attempt = 0; attempt < ATTEMPTS && from; attempt++) {
      const found = approach(map, first.places[from.guess]!, [x, y]);
      if (found && farthestOf(found) <= 1) return (last = found);
      if (found && farthestOf(found) <= reach) beyond = found;
      from = nextNearest(first, [x, y], from);
    }
    return beyond;
  };
}

const farthestOf = ([x, y]: Position): number => Math.max(Math.abs(x), Math.abs(y));

/** |det| of the map's derivative at a place; NaN where the map sees nothing. */
export function stretchOf(map: InverseMap, x: number, y: number): number {
  const [[a, c], [b, d]] = derivativeOf(map, [x, y], map(x, y));
  return Math.abs(a * d - b * c);
}

/** First guesses: a grid of places, those that look anywhere, and where. */
interface Guesses {
  readonly places: readonly Position[];
  /** [places * 2] in arrays of numbers: all of them are gone through for each position. */
  readonly looks: Float64Array;
}

function guessPlaces(map: InverseMap, side: number): Guesses {
  const places: Position[] = [];
  const looks: number[] = [];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const place = [pixelCentre(column, side), pixelCentre(row, side)] as const;
      const look = map(...place);
      if (!isSomewhere(look)) continue;
      places.push(place);
      looks.push(...look);
    }
  }
  return { places, looks: Float64Array.from(looks) };
}

interface Ranked {
  readonly guess: number;
  readonly distance: number;
}

/** The guess that looks nearest to a position of those that come after one, by distance, then number. */
function nextNearest({ looks }: Guesses, [x, y]: Position, after: Ranked): Ranked | undefined {
  let guess = -1;
  let least = Infinity;
  for (let each = 0; each < looks.length / 2; each++) {
    const right = looks[2 * each]! - x;
    const down = looks[2 * each + 1]! - y;
    const distance = right * right + down * down;
    if (distance >= least || distance < after.distance) continue;
    if (distance === after.distance && each <= after.guess) continue;
    guess = each;
    least = distance;
  }
  return guess < 0 ? undefined : { guess, distance: least };
}

/** Newton's method from a place; undefined where it ends anywhere but at the target. */
function approach(map: InverseMap, from: Position, target: Position): Position | undefined {
  let place = from;
  let looks = map(...place);
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    if (distanceOf(looks, target) < NEAR_ENOUGH) return place;
    const step = newtonStep(derivativeOf(map, place, looks), looks, target);
    const next = step && shortened(map, place, step, target, distanceOf(looks, target));
    if (!next) return undefined;
    ({ place, looks } = next);
  }
  return undefined;
}

/** The step after which a map that went on as straight as here would look at the target. */
function newtonStep(
  [[a, c], [b, d]]: Derivative,
  looks: Position,
  target: Position,
): Position | undefined {
  const determinant = a * d - b * c;
  const right = target[0] - looks[0];
  const down = target[1] - looks[1];
  const step = [
    (d * right - b * down) / determinant,
    (a * down - c * right) / determinant,
  ] as const;
  return isSomewhere(step) ? step : undefined;
}

/** The longest of the step, its half, its quarter … that comes nearer. */
function shortened(
  map: InverseMap,
  place: Position,
  step: Position,
  target: Position,
  distance: number,
): { place: Position; looks: Position } | undefined {
  for (let halving = 0; halving <= MOST_HALVINGS; halving++) {
    const share = 2 ** -halving;
    const tried = [place[0] + share * step[0], place[1] + share * step[1]] as const;
    const looks = map(...tried);
    if (distanceOf(looks, target) < distance) return { place: tried, looks };
  }
  return undefined;
}

function derivativeOf(map: InverseMap, [x, y]: Position, here: Position): Derivative {
  return [
    slope(map(x - STEP, y), here, map(x + STEP, y)),
    slope(map(x, y - STEP), here, map(x, y + STEP)),
  ];
}

function slope(before: Position, here: Position, after: Position): Position {
  const from = distanceOf(before, here) < JUMP ? before : here;
  const to = distanceOf(after, here) < JUMP ? after : here;
  const width = (from === before ? STEP : 0) + (to === after ? STEP : 0);
  return [(to[0] - from[0]) / width, (to[1] - from[1]) / width];
}

/** NaN where either sees nothing, so that it is nearer than nothing else. */
function distanceOf(a: Position, b: Position): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

function isSomewhere([x, y]: Position): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}
