/**
 * The sphere: places of an equirectangular picture as directions, rotations, and the projection that
 * lays a flat image on the southern half.
 *
 *   direction (x, y, z), a unit vector; z towards the north pole
 *   place     (x, y) in [-1, 1]² of the equirectangular picture: longitude φ = π x, and colatitude
 *             ϑ = π (y + 1) / 2, 0 at the north pole, which is the whole upper edge
 *
 *   direction = (sin ϑ cos φ, sin ϑ sin φ, cos ϑ)
 *
 * The projection is that of spherical MNIST: the sphere lies on the plane z = 0 with its centre at
 * (0, 0, 1), and a ray from just above its north pole, (0, 0, 2.001), goes through a place of the
 * sphere to a place of the plane. A square image covers [-1.5, 1.5]² there. Only the southern half
 * sees the plane: it ends at 1.999, just inside the image's corners (2.12).
 *
 * On the plane the image's columns run along y and its rows against x, so that the equirectangular
 * picture, whose longitude grows to the right, does not mirror it. The program below has rows along x
 * and makes mirrored digits, which is all the same to who trains on them.
 *
 * Cohen et al. 2018, "Spherical CNNs", arXiv:1801.10130, and the program that made their data.
 */
export type Direction = readonly [x: number, y: number, z: number];

/** Row by row. Orthogonal, determinant 1. */
export type Rotation = readonly [Direction, Direction, Direction];

/** Where rays start: a little above the north pole, which would else have none. */
const ORIGIN = 2 + 1e-3;
/** Half a side of the image on the plane, in radii of the sphere. */
const HALF_SIDE = 1.5;

/** The direction at a place of the equirectangular picture. */
export function directionAt(x: number, y: number): Direction {
  const colatitude = (Math.PI * (y + 1)) / 2;
  const longitude = Math.PI * x;
  const sine = Math.sin(colatitude);
  return [sine * Math.cos(longitude), sine * Math.sin(longitude), Math.cos(colatitude)];
}

/** The place of a direction of any length: the other way of `directionAt`. */
export function placeOfDirection([x, y, z]: Direction): readonly [x: number, y: number] {
  const colatitude = Math.atan2(Math.hypot(x, y), z);
  return [Math.atan2(y, x) / Math.PI, (2 * colatitude) / Math.PI - 1];
}

/** Three angles in degrees, z-y-z: about the poles by `roll` first, then tipped about y, then turned. */
export interface Pose {
  readonly turn: number;
  readonly tip: number;
  readonly roll: number;
}

/** R = Rz(turn) · Ry(tip) · Rz(roll), each counter-clockwise to whoever its axis points at. */
export function rotationOf({ turn, tip, roll }: Pose): Rotation {
  return multiply(multiply(aboutZ(turn), aboutY(tip)), aboutZ(roll));
}

/** A pose that is evenly distributed over all rotations, where the three draws are over [0, 1). */
export function evenPose([turn, tip, roll]: readonly [number, number, number]): Pose {
  const degrees = (Math.acos(1 - 2 * tip) * 180) / Math.PI; // areas of zones go with the cosine
  return { turn: 360 * turn - 180, tip: degrees, roll: 360 * roll - 180 };
}

export function rotate(rotation: Rotation, direction: Direction): Direction {
  return [dot(rotation[0], direction), dot(rotation[1], direction), dot(rotation[2], direction)];
}

/** The other way round: a rotation's transpose undoes it. */
export function undone([a, b, c]: Rotation): Rotation {
  return [
    [a[0], b[0], c[0]],
    [a[1], b[1], c[1]],
    [a[2], b[2], c[2]],
  ];
}

/**
 * Where a direction sees the flat image: x right and y down, ±1 at the middle of a square image's
 * edges; NaN on the northern half, which sees nothing.
 */
export function projectToPlane([x, y, z]: Direction): readonly [x: number, y: number] {
  if (!(z <= 0)) return [NaN, NaN];
  const along = ORIGIN / (ORIGIN - (z + 1)) / HALF_SIDE;
  return [along * y, -along * x];
}

/** The southern direction that sees a position of the flat image; NaN where none does. */
export function liftFromPlane(x: number, y: number): Direction {
  const distance = HALF_SIDE * Math.hypot(x, y);
  // The ray meets the sphere twice at shares u of its way up from the plane's point; 1 is the plane:
  // (distance² + origin²) u² − 2 origin (origin − 1) u + origin (origin − 2) = 0.
  const square = distance ** 2 + ORIGIN ** 2;
  const half = ORIGIN * (ORIGIN - 1);
  const root = half ** 2 - square * ORIGIN * (ORIGIN - 2);
  const share = (half + Math.sqrt(root)) / square; // the lower of the two
  const z = ORIGIN * (1 - share) - 1;
  if (!(z <= 0)) return [NaN, NaN, NaN];
  return [-share * HALF_SIDE * y, share * HALF_SIDE * x, z];
}

function aboutZ(degrees: number): Rotation {
  const [sine, cosine] = sinAndCos(degrees);
  return [
    [cosine, -sine, 0],
    [sine, cosine, 0],
    [0, 0, 1],
  ];
}

function aboutY(degrees: number): Rotation {
  const [sine, cosine] = sinAndCos(degrees);
  return [
    [cosine, 0, sine],
    [0, 1, 0],
    [-sine, 0, cosine],
  ];
}

/** First the right one acts, then the left one. */
function multiply(left: Rotation, right: Rotation): Rotation {
  const columns = undone(right);
  return [rotate(columns, left[0]), rotate(columns, left[1]), rotate(columns, left[2])];
}

function dot(a: Direction, b: Direction): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function sinAndCos(degrees: number): readonly [number, number] {
  const radians = (degrees * Math.PI) / 180;
  return [Math.sin(radians), Math.cos(radians)];
}
