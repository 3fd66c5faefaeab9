import { describe, expect, it } from 'vitest';
import fixture from '../core/fixtures/geometry.json' with { type: 'json' };
import { composeInverse } from '../core/geometry.ts';
import { defaultsOf, type OptionRecord } from '../core/options.ts';
import { createRandom } from '../core/random.ts';
import type { SystemChoice } from '../core/system.ts';
import { applyTransforms, findTransform } from './index.ts';

const random = createRandom(5);
const size = { height: 11, width: 15, channels: 1 };

/** Where the one bright pixel of an 11 × 15 image is: [right of the centre, below the centre]. */
function follow([right, down]: [number, number], id: string, options: OptionRecord) {
  const image = new Float32Array(11 * 15);
  image[(5 + down) * 15 + 7 + right] = 1;
  const seen = applyTransforms(image, size, [{ id, options }], random);
  const at = seen.indexOf(Math.max(...seen));
  return [(at % 15) - 7, Math.floor(at / 15) - 5];
}

describe('transforms', () => {
  it.each(fixture.cases.filter((each) => each.transform !== null))(
    '$transform $options agrees with SciPy and scikit-image on $height × $width',
    ({ transform, options, height, width, image, seen }) => {
      const values = Float32Array.from(image, (level) => level / 255);
      const choices = [{ id: transform!, options: options as unknown as OptionRecord }];
      const found = applyTransforms(values, { height, width, channels: 1 }, choices, random);
      found.forEach((value, pixel) => expect(Math.abs(value - seen[pixel]!)).toBeLessThan(1e-6));
    },
  );

  it.each([
    ['shift', { x: 3 }, [1, 0], [4, 0]],
    ['shift', { y: -2 }, [1, 0], [1, -2]],
    ['rotation', { angle: 90 }, [4, 0], [0, -4]],
    ['rotation', { angle: -90 }, [4, 0], [0, 4]],
    ['scale', { factor: 2 }, [2, 1], [4, 2]],
    ['scale', { factor: 0.5 }, [4, -2], [2, -1]],
    ['shear', { slant: 1 }, [0, -3], [3, -3]],
    ['wave', { amplitude: 0 }, [2, 2], [2, 2]],
  ] as const)('%s %o moves things where its help says', (id, options, from, to) => {
    expect(follow([...from], id, options)).toEqual([...to]);
  });

  it('waves rows by their height alone', () => {
    const tall = { height: 4, width: 9, channels: 1 };
    const column = new Float32Array(36);
    for (let row = 0; row < 4; row++) column[row * 9 + 4] = 1;
    const waved = applyTransforms(
      column,
      tall,
      [{ id: 'wave', options: { amplitude: 2 } }],
      random,
    );
    // Rows lie at y = ±¼ and ±¾, where sin(2π y) is ±1.
    const places = [0, 1, 2, 3].map((row) => waved.slice(row * 9, row * 9 + 9).indexOf(1));
    expect(places).toEqual([2, 6, 2, 6]);
  });

  it('shifts along the screen where the image was turned before', () => {
    const image = new Float32Array(11 * 15);
    image[5 * 15 + 9] = 1; // 2 right of the centre
    const choices = [
      { id: 'rotation', options: { angle: 90 } },
      { id: 'shift', options: { x: 3 } },
    ];
    const seen = applyTransforms(image, size, choices, random);
    expect(seen.indexOf(1)).toBe(3 * 15 + 10); // turned to 2 above, then 3 right
    const other = applyTransforms(image, size, choices.toReversed(), random);
    expect(other.indexOf(1)).toBe(0 * 15 + 7); // 5 right, then turned to 5 above
  });

  it('resamples once: a shift and its opposite lose nothing', () => {
    const image = random.stream('test/image').uniforms(11 * 15);
    const choices: SystemChoice[] = [
      { id: 'shift', options: { x: 2.5 } },
      { id: 'shift', options: { x: -2.5 } },
    ];
    expect(applyTransforms(image, size, choices, random)).toEqual(image);
    const apart = choices.toSpliced(1, 0, { id: 'inversion', options: { strength: 1 } });
    const seen = applyTransforms(image, size, apart, random);
    expect(seen).not.toEqual(image.map((value) => 1 - value)); // two resamplings, and an edge cut off
  });

  it('acts in the order given', () => {
    const image = random.stream('test/image').uniforms(11 * 15);
    const first: SystemChoice = { id: 'brightness', options: { amount: 0.5 } };
    const then: SystemChoice = { id: 'inversion', options: { strength: 1 } };
    const one = (values: Float32Array, choice: SystemChoice) =>
      applyTransforms(values, size, [choice], random);
    const both = applyTransforms(image, size, [first, then], random);
    expect(both).toEqual(one(one(image, first), then));
    expect(both).not.toEqual(applyTransforms(image, size, [then, first], random));
  });

  it.each([
    ['rotation', { angle: 33 }, { angle: -33 }],
    ['scale', { factor: 1.6 }, { factor: 1 / 1.6 }],
    ['shear', { slant: 0.7 }, { slant: -0.7 }],
    ['swirl', { angle: 300 }, { angle: -300 }],
  ])('%s has an inverse among its own settings', (id, there, back) => {
    const map = composedMap(id, there, back);
    for (const [x, y] of [
      [0.1, 0.2],
      [-0.9, 0.3],
      [0.5, -1],
    ] as const) {
      const [toX, toY] = map(x, y);
      expect(toX).toBeCloseTo(x, 12);
      expect(toY).toBeCloseTo(y, 12);
    }
  });

  function composedMap(id: string, ...settings: OptionRecord[]) {
    const transform = findTransform(id);
    const stream = random.stream('test/map');
    return composeInverse(
      settings.map((options) =>
        transform.inverse!({ ...defaultsOf(transform.options), ...options }, size, stream),
      ),
    );
  }

  it('tips the top away and turns the right side away', () => {
    const turned = follow([6, 0], 'perspective', { turn: 60 })[0]!;
    const near = follow([-6, 0], 'perspective', { turn: 60 })[0]!;
    expect(turned).toBeLessThan(-near); // what is farther is nearer to the middle
    const tall = { height: 15, width: 15, channels: 1 };
    const map = findTransform('perspective').inverse!(
      { turn: 0, tip: 80, distance: 1.5 },
      tall,
      random.stream('test/map'),
    );
    expect(map(0, -0.9)).toEqual([NaN, NaN]); // above the horizon
    expect(map(0, 0.2)[1]).toBeGreaterThan(0.2);
  });

  it('draws one direction for each image, both equally often', () => {
    const image = new Float32Array(11 * 15);
    image[5 * 15 + 7] = 1;
    const many = new Float32Array(400 * 165).map((_, i) => image[i % 165]!);
    const choices = [{ id: 'shift', options: { x: 2, y: 1, eitherWay: true } }];
    const seen = applyTransforms(many, size, choices, random);
    const places = new Map<number, number>();
    for (let i = 0; i < 400; i++) {
      const at = seen.subarray(165 * i, 165 * (i + 1)).indexOf(1);
      places.set(at, (places.get(at) ?? 0) + 1);
    }
    const centre = 5 * 15 + 7;
    const corners = [centre - 17, centre - 13, centre + 13, centre + 17];
    expect([...places.keys()].sort((a, b) => a - b)).toEqual(corners);
    // Four corners, 100 expected in each: χ² with 3 degrees of freedom is below 16.3 in 999 of 1000.
    const squares = [...places.values()].map((count) => (count - 100) ** 2 / 100);
    expect(squares.reduce((a, b) => a + b)).toBeLessThan(16.3);
  });

  it('pushes by the amplitude asked for, another way in each image', () => {
    const square = { height: 48, width: 48, channels: 1 };
    const { inverse, options } = findTransform('elastic');
    let squares = 0;
    let count = 0;
    const pushes = [0, 1, 2, 3, 4, 5, 6, 7].map((image) => {
      const stream = random.stream(`test/elastic/${image}`);
      const map = inverse!({ ...defaultsOf(options), amplitude: 2, smoothness: 2 }, square, stream);
      for (let at = -0.7; at < 0.7; at += 0.1) {
        for (let down = -0.7; down < 0.7; down += 0.1) {
          const [x, y] = map(at, down);
          squares += ((x - at) * 24) ** 2 + ((y - down) * 24) ** 2;
          count += 2;
        }
      }
      return map(0, 0)[0];
    });
    // Between pixel centres interpolation takes off a little.
    expect(Math.sqrt(squares / count)).toBeGreaterThan(1.7);
    expect(Math.sqrt(squares / count)).toBeLessThan(2.1);
    expect(new Set(pushes).size).toBe(8);
  });

  it('permutes pixels the same in each image, channels together, and as many as asked', () => {
    const square = { height: 20, width: 20, channels: 3 };
    const image = Float32Array.from({ length: 1200 }, (_, i) => i / 1200);
    const both = new Float32Array([...image, ...image]);
    const permuted = (share: number, number = 0) =>
      applyTransforms(both, square, [{ id: 'permutation', options: { share, number } }], random);
    const seen = permuted(1);
    expect(seen.slice(0, 1200)).toEqual(seen.slice(1200));
    expect(seen.slice(0, 1200).toSorted()).toEqual(image);
    for (let pixel = 0; pixel < 400; pixel++) {
      const from = Math.round(seen[3 * pixel]! * 1200);
      expect(from % 3).toBe(0);
      expect(seen[3 * pixel + 2]).toBe(image[from + 2]);
    }
    const moved = (values: Float32Array) =>
      values.slice(0, 1200).filter((value, i) => i % 3 === 0 && value !== image[i]).length;
    expect(moved(seen)).toBeGreaterThan(390);
    expect(moved(permuted(0.3))).toBeLessThanOrEqual(120);
    expect(moved(permuted(0.3))).toBeGreaterThan(110);
    expect(permuted(1, 1)).not.toEqual(seen);
    const another = createRandom(6);
    const choices = [{ id: 'permutation', options: { share: 1 } }];
    expect(applyTransforms(both, square, choices, another)).not.toEqual(seen);
  });

  it('hides a rectangle', () => {
    const white = new Float32Array(165).fill(1);
    const hide = (options: OptionRecord) =>
      applyTransforms(white, size, [{ id: 'occlusion', options }], random);
    const rows = (values: Float32Array) =>
      Array.from({ length: 11 }, (_, row) => values.slice(row * 15, row * 15 + 15).join(''));
    expect(hide({ size: 1 }).every((value) => value === 0)).toBe(true);
    const corner = rows(hide({ size: 0.4, x: -1, y: 1 }));
    expect(corner[7]).toBe('1'.repeat(15));
    // The middle of the patch is the corner: 0.4 · 11 / 2 rows and 0.4 · 15 / 2 columns are left.
    expect(corner.slice(9)).toEqual(Array(2).fill(`000${'1'.repeat(12)}`));
    expect(hide({ size: 0.5, tone: 0.25 })[5 * 15 + 7]).toBe(0.25);
  });

  it('draws other numbers when the same transform comes twice', () => {
    const grey = new Float32Array(64 * 64).fill(0.5);
    const square = { height: 64, width: 64, channels: 1 };
    const choice = { id: 'noise', options: { deviation: 0.05 } };
    const noisy = applyTransforms(grey, square, [choice, choice], random);
    // Independent: √2 times the deviation; the same twice would be 2 times.
    expect(deviationOf(noisy)).toBeCloseTo(0.05 * Math.SQRT2, 2);
  });

  it('refuses values that are no whole number of images', () => {
    expect(() => applyTransforms(new Float32Array(7), size, [], random)).toThrow('found 7 values');
  });

  it('names what it does not know', () => {
    expect(() => findTransform('blurb')).toThrow('transform "blurb"');
    const wrong = [{ id: 'noise', options: { deviation: 2 } }];
    expect(() => applyTransforms(new Float32Array(165), size, wrong, random)).toThrow('Noise = 2');
  });
});

function deviationOf(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
