/**
 * Encodings of the cylinder, the sphere and the disk: against SciPy and tiny-cuda-nn, across the
 * seam and the poles, and under rotations. Gradients reach coordinates.
 */
import { describe, expect, it } from 'vitest';
import { gridCoords } from '../core/coordinates.ts';
import type { OptionRecord } from '../core/options.ts';
import { defaultsOf } from '../core/options.ts';
import { gradientFault } from '../core/testing.ts';
import { cylindrical } from './cylindrical.ts';
import type { Encoding, Plane } from './encoding.ts';
import fixture from './fixtures/surfaces.json' with { type: 'json' };
import { fourierBessel } from './fourierBessel.ts';
import { spherical } from './spherical.ts';
import { sphericalHarmonics } from './sphericalHarmonics.ts';
import { encodePlaces, expectRows } from './testing.ts';

const square: Plane = { dimensions: 2, height: 9, width: 9 };
const given = fixture.places.flat();

async function ask(
  encoding: unknown,
  places: readonly number[],
  options: OptionRecord = {},
  precision: 'float32' | 'float64' = 'float64',
) {
  const question = { options, plane: square, precision };
  return (await encodePlaces(encoding as Encoding, places, question)).rows;
}

/** Largest deviation of any feature of any place. */
const apart = (a: number[][], b: readonly (readonly number[])[]) =>
  Math.max(...a.flatMap((row, i) => row.map((value, j) => Math.abs(value - b[i]![j]!))));

const surfaces = [
  ['cylindrical', cylindrical],
  ['spherical', spherical],
  ['spherical-harmonics', sphericalHarmonics],
] as const;

it.each([...surfaces, ['fourier-bessel', fourierBessel] as const])(
  '%s: gradients of the features reach the coordinates',
  async (_, encoding) => {
    const places = [
      [-0.75, 0.25],
      [0, 0],
      [1, -1], // at the seam and the north pole
      [0.3, 1],
      [0.1234, -0.987],
    ].flat();
    const coords = { shape: [5, 2], values: Float64Array.from(places) };
    // At most: a difference's error is the step squared times that of the fastest wave, 1,263 rad a unit.
    for (const [value, most] of [
      ['min', 1e-6],
      ['default', 1e-6],
      ['max', 1e-4],
    ] as const) {
      const options = {
        ...defaultsOf(encoding.options),
        [encoding.knob!]: (encoding as Encoding).options[encoding.knob!]![value as 'default'],
      };
      const fault = await gradientFault({ coords }, (ops, parameter) =>
        (encoding as Encoding).encode(ops, parameter, parameter('coords'), {
          options,
          plane: square,
          positions: Float32Array.from(places),
        }),
      );
      expect(fault).toBeLessThan(most);
    }
  },
);

it.each(surfaces)('%s: has no seam between the left and the right edge', async (_, encoding) => {
  const heights = [-0.9, -0.2, 0, 0.5, 1];
  const left = await ask(
    encoding,
    heights.flatMap((y) => [-1, y]),
  );
  const right = await ask(
    encoding,
    heights.flatMap((y) => [1, y]),
  );
  expect(apart(left, right)).toBeLessThan(1e-12);
  const around = await ask(
    encoding,
    heights.flatMap((y) => [2.3, y]),
  );
  const inside = await ask(
    encoding,
    heights.flatMap((y) => [0.3, y]),
  );
  expect(apart(around, inside)).toBeLessThan(1e-12);
  expect(apart(inside, right)).toBeGreaterThan(0.1);
});

it.each(surfaces.slice(1))('%s: a pole is one place', async (_, encoding) => {
  for (const pole of [-1, 1]) {
    const rows = await ask(
      encoding,
      [-0.8, 0, 0.4, 1].flatMap((x) => [x, pole]),
    );
    expect(
      apart(
        rows,
        rows.map(() => rows[0]!),
      ),
    ).toBeLessThan(1e-12);
    // Over the pole it goes down on the other side.
    const beyond = await ask(encoding, [0.25, 1.1 * pole]);
    expect(apart(beyond, await ask(encoding, [-0.75, 0.9 * pole]))).toBeLessThan(1e-12);
  }
});

describe('cylindrical', () => {
  const waves = (x: number) => [
    ...[1, 2, 3].map((m) => Math.cos(m * Math.PI * x)),
    ...[1, 2, 3].map((m) => Math.sin(m * Math.PI * x)),
  ];
  const heights = (y: number) => [1, 2].map((k) => Math.cos((k * Math.PI * (y + 1)) / 2));

  it('is whole waves of the angle, and cosines of the height', async () => {
    const options = { harmonics: 3, levels: 2, arrangement: 'apart' };
    const expected = fixture.places.map(([x, y]) => [...waves(x!), ...heights(y!)]);
    expectRows(await ask(cylindrical, given, options), expected);
  });

  it('multiplies them, each with each', async () => {
    const options = { harmonics: 3, levels: 2, arrangement: 'product' };
    const expected = fixture.places.map(([x, y]) =>
      [1, ...waves(x!)].flatMap((a) => [1, ...heights(y!)].map((b) => a * b)).slice(1),
    );
    expectRows(await ask(cylindrical, given, options), expected);
  });
});

