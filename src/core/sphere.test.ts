import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';
import {
  directionAt,
  evenPose,
  liftFromPlane,
  placeOfDirection,
  projectToPlane,
  rotate,
  rotationOf,
  undone,
  type Direction,
} from './sphere.ts';

const draw = createRandom(5).stream('test/sphere');
const places = Array.from({ length: 200 }, (_, i) => [
  1.99 * draw.uniform(2 * i) - 0.995,
  1.98 * draw.uniform(2 * i + 1) - 0.99,
]) as [number, number][];
const someDirections = places.map(([x, y]) => directionAt(x, y));

function expectNear(found: readonly number[], expected: readonly number[]) {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 12));
}
/** Along an axis: what a right hand shows. */
const cross = (a: Direction, b: Direction): Direction => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

describe('directions', () => {
  it('has the poles at the upper and lower edge, the equator between', () => {
    expectNear(directionAt(0.3, -1), [0, 0, 1]);
    expectNear(directionAt(0.3, 1), [0, 0, -1]);
    expectNear(directionAt(0, 0), [1, 0, 0]);
    expectNear(directionAt(0.5, 0), [0, 1, 0]);
    expectNear(directionAt(-1, 0), [-1, 0, 0]);
  });

  it('is a unit vector, and finds its place again', () => {
    for (const [x, y] of places) {
      const direction = directionAt(x, y);
      expect(Math.hypot(...direction)).toBeCloseTo(1, 14);
      expectNear(placeOfDirection(direction), [x, y]);
    }
  });
});

describe('rotations', () => {
  it('turns about z, tips about y, counter-clockwise', () => {
    expectNear(rotate(rotationOf({ turn: 90, tip: 0, roll: 0 }), [1, 0, 0]), [0, 1, 0]);
    expectNear(rotate(rotationOf({ turn: 0, tip: 90, roll: 0 }), [0, 0, 1]), [1, 0, 0]);
    expectNear(rotate(rotationOf({ turn: 0, tip: 0, roll: 90 }), [1, 0, 0]), [0, 1, 0]);
    // Roll acts first, turn last: x → y, tipped stays y, → −x.
    expectNear(rotate(rotationOf({ turn: 90, tip: 90, roll: 90 }), [1, 0, 0]), [-1, 0, 0]);
  });

  it('turns a picture along its rows and leaves its poles', () => {
    const rotation = rotationOf({ turn: 36, tip: 0, roll: 0 });
    expectNear(placeOfDirection(rotate(rotation, directionAt(0.1, 0.4))), [0.3, 0.4]);
  });

  it('keeps lengths, angles and handedness, and is undone', () => {
    const rotation = rotationOf({ turn: 20, tip: -70, roll: 130 });
    for (const [i, a] of someDirections.entries()) {
      const b = someDirections[(i + 1) % someDirections.length]!;
      expectNear(cross(rotate(rotation, a), rotate(rotation, b)), rotate(rotation, cross(a, b)));
      expectNear(rotate(undone(rotation), rotate(rotation, a)), a);
    }
  });

  it('draws poses evenly: a direction goes anywhere, an octant as often as its area', () => {
    const count = 8000;
    const octants = new Array<number>(8).fill(0);
    for (let i = 0; i < count; i++) {
      const pose = evenPose([
        draw.uniform(3 * i),
        draw.uniform(3 * i + 1),
        draw.uniform(3 * i + 2),
      ]);
      const [x, y, z] = rotate(rotationOf(pose), [0.6, 0, 0.8]);
      octants[(x > 0 ? 1 : 0) + (y > 0 ? 2 : 0) + (z > 0 ? 4 : 0)]! += 1;
    }
    const deviation = Math.sqrt((count / 8) * (7 / 8));
    for (const hits of octants) expect(Math.abs(hits - count / 8)).toBeLessThan(4 * deviation);
  });
});

describe('the projection', () => {
  it('sees the middle of the image at the south pole, nothing in the north', () => {
    expectNear(projectToPlane([0, 0, -1]), [0, 0]);
    expect(projectToPlane(directionAt(0.2, -0.01))).toEqual([NaN, NaN]);
    expect(projectToPlane([0, 0, 1])).toEqual([NaN, NaN]);
  });

  it('lies on the ray from above the pole', () => {
    for (const direction of someDirections.filter(([, , z]) => z <= 0)) {
      const [column, row] = projectToPlane(direction);
      // All three on one line: origin (0, 0, 2.001), place of the lifted sphere, plane.
      const up: Direction = [direction[0], direction[1], direction[2] + 1 - 2.001];
      const down: Direction = [-1.5 * row, 1.5 * column, -2.001];
      expectNear(cross(up, down), [0, 0, 0]);
    }
  });

  it('sees the equator at twice the radius, but for the height of the origin', () => {
    const [column, row] = projectToPlane([1, 0, 0]);
    expectNear([column, row], [0, -2.001 / 1.001 / 1.5]);
  });

  it('shows the image upright and not mirrored once it is tipped to the equator', () => {
    const rotation = rotationOf({ turn: 0, tip: 90, roll: 0 });
    const seen = (x: number, y: number) => projectToPlane(rotate(rotation, directionAt(x, y)));
    expectNear(seen(0, 0), [0, 0]);
    expect(seen(0.1, 0)[0]).toBeGreaterThan(0.1);
    expect(seen(0, 0.1)[1]).toBeGreaterThan(0.05);
    expect(seen(0.1, 0)[1]).toBeCloseTo(0, 12);
    expect(seen(0, 0.1)[0]).toBeCloseTo(0, 12);
  });

  it('is undone by lifting, and lifting by it', () => {
    for (const direction of someDirections.filter(([, , z]) => z <= 0)) {
      expectNear(liftFromPlane(...projectToPlane(direction)), direction);
    }
    for (const [x, y] of places.filter((place) => Math.hypot(...place) < 1.33)) {
      const direction = liftFromPlane(x, y);
      expect(Math.hypot(...direction)).toBeCloseTo(1, 12);
      expectNear(projectToPlane(direction), [x, y]);
    }
  });

  it('ends just inside the corners', () => {
    expect(liftFromPlane(1, 0.8)).not.toContain(NaN);
    expect(liftFromPlane(1, 1)).toEqual([NaN, NaN, NaN]);
  });
});
