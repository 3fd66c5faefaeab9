/**
 * The distortion that most calibrations of cameras speak of, radial and tangential.
 *
 *   (x, y)    where the image is seen, r² = x² + y²
 *   (xd, yd)  where that is on the sensor:
 *   xd = x (1 + k1 r² + k2 r⁴ + k3 r⁶) + 2 p1 x y + p2 (r² + 2 x²)
 *   yd = y (1 + k1 r² + k2 r⁴ + k3 r⁶) + p1 (r² + 2 y²) + 2 p2 x y
 *
 * Lengths are in halves of the shorter side (optics/round.ts): a camera that sees 90° across it. The
 * sensor asks the other way: Newton's method, from where the radial part alone looks. The formula's
 * derivative is symmetric, so as long as its determinant stays above 0 on the way from the centre,
 * nothing has folded and no place looks twice; beyond a fold nothing is seen.
 *
 * Brown 1966, "Decentering distortion of lenses" (Photogrammetric Engineering 32); Conrady 1919.
 */
import { gridCoords } from '../core/coordinates.ts';
import type { ImageSize, InverseMap } from '../core/geometry.ts';
import { number } from '../core/options.ts';
import { endOfRise, whereRising, type RisingCurve } from './optics/rising.ts';
import { edgeFault, edgesOf, radialLens } from './optics/round.ts';
import { defineSensor } from './sensor.ts';

interface Coefficients {
  readonly k1: number;
  readonly k2: number;
  readonly k3: number;
  readonly p1: number;
  readonly p2: number;
}
type Position = readonly [x: number, y: number];

/** Farther out than this, in halves of the shorter side, no image lies. */
const FARTHEST = 20;
const MOST_ITERATIONS = 30;
const NEAR_ENOUGH = 1e-13;
/** Looks for a fold at so many places on the way from the centre. */
const CHECKS = 8;

/** Where a position of the image appears. */
function distort({ k1, k2, k3, p1, p2 }: Coefficients, [x, y]: Position): Position {
  const square = x * x + y * y;
  const radial = 1 + square * (k1 + square * (k2 + square * k3));
  return [
    x * radial + 2 * p1 * x * y + p2 * (square + 2 * x * x),
    y * radial + p1 * (square + 2 * y * y) + 2 * p2 * x * y,
  ];
}

/** ∂xd/∂x, ∂xd/∂y = ∂yd/∂x, ∂yd/∂y. */
function derivative({ k1, k2, k3, p1, p2 }: Coefficients, [x, y]: Position) {
  const square = x * x + y * y;
  const radial = 1 + square * (k1 + square * (k2 + square * k3));
  const growth = 2 * (k1 + square * (2 * k2 + square * 3 * k3));
  return [
    radial + x * x * growth + 2 * p1 * y + 6 * p2 * x,
    x * y * growth + 2 * p1 * x + 2 * p2 * y,
    radial + y * y * growth + 6 * p1 * y + 2 * p2 * x,
  ] as const;
}

function radialPart({ k1, k2, k3 }: Coefficients): RisingCurve {
  return {
    value(radius) {
      const square = radius * radius;
      return radius * (1 + square * (k1 + square * (k2 + square * k3)));
    },
    slope(radius) {
      const square = radius * radius;
      return 1 + square * (3 * k1 + square * (5 * k2 + square * 7 * k3));
    },
  };
}

function isUnfolded(coefficients: Coefficients, [x, y]: Position): boolean {
  for (let check = 1; check <= CHECKS; check++) {
    const share = check / CHECKS;
    const [a, b, d] = derivative(coefficients, [share * x, share * y]);
    if (!(a * d > b * b)) return false;
  }
  return true;
}

/** The position that appears at `target`, by Newton's method; NaN where it is not found. */
function undistort(coefficients: Coefficients, target: Position, start: Position): Position {
  let at = start;
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const [x, y] = distort(coefficients, at);
    const right = target[0] - x;
    const down = target[1] - y;
    if (Math.hypot(right, down) < NEAR_ENOUGH) {
      return isUnfolded(coefficients, at) ? at : [NaN, NaN];
    }
    const [a, b, d] = derivative(coefficients, at);
    const determinant = a * d - b * b;
    at = [
      at[0] + (d * right - b * down) / determinant,
      at[1] + (a * down - b * right) / determinant,
    ];
  }
  return [NaN, NaN];
}

function lensOf(coefficients: Coefficients, size: ImageSize): InverseMap {
  const radial = radialPart(coefficients);
  const end = endOfRise(radial, FARTHEST);
  if (coefficients.p1 === 0 && coefficients.p2 === 0) {
    return radialLens(size, (radius) => whereRising(radial, radius, end));
  }
  const edges = edgesOf(size);
  return (x, y) => {
    const target = [x * edges.x, y * edges.y] as const;
    const radius = Math.hypot(...target);
    if (radius === 0) return [x, y];
    const ratio = whereRising(radial, Math.min(radius, radial.value(end)), end) / radius;
    const [atX, atY] = undistort(coefficients, target, [ratio * target[0], ratio * target[1]]);
    return [atX / edges.x, atY / edges.y];
  };
}

const coefficient = (label: string, help: string, reach = 1) =>
  number({ label, help, default: 0, min: -reach, max: reach });

export const brownConrady = defineSensor({
  id: 'brown-conrady',
  label: 'Brown–Conrady',
  summary:
    'Barrel or pincushion and a lens that sits askew, as most calibrations of cameras describe them.',
  reference: 'Brown 1966, Photogrammetric Engineering 32; Conrady 1919',
  group: 'lens',
  options: {
    k1: coefficient('k₁', 'Below 0 a barrel, above 0 a pincushion.'),
    k2: coefficient('k₂', 'As k₁, but nearer to the rim; above 0 it keeps a strong barrel whole.'),
    k3: coefficient('k₃', 'As k₂, but at the very rim.'),
    p1: coefficient('p₁', 'Tangential: tilts the image up or down.', 0.2),
    p2: coefficient('p₂', 'Tangential: tilts the image to a side.', 0.2),
  },
  example: { k1: -0.3, k2: 0.1 },
  fault: (coefficients, size) =>
    edgeFault(
      lensOf(coefficients, size),
      size,
      'choose coefficients nearer to 0, or a larger k₂ with a strong barrel',
    ),
  plan(coefficients, size) {
    return {
      places: gridCoords(size.height, size.width),
      lattice: { height: size.height, width: size.width },
      lens: lensOf(coefficients, size),
    };
  },
});
