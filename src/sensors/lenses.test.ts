/** Each lens against its published formula: closed forms here, OpenCV in fixtures/sensors.py. */
import { describe, expect, it } from 'vitest';
import type { ImageSize, InverseMap } from '../core/geometry.ts';
import { readOptions, type OptionRecord } from '../core/options.ts';
import { createRandom } from '../core/random.ts';
import fixture from './fixtures/sensors.json' with { type: 'json' };
import { findSensor } from './index.ts';

const square = { height: 28, width: 28, channels: 1 };
const wide = { height: 20, width: 32, channels: 1 };
const tall = { height: 32, width: 20, channels: 1 };
const draw = createRandom(9).stream('test/lenses');
const places = Array.from({ length: 100 }, (_, i) => [
  2 * draw.uniform(2 * i) - 1,
  2 * draw.uniform(2 * i + 1) - 1,
]) as [number, number][];

function lensOf(id: string, options: OptionRecord, size: ImageSize = square): InverseMap {
  const sensor = findSensor(id);
  const read = readOptions(sensor.options, options, sensor.label);
  const plan = sensor.plan(read, size, createRandom(1).stream('test/sensor'));
  return plan.lens ?? ((x, y) => [x, y]);
}
function faultOf(id: string, options: OptionRecord, size: ImageSize = square) {
  const sensor = findSensor(id);
  return sensor.fault?.(readOptions(sensor.options, options, sensor.label), size);
}
function expectNear(found: readonly number[], expected: readonly number[], digits = 10) {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    if (Number.isNaN(value)) expect(found[i]).toBeNaN();
    else expect(found[i]).toBeCloseTo(value, digits);
  });
}

