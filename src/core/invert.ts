/**
 * The other way of a map, and how much a map stretches, both from the map's values alone.
 *
 *   invertMap   where a lens looks there: a place of its sensor for each place of the image
 *   stretchOf   area that is seen per area of the sensor: |det| of the map's derivative
 *
 * Derivatives are central differences in float64, exact to about nine digits. Where one neighbour sees
 * nothing, at the rim of a lens, the other one alone is taken.
 */
import { pixelCentre } from './coordinates.ts';
import type { InverseMap } from './geometry.ts';

type Position = readonly [x: number, y: number];
/** ∂(x, y) of the result by x, then by y. */
type Derivative = readonly [byX: Position, byY: Position];

/** Half-width of the central difference: its error, about h² + 1e-16 / h, is then near 1e-10. */
const STEP = 1e-5;
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
 * Newton's method from the nearest of a grid of guesses, with steps that are halved until they help.
 */
export function invertMap(
  map: InverseMap,
  { guesses = 32, reach = 1.1 }: InversionOptions = {},
): InverseMap {
  const places = guessPlaces(map, guesses);
  return (x, y) => {
    let beyond: Position = [NaN, NaN];
    for (const guess of nearest(places, x, y)) {
      const found = approach(map, guess.place, [x, y]);
      if (!found) continue;
      const farthest = Math.max(Math.abs(found[0]), Math.abs(found[1]));
      if (farthest <= 1) return found;
      if (farthest <= reach) beyond = found;
    }
    return beyond;
  };
}

/** |det| of the map's derivative at a place; NaN where the map sees nothing. */
export function stretchOf(map: InverseMap, x: number, y: number): number {
  const [[a, c], [b, d]] = derivativeOf(map, [x, y], map(x, y));
  return Math.abs(a * d - b * c);
}

interface Guess {
  readonly place: Position;
  readonly looks: Position;
}

function guessPlaces(map: InverseMap, side: number): Guess[] {
  const guesses: Guess[] = [];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const place = [pixelCentre(column, side), pixelCentre(row, side)] as const;
      const looks = map(...place);
      if (isSomewhere(looks)) guesses.push({ place, looks });
    }
  }
  return guesses;
}

/** The guesses that look nearest to a position, the nearest first. */
function nearest(guesses: readonly Guess[], x: number, y: number): Guess[] {
  const best: { guess: Guess; distance: number }[] = [];
  for (const guess of guesses) {
    const distance = (guess.looks[0] - x) ** 2 + (guess.looks[1] - y) ** 2;
    if (best.length === ATTEMPTS && !(distance < best[ATTEMPTS - 1]!.distance)) continue;
    let rank = best.length;
    while (rank > 0 && distance < best[rank - 1]!.distance) rank--;
    best.splice(rank, 0, { guess, distance });
    best.length = Math.min(best.length, ATTEMPTS);
  }
  return best.map(({ guess }) => guess);
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
): Guess | undefined {
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
  const from = isSomewhere(before) ? before : here;
  const to = isSomewhere(after) ? after : here;
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
