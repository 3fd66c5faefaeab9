import { describe, expect, it } from 'vitest';
import { aboutCentre, composeInverse, lookAside, type InverseMap } from './geometry.ts';
import { invertMap, stretchOf } from './invert.ts';
import { createRandom } from './random.ts';
import { directionAt, liftFromPlane, placeOfDirection, projectToPlane } from './sphere.ts';

const draw = createRandom(6).stream('test/invert');
const places = Array.from({ length: 300 }, (_, i) => [
  2 * draw.uniform(2 * i) - 1,
  2 * draw.uniform(2 * i + 1) - 1,
]) as [number, number][];

/** Equidistant fish-eye: ρ sees tan(ρ h) / tan h, whose derivative is known. */
const half = (60 * Math.PI) / 180;
const fishEye: InverseMap = (x, y) => {
  const radius = Math.hypot(x, y);
  if (!(radius * half < Math.PI / 2)) return [NaN, NaN];
  const seen =
    radius === 0 ? half / Math.tan(half) : Math.tan(radius * half) / Math.tan(half) / radius;
  return [seen * x, seen * y];
};
const fishEyeBack: InverseMap = (x, y) => {
  const radius = Math.hypot(x, y);
  const place = Math.atan(radius * Math.tan(half)) / half / radius;
  return [place * x, place * y];
};
/** dr/dρ · r/ρ */
function fishEyeStretch(radius: number): number {
  const slope = half / Math.cos(radius * half) ** 2 / Math.tan(half);
  return (slope * Math.tan(radius * half)) / Math.tan(half) / radius;
}

const equirectangular: InverseMap = (x, y) => projectToPlane(directionAt(x, y));
const size = { height: 14, width: 30 };
const affine = composeInverse([aboutCentre([1.2, 0.5, -0.3, 0.8], size), lookAside(2, -1, size)]);

function expectNear(found: readonly number[], expected: readonly number[], digits: number) {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, digits));
}

describe('stretchOf', () => {
  it('is the determinant of a linear map', () => {
    for (const [x, y] of places) expect(stretchOf(affine, x, y)).toBeCloseTo(1.2 * 0.8 + 0.15, 9);
    expect(stretchOf((x, y) => [y, x], 0.2, 0.3)).toBeCloseTo(1, 10); // a mirror has an area, too
  });

  it('is that of a fish-eye by its formula, to eight digits, also at the centre', () => {
    const within = places.filter((place) => Math.hypot(...place) < 1.3);
    expect(within.length).toBeGreaterThan(200);
    for (const [x, y] of within) {
      const expected = fishEyeStretch(Math.hypot(x, y));
      expect(stretchOf(fishEye, x, y) / expected).toBeCloseTo(
        1,
        8 - (Math.hypot(x, y) > 1 ? 2 : 0),
      );
    }
    expect(stretchOf(fishEye, 0, 0)).toBeCloseTo((half / Math.tan(half)) ** 2, 9);
  });

  it('is that of the sphere by its formula', () => {
    // r = 2.001 sin θ / (2.001 − 1 − cos θ) / 1.5 over the colatitude θ, which is π/2 per unit of y.
    for (const [x, y] of places.filter(([, at]) => at > 0.01)) {
      const colatitude = (Math.PI * (y + 1)) / 2;
      const gap = 1.001 - Math.cos(colatitude);
      const radius = (2.001 * Math.sin(colatitude)) / gap / 1.5;
      const slope = (2.001 * (1.001 * Math.cos(colatitude) - 1)) / gap ** 2 / 1.5;
      const expected = Math.abs(slope * radius * Math.PI * (Math.PI / 2));
      expect(stretchOf(equirectangular, x, y)).toBeCloseTo(expected, 7);
    }
  });

  it('takes one side alone at the rim, and is NaN beyond', () => {
    const rim: InverseMap = (x, y) => (x > 0 ? [NaN, NaN] : [2 * x, 3 * y]);
    expect(stretchOf(rim, 0, 0.5)).toBeCloseTo(6, 9);
    expect(stretchOf(rim, 0.1, 0.5)).toBeNaN();
  });
});

describe('invertMap', () => {
  it('undoes a linear map', () => {
    const back = invertMap(affine);
    let found = 0;
    for (const [x, y] of places) {
      expectNear(back(...affine(x, y)), [x, y], 8);
      found += 1;
    }
    expect(found).toBe(places.length);
  });

  it('undoes a fish-eye, as its formula does', () => {
    const back = invertMap(fishEye);
    for (const [x, y] of places) {
      expectNear(back(x, y), fishEyeBack(x, y), 8);
      expectNear(fishEye(...back(x, y)), [x, y], 9);
    }
    expectNear(back(0, 0), [0, 0], 9);
  });

  it('undoes the sphere, also at its pole, where all longitudes meet', () => {
    const back = invertMap(equirectangular);
    const seen = places.filter((place) => Math.hypot(...place) < 1.3);
    for (const [x, y] of seen) {
      const place = back(x, y);
      expectNear(equirectangular(...place), [x, y], 9);
      const expected = placeOfDirection(liftFromPlane(x, y));
      expect(place[1]).toBeCloseTo(expected[1], 7);
      // Within reach of the seam there are two names for one longitude.
      expect(Math.abs(Math.sin((Math.PI * (place[0] - expected[0])) / 2))).toBeLessThan(1e-7);
    }
    expectNear(equirectangular(...back(0, 0)), [0, 0], 9);
    expectNear(equirectangular(...back(1e-3, -2e-3)), [1e-3, -2e-3], 9);
  });

  it('is NaN where nothing looks', () => {
    const window: InverseMap = (x, y) => [x / 2, y / 2];
    expectNear(invertMap(window)(0.4, -0.5), [0.8, -1], 9);
    expect(invertMap(window)(0.7, 0)).toEqual([NaN, NaN]);
    expect(invertMap(() => [NaN, NaN])(0, 0)).toEqual([NaN, NaN]);
    expect(invertMap(() => [0.3, 0.3])(0, 0)).toEqual([NaN, NaN]);
  });

  it('halves steps that would lead away', () => {
    // Newton's method alone runs off on an arc tangent from anywhere but its middle.
    const flat: InverseMap = (x, y) => [Math.atan(20 * x), Math.atan(20 * y)];
    const back = invertMap(flat, { guesses: 2 });
    expectNear(back(Math.atan(0.2), Math.atan(-0.6)), [0.01, -0.03], 9);
  });

  it('undoes a map that is torn between rows', () => {
    const torn: InverseMap = (x, y) => [x + (Math.floor(7 * (y + 1)) % 2 === 0 ? 0.05 : -0.05), y];
    const back = invertMap(torn);
    for (const [x, y] of places.slice(0, 100)) expectNear(torn(...back(x, y)), [x, y], 9);
  });
});
