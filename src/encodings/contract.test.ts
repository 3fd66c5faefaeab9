/** What every encoding promises, over the whole list. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gridCoords } from '../core/coordinates.ts';
import { defaultsOf, faultOf, type OptionRecord } from '../core/options.ts';
import { countParameters } from '../core/parameters.ts';
import { sizeOf } from '../core/shapes.ts';
import { extremesOf, gradientFault, type HostParameter } from '../core/testing.ts';
import type { Encoding, Plane } from './encoding.ts';
import { encodingGroups, encodings, findEncoding } from './index.ts';
import { encodePlaces, oddPlane } from './testing.ts';

/** Corners, half-way between pixels of any grid, outside and far outside, and every pixel centre. */
const places = [
  ...[-1, -1, 1, 1, 1, -1, 0, 0, 0.123, -0.456, 1 / 28, 27 / 28, -3.5, 40, 0, 1e4, -1e4, 0],
  ...gridCoords(oddPlane.height, oddPlane.width),
];

/** The defaults, then each option at its ends. */
function variants({ options }: Encoding): OptionRecord[] {
  const defaults = defaultsOf(options);
  const changed = Object.entries(options).flatMap(([name, option]) =>
    extremesOf(option).map((value) => ({ ...defaults, [name]: value })),
  );
  return [defaults, ...changed];
}

/** Those that can work on a plane. */
const fitting = (encoding: Encoding, plane: Plane) =>
  variants(encoding).filter((options) => !encoding.fault?.(options, plane));

const planes: Plane[] = [oddPlane, { dimensions: 2, height: 28, width: 28 }];
const largePlane: Plane = { dimensions: 2, height: 4096, width: 4096 };