describe('spherical', () => {
  it('is the unit vector, then octaves of waves of it', async () => {
    const expected = fixture.places.map(([x, y]) => {
      const [longitude, polar] = [Math.PI * x!, (Math.PI * (y! + 1)) / 2];
      const vector = [
        Math.sin(polar) * Math.cos(longitude),
        Math.sin(polar) * Math.sin(longitude),
        Math.cos(polar),
      ];
      const phases = vector.flatMap((each) => [Math.PI * each, 2 * Math.PI * each]);
      return [...vector, ...phases.map(Math.sin), ...phases.map(Math.cos)];
    });
    expectRows(await ask(spherical, given, { octaves: 2 }), expected);
    const alone = expected.map((row) => row.slice(0, 3));
    expectRows(await ask(spherical, given, { octaves: 0 }), alone);
  });
});

describe('spherical harmonics', () => {
  it('are those of SciPy to the highest degree', async () => {
    const { degree, features } = fixture.harmonics;
    expect(degree).toBe(sphericalHarmonics.options.degree.max);
    const rows = await ask(sphericalHarmonics, given, { degree });
    expectRows(rows, features);
    const inSingle = await ask(sphericalHarmonics, given, { degree }, 'float32');
    expect(apart(inSingle, features)).toBeLessThan(1e-5);
  });

  it('are the first 25 of them at degree 4, and those of tiny-cuda-nn to degree 3', async () => {
    const rows = await ask(sphericalHarmonics, given);
    expectRows(
      rows,
      fixture.harmonics.features.map((row) => row.slice(0, 25)),
    );
    expectRows(await ask(sphericalHarmonics, given, { degree: 3 }), fixture.tinyCudaNn);
  });

  it('keep the power of each degree under any rotation', async () => {
    // Σ_m Y_l,m² is (2l + 1) / 4π everywhere.
    const rows = await ask(sphericalHarmonics, given, { degree: 6 });
    for (const row of rows) {
      for (let l = 0; l <= 6; l++) {
        const power = row.slice(l * l, (l + 1) ** 2).reduce((sum, each) => sum + each ** 2, 0);
        expect(power).toBeCloseTo((2 * l + 1) / (4 * Math.PI), 10);
      }
    }
  });
});

describe('Fourier–Bessel', () => {
  const all = { harmonics: fixture.bessel.harmonics, rings: fixture.bessel.rings };

  it('are those of SciPy to the corners of the square', async () => {
    expect(all.harmonics).toBe(fourierBessel.options.harmonics.max);
    expect(all.rings).toBe(fourierBessel.options.rings.max);
    const { features } = fixture.bessel;
    expect(apart(await ask(fourierBessel, given, all), features)).toBeLessThan(1e-8);
    const inSingle = await ask(fourierBessel, given, all, 'float32');
    expect(apart(inSingle, features)).toBeLessThan(3e-6);
  });

  it('need no more directions for fewer rings', async () => {
    for (const harmonics of [0, 3, 4]) {
      for (const rings of [1, 2, 3]) {
        const expected = fixture.bessel.features.map((row) =>
          Array.from({ length: harmonics + 1 }, (_, m) => {
            const begin = m === 0 ? 0 : 6 * (2 * m - 1);
            return row.slice(begin, begin + (m === 0 ? rings : 2 * rings));
          }).flat(),
        );
        const found = await ask(fourierBessel, given, { harmonics, rings });
        expect(found[0]!.length).toBe(expected[0]!.length);
        expect(apart(found, expected)).toBeLessThan(1e-8);
      }
    }
  });

  it('vanish on the circle', async () => {
    const circle = Array.from({ length: 12 }, (_, i) => (Math.PI * i) / 6);
    const rows = await ask(
      fourierBessel,
      circle.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]),
      all,
    );
    expect(Math.max(...rows.flat().map(Math.abs))).toBeLessThan(1e-8);
  });

  it('shift only in phase when the image is turned, by the order times the angle', async () => {
    const turn = 0.4;
    const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
    const grid = gridCoords(9, 9);
    const turned = Array.from({ length: 81 }, (_, i) => {
      const [x, y] = [grid[2 * i]!, grid[2 * i + 1]!];
      return [cosine * x - sine * y, sine * x + cosine * y];
    }).flat();
    const options = { harmonics: 3, rings: 1 };
    const before = await ask(fourierBessel, [...grid], options);
    const after = await ask(fourierBessel, turned, options);
    const expected = before.map((row) => [
      row[0]!,
      ...[1, 2, 3].flatMap((m) => {
        const [a, b] = [row[2 * m - 1]!, row[2 * m]!];
        const [c, s] = [Math.cos(m * turn), Math.sin(m * turn)];
        return [c * a - s * b, s * a + c * b];
      }),
    ]);
    expect(apart(after, expected)).toBeLessThan(1e-8);
    expect(apart(after, before)).toBeGreaterThan(0.1);
  });

  it('have circles of pixels on images that are not square', async () => {
    const wide: Plane = { dimensions: 2, height: 4, width: 8 };
    // Two pixels right of the middle, and two above it.
    const { rows } = await encodePlaces(fourierBessel as Encoding, [0.5, 0, 0, -1], {
      options: { harmonics: 0, rings: 3 },
      plane: wide,
    });
    expectRows([rows[1]!], [rows[0]!]);
  });
});
