/**
 * Lenses are round in pixels, whatever the shape of the image: lengths on the sensor and in the
 * image are in halves of the shorter side, so a radius of 1 ends at the middle of the nearest edges.
 * In an image that is not square the other two edges lie farther out, the corners always do.
 */
import type { ImageSize, InverseMap } from '../../core/geometry.ts';

type PlaneSize = Pick<ImageSize, 'height' | 'width'>;

/** How far the edges lie from the centre: 1 for the nearer ones. */
export function edgesOf({ height, width }: PlaneSize): { x: number; y: number } {
  const shorter = Math.min(height, width);
  return { x: width / shorter, y: height / shorter };
}

/**
 * A lens that only pushes outwards or inwards.
 *
 * @param seen where a radius of the sensor looks, a radius of the image; NaN where it sees nothing
 */
export function radialLens(size: PlaneSize, seen: (radius: number) => number): InverseMap {
  const edges = edgesOf(size);
  return (x, y) => {
    const radius = Math.hypot(x * edges.x, y * edges.y);
    if (radius === 0) return [x, y];
    const ratio = seen(radius) / radius;
    return [ratio * x, ratio * y];
  };
}

/** A lens may leave the corners dark; the middle of each edge has to see something. */
export function edgeFault(lens: InverseMap, size: PlaneSize, remedy: string): string | undefined {
  const edges = edgesOf(size);
  const middles = [
    { name: 'left', x: -1, y: 0, away: edges.x },
    { name: 'right', x: 1, y: 0, away: edges.x },
    { name: 'upper', x: 0, y: -1, away: edges.y },
    { name: 'lower', x: 0, y: 1, away: edges.y },
  ];
  const dark = middles.find(({ x, y }) => !sees(lens, x, y));
  if (!dark) return undefined;
  const end = dark.away * endOfSight(lens, dark.x, dark.y);
  return (
    `the lens sees nothing beyond a radius of ${end.toFixed(2)} towards the ${dark.name} edge, ` +
    `which lies at ${dark.away.toFixed(2)}; ${remedy}`
  );
}

function sees(lens: InverseMap, x: number, y: number): boolean {
  const [atX, atY] = lens(x, y);
  return Number.isFinite(atX) && Number.isFinite(atY);
}

/** Share of the way from the centre to a place at which the lens still sees something. */
function endOfSight(lens: InverseMap, x: number, y: number): number {
  let seen = 0;
  let dark = 1;
  for (let halving = 0; halving < 30; halving++) {
    const middle = (seen + dark) / 2;
    if (sees(lens, middle * x, middle * y)) seen = middle;
    else dark = middle;
  }
  return seen;
}