describe('the list of encodings', () => {
  it('holds the folder', () => {
    const others = ['index.ts', 'encoding.ts', 'testing.ts'];
    const files = readdirSync(import.meta.dirname)
      .filter((name) => /^\w+\.ts$/.test(name) && !others.includes(name))
      .map((name) =>
        name.replace('.ts', '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      );
    expect(encodings.map((each) => each.id).sort()).toEqual(files.sort());
  });

  it('finds each by its id, has none twice, and names what it does not know', () => {
    for (const encoding of encodings) expect(findEncoding(encoding.id)).toBe(encoding);
    expect(new Set(encodings.map((each) => each.label)).size).toBe(encodings.length);
    expect(() => findEncoding('siren')).toThrow('encoding "siren"');
  });

  it('groups by what is learned: trained parameters in one group and in no other', () => {
    for (const { label, encodings } of encodingGroups) {
      for (const each of encodings as readonly Encoding[]) {
        const parameters = each.parameters(defaultsOf(each.options), oddPlane);
        expect([each.id, parameters.some(({ trained }) => trained)]).toEqual([
          each.id,
          label === 'Learned',
        ]);
      }
    }
  });
});

describe.each(encodings.map((each) => [each.id, each as Encoding] as const))(
  '%s',
  (id, encoding) => {
    const defaults = defaultsOf(encoding.options);
    const blind = encoding.outputWidth(defaults, oddPlane) === 0;

    it('says what it is and whence, with legal defaults and help for each option', () => {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      for (const text of [encoding.label, encoding.summary, encoding.reference]) {
        expect(text.trim()).not.toBe('');
      }
      for (const option of Object.values(encoding.options)) {
        expect(faultOf(option, option.default)).toBeUndefined();
        expect(option.label.trim()).not.toBe('');
        expect(option.help?.trim()).toMatch(/\.$/);
      }
    });

    it('has a knob among its numbers, or none', () => {
      if (encoding.knob === null) return;
      expect(['number', 'integer']).toContain(encoding.options[encoding.knob]?.kind);
    });

    it('fits common images as it is, and says in words what does not fit', () => {
      for (const plane of planes) expect(encoding.fault?.(defaults, plane)).toBeUndefined();
      const hard = [largePlane, { ...oddPlane, dimensions: 1 }, { ...oddPlane, dimensions: 3 }];
      for (const plane of [...planes, ...hard]) {
        for (const options of variants(encoding)) {
          const fault = encoding.fault?.(options, plane);
          if (fault !== undefined) expect(fault).toMatch(/^[^;.A-Z][^;]+; [a-z][^;]+[^.;]$/);
        }
      }
    });

    it('declares its parameters as data, each name once, none larger than is sensible', () => {
      for (const plane of [...planes, largePlane]) {
        for (const options of fitting(encoding, plane)) {
          const parameters = encoding.parameters(options, plane);
          expect(new Set(parameters.map((each) => each.name)).size).toBe(parameters.length);
          for (const { shape, initial } of parameters) {
            expect(sizeOf(shape)).toBeGreaterThan(0);
            if (initial.kind === 'given') expect(initial.values.length).toBe(sizeOf(shape));
          }
          expect(4 * countParameters(parameters)).toBeLessThanOrEqual(64 * 2 ** 20);
        }
      }
    });

    it.skipIf(blind)('is as wide as promised, finite and leak-free at all its ends', async () => {
      const options = fitting(encoding, oddPlane);
      expect(options.length).toBeGreaterThan(Object.keys(encoding.options).length);
      for (const chosen of options) {
        const { rows, leaked } = await encodePlaces(encoding, places, {
          options: chosen,
          precision: 'float32',
        });
        const width = encoding.outputWidth(chosen, oddPlane);
        expect(rows.map((row) => row.length)).toEqual(
          Array.from({ length: places.length / 2 }, () => width),
        );
        expect(rows.flat().every(Number.isFinite)).toBe(true);
        expect(leaked).toBe(0);
      }
    });

    it.skipIf(blind)('takes one dimension and three, or says why not', async () => {
      for (const dimensions of [1, 3]) {
        const plane = { ...oddPlane, dimensions };
        if (encoding.fault?.(defaults, plane)) continue;
        const given = places.slice(0, 12);
        const { rows } = await encodePlaces(encoding, given, { plane });
        expect(rows.length).toBe(12 / dimensions);
        expect(rows[0]!.length).toBe(encoding.outputWidth(defaults, plane));
      }
    });

    it.skipIf(blind)('answers each place alone, in any order, the same each time', async () => {
      const { rows } = await encodePlaces(encoding, places);
      expect((await encodePlaces(encoding, places)).rows).toEqual(rows);
      const pairs = rows.map((_, row) => places.slice(2 * row, 2 * row + 2)).reverse();
      expect((await encodePlaces(encoding, pairs.flat())).rows).toEqual(rows.toReversed());
      const [alone] = (await encodePlaces(encoding, places.slice(8, 10))).rows;
      expect(alone).toEqual(rows[4]);
    });

    it.skipIf(blind)('tells places apart', async () => {
      const plane = planes[1]!;
      const grid = gridCoords(plane.height, plane.width);
      const { rows } = await encodePlaces(encoding, [...grid], { plane });
      expect(new Set(rows.map((row) => row.join())).size).toBe(plane.height * plane.width);
    });

    it.skipIf(blind)('draws from the seed what it draws, and nothing else', async () => {
      const drawn = encoding
        .parameters(defaults, oddPlane)
        .some(({ initial }) => initial.kind === 'normal' || initial.kind === 'uniform');
      const { rows } = await encodePlaces(encoding, places);
      const other = (await encodePlaces(encoding, places, { seed: 2 })).rows;
      if (drawn) expect(other).not.toEqual(rows);
      else expect(other).toEqual(rows);
    });

    it('learns all that it says is trained: gradients as finite differences', async () => {
      const parameters = encoding.parameters(defaults, oddPlane);
      const trained = parameters.filter((each) => each.trained).map((each) => each.name);
      if (trained.length === 0) return;
      const given = [...places.slice(0, 12), ...gridCoords(oddPlane.height, oddPlane.width)];
      const values = Object.fromEntries(
        parameters.map(({ name, shape }): [string, HostParameter] => {
          const waves = Float64Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(1 + i));
          return [name, { shape, values: waves }];
        }),
      );
      const fault = await gradientFault(
        values,
        (ops, parameter) =>
          encoding.encode(ops, parameter, ops.constant(given, [given.length / 2, 2]), {
            options: defaults,
            plane: oddPlane,
            positions: Float32Array.from(given),
          }),
        { moves: (name) => trained.includes(name) },
      );
      expect(fault).toBeLessThan(1e-6);
    });

    it.skipIf(!blind)('refuses to encode, having nothing to say', async () => {
      await expect(encodePlaces(encoding, places)).rejects.toThrow('no features');
    });
  },
);
