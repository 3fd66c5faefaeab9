/**
 * The landscape over the unknown numbers of a geometry: a grid of points, an order in which it takes
 * shape early, and its basins.
 */
import type { SearchPoint, Unknown } from './geometrySearch.ts';

/** Points to a side, by the number of unknowns. */
const SIDES = [0, 48, 15, 8];

export interface SearchGrid {
  /** To a side. */
  readonly side: number;
  readonly cells: number;
  valuesAt(cell: number): number[];
  neighboursOf(cell: number): number[];
}

export function gridOf(unknowns: readonly Unknown[]): SearchGrid {
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
export function spacedOrder(cells: number): number[] {
  const order: number[] = [];
  for (const offset of [0, 4, 2, 6, 1, 5, 3, 7]) {
    for (let cell = offset; cell < cells; cell += 8) order.push(cell);
  }
  return order;
}

/** Points lower than all their neighbours, the lowest first. */
export function basinsOf(
  coarse: ReadonlyMap<number, SearchPoint>,
  grid: SearchGrid,
): SearchPoint[] {
  return [...coarse]
    .filter(([cell, { entropy }]) =>
      grid.neighboursOf(cell).every((next) => coarse.get(next)!.entropy >= entropy),
    )
    .map(([, point]) => point)
    .sort((a, b) => a.entropy - b.entropy);
}

/** Are two points further apart than neighbours of the grid? */
export function areApart(
  a: SearchPoint,
  b: SearchPoint,
  unknowns: readonly Unknown[],
  { side }: SearchGrid,
): boolean {
  return unknowns.some(({ from, to, periodic }, axis) => {
    const range = to - from;
    const apart = Math.abs(a.values[axis]! - b.values[axis]!);
    return (periodic ? Math.min(apart, range - apart) : apart) > (2 * range) / side;
  });
}