describe('libraries', () => {
  it.each(fixture.cases)('agree: $sensor $options, $height × $width', (each) => {
    const options = each.options as unknown as OptionRecord;
    const lens = lensOf(each.sensor, options, {
      ...square,
      height: each.height,
      width: each.width,
    });
    let seen = 0;
    for (let i = 0; i < each.places.length; i += 2) {
      const found = lens(each.places[i]!, each.places[i + 1]!);
      const expected = each.looks.slice(i, i + 2).map((value) => value ?? NaN);
      if (expected.includes(NaN)) expect(found).toEqual([NaN, NaN]);
      else {
        const scale = Math.max(1, Math.hypot(...(expected as [number, number])));
        expectNear(
          found.map((value) => value / scale),
          expected.map((value) => value / scale),
          8,
        );
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(5);
  });

  it('have looked at each of three sensors', () => {
    const names = new Set(fixture.cases.map((each) => each.sensor));
    expect([...names]).toEqual(['opencv-fish-eye', 'brown-conrady', 'sphere']);
  });
});

describe('fish-eye', () => {
  const projections = {
    equidistant: (angle: number) => angle,
    stereographic: (angle: number) => 2 * Math.tan(angle / 2),
    equisolid: (angle: number) => 2 * Math.sin(angle / 2),
    orthographic: (angle: number) => Math.sin(angle),
  };

  it.each(Object.entries(projections))('%s puts each angle where its formula says', (model, d) => {
    for (const fieldOfView of [20, 90, 150, 170]) {
      const rim = (fieldOfView * Math.PI) / 360;
      const lens = lensOf('fish-eye', { fieldOfView, model });
      for (let step = 1; step <= 20; step++) {
        const angle = (rim * step) / 20;
        const place = d(angle) / d(rim);
        const seen = Math.tan(angle) / Math.tan(rim);
        expectNear(lens(place * 0.6, place * -0.8), [seen * 0.6, seen * -0.8], 9);
      }
    }
  });

  it.each(Object.keys(projections))('%s leaves the middle and the ends of the axes', (model) => {
    for (const fieldOfView of [1e-3, 60, 170]) {
      const lens = lensOf('fish-eye', { fieldOfView, model });
      expect(lens(0, 0)).toEqual([0, 0]);
      expectNear(lens(1, 0), [1, 0], 9);
      expectNear(lens(0, -1), [0, -1], 9);
    }
  });

  it('is nearly nothing for a narrow field of view', () => {
    for (const model of Object.keys(projections)) {
      const lens = lensOf('fish-eye', { fieldOfView: 0.1, model });
      for (const [x, y] of places) expectNear(lens(x, y), [x, y], 5);
    }
  });

  it('sees nothing from 90° on, nor beyond the reach of its model', () => {
    const corner = 0.99; // ρ = 1.4: 1.4 × 75° = 105°
    expect(lensOf('fish-eye', { fieldOfView: 150 })(corner, corner)).toEqual([NaN, NaN]);
    const orthographic = lensOf('fish-eye', { fieldOfView: 150, model: 'orthographic' });
    expect(orthographic(corner, corner)).toEqual([NaN, NaN]); // 1.4 × sin 75° > 1
    const narrow = lensOf('fish-eye', { fieldOfView: 120 })(corner, corner);
    expect(narrow[0]).toBeGreaterThan(1);
  });

  it('is what OpenCV calls a fish-eye where all k are 0', () => {
    const opencv = lensOf('opencv-fish-eye', { fieldOfView: 110 }, wide);
    const equidistant = lensOf('fish-eye', { fieldOfView: 110 }, wide);
    for (const [x, y] of places) expectNear(opencv(x, y), equidistant(x, y), 9);
  });
});

describe('the division model', () => {
  it('is undone by the root of its quadratic equation', () => {
    // r = ρ / (1 + λ ρ²)  ⇒  ρ = (1 − √(1 − 4 λ r²)) / (2 λ r)
    for (const lambda of [-0.9, -0.3, 0.2, 0.9]) {
      const lens = lensOf('division', { lambda });
      for (let step = 1; step <= 20; step++) {
        const [seen] = lens(step / 20, 0);
        const place = (1 - Math.sqrt(1 - 4 * lambda * seen ** 2)) / (2 * lambda * seen);
        expect(place).toBeCloseTo(step / 20, 9);
      }
    }
  });

  it('finds fault where it ends before an edge, not where it ends before a corner', () => {
    expect(faultOf('division', { lambda: -0.6 })).toBeUndefined();
    expect(lensOf('division', { lambda: -0.6 })(0.95, 0.95)).toEqual([NaN, NaN]);
    expect(faultOf('division', { lambda: -1 })).toContain('1.00 towards the left edge');
    // Edges of a wide image lie at 1.6: 1 / √0.5 = 1.41 is too near.
    expect(faultOf('division', { lambda: -0.5 }, wide)).toContain('1.41 towards the left edge');
    expect(faultOf('division', { lambda: 0.5 }, tall)).toContain('1.41 towards the upper edge');
    expect(faultOf('division', { lambda: -0.5 }, wide)).toContain('which lies at 1.60; choose');
  });
});

describe('Brown–Conrady', () => {
  it('names the radius at which a barrel folds', () => {
    // r (1 − 0.3 r²) is highest at r = 1 / √0.9, with 0.7027.
    const fault = faultOf('brown-conrady', { k1: -0.3 });
    expect(fault).toContain('beyond a radius of 0.70 towards the left edge, which lies at 1.00; ');
    // 4/27 = 0.148 is the strongest barrel that reaches 1.
    expect(faultOf('brown-conrady', { k1: -0.149 })).toBeDefined();
    expect(faultOf('brown-conrady', { k1: -0.147 })).toBeUndefined();
    expect(faultOf('brown-conrady', { k1: -0.3, k2: 0.1 })).toBeUndefined();
  });

  it('notices a fold on one side alone', () => {
    // On the x axis xd = x + 3 p2 x²: least −1 / (12 p2) = −0.69 for p2 = 0.12.
    expect(faultOf('brown-conrady', { p2: 0.12 })).toContain('0.69 towards the left edge');
    expect(faultOf('brown-conrady', { p2: -0.12 })).toContain('0.69 towards the right edge');
    expect(faultOf('brown-conrady', { p1: 0.12 })).toContain('0.69 towards the upper edge');
    expect(faultOf('brown-conrady', { p2: 0.08 })).toBeUndefined();
  });

  it('sees nothing beyond a fold', () => {
    const lens = lensOf('brown-conrady', { k1: -0.14 });
    expect(lens(0.99, 0)[0]).toBeGreaterThan(1);
    expect(lens(0.9, 0.9)).toEqual([NaN, NaN]);
  });

  it('sees nothing beyond a fold either where the formula rises again', () => {
    // Far out k3 brings xd back to 0.9; the lens that is followed from its centre ends at 0.7.
    const options = { k1: -0.3, k3: 0.005, p2: 0.001 };
    expect(lensOf('brown-conrady', options)(0.9, 0)).toEqual([NaN, NaN]);
    expect(lensOf('brown-conrady', options)(0, 0.8)).toEqual([NaN, NaN]);
    expect(faultOf('brown-conrady', options)).toMatch(/radius of 0\.7\d towards/);
  });

  it('sees each position once: the formula takes what is seen back to the place', () => {
    const options = { k1: -0.2, k2: 0.08, k3: -0.01, p1: 0.03, p2: -0.04 };
    const { k1, k2, k3, p1, p2 } = options;
    const lens = lensOf('brown-conrady', options);
    for (const [atX, atY] of places) {
      const [x, y] = lens(atX, atY);
      if (Number.isNaN(x)) continue;
      const r = Math.hypot(x, y);
      const radial = 1 + k1 * r ** 2 + k2 * r ** 4 + k3 * r ** 6;
      expect(x * radial + 2 * p1 * x * y + p2 * (r ** 2 + 2 * x ** 2)).toBeCloseTo(atX, 10);
      expect(y * radial + p1 * (r ** 2 + 2 * y ** 2) + 2 * p2 * x * y).toBeCloseTo(atY, 10);
    }
    expect(places.filter((place) => !Number.isNaN(lens(...place)[0])).length).toBeGreaterThan(80);
  });
});

describe('OpenCV fish-eye', () => {
  it('finds fault where the lens turns back within its field of view', () => {
    // 1 − 3 θ² = 0 at θ = 33.08°.
    const fault = faultOf('opencv-fish-eye', { fieldOfView: 120, k1: -1 });
    expect(fault).toContain('turns back 33° from its axis');
    expect(fault).toContain('; choose a field of view below 66°');
    expect(faultOf('opencv-fish-eye', { fieldOfView: 65, k1: -1 })).toBeUndefined();
    expect(faultOf('opencv-fish-eye', { fieldOfView: 67, k1: -1 })).toBeDefined();
  });

  it('sees nothing beyond where it turns back', () => {
    const lens = lensOf('opencv-fish-eye', { fieldOfView: 60, k1: -1 });
    expectNear(lens(1, 0), [1, 0], 9);
    expect(lens(0.9, 0.9)).toEqual([NaN, NaN]);
  });
});

const round: [string, OptionRecord][] = [
  ['foveated', { strength: 2 }],
  ['fish-eye', { fieldOfView: 130 }],
  ['fish-eye', { fieldOfView: 130, model: 'equisolid' }],
  ['opencv-fish-eye', { fieldOfView: 120, k1: -0.1 }],
  ['brown-conrady', { k1: -0.1, k2: 0.02 }],
  ['division', { lambda: -0.3 }],
];
describe.each(round)('%s %o', (id, options) => {
  it('turns with the image by quarters, exactly', () => {
    const lens = lensOf(id, options);
    for (const [x, y] of places) {
      const [atX, atY] = lens(x, y);
      expect(lens(-y, x)).toEqual([-atY, atX]);
    }
  });

  it('is round in pixels in images that are not square', () => {
    const lens = lensOf(id, options, wide);
    const upright = lensOf(id, options);
    const turned = lensOf(id, options, tall);
    for (const [x, y] of places) {
      // The same distance in pixels from the centre, in the nearer edges' halves.
      const [atX, atY] = upright(x, y);
      expectNear(lens(x / 1.6, y), [atX / 1.6, atY], 9);
      const [acrossX, acrossY] = lens(x, y);
      expectNear(turned(y, x), [acrossY, acrossX], 9);
    }
  });
});
