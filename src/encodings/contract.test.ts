/** What every encoding promises, over the whole list. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../core/differentiation.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import { defaultsOf, faultOf, type Option, type OptionRecord } from '../core/options.ts';
import { initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import { sizeOf } from '../core/shapes.ts';
import type { Encoding } from './encoding.ts';
import { encodings, findEncoding } from './index.ts';

/** Corners, the middle, half-way between pixels of any grid, and far outside the image. */
const places = [-1, -1, 1, 1, 0, 0, 0.123, -0.456, 1 / 28, 27 / 28, -3.5, 40];

function extremesOf(option: Option): (number | string | boolean)[] {
  switch (option.kind) {
    case 'choice':
      return option.choices.map((each) => each.value);
    case 'switch':
      return [true, false];
    default:
      return [option.min, option.max];
  }
}

/** The defaults, then each option at its ends. */
function variants({ options }: Encoding): OptionRecord[] {
  const defaults = defaultsOf(options);
  const changed = Object.entries(options).flatMap(([name, option]) =>
    extremesOf(option).map((value) => ({ ...defaults, [name]: value })),
  );
  return [defaults, ...changed];
}

const grid = { dimensions: 2, height: 6, width: 5 };

/** Features [rows, width] of coordinates, as a run of that seed starts. */
async function encode(
  encoding: Encoding,
  options: OptionRecord,
  coords: readonly number[],
  { seed = 1, dimensions = 2 } = {},
) {
  const kernels = createHostKernels('float32');
  const plane = { ...grid, dimensions };
  const random = createRandom(seed);
  const parameters = new Map(
    encoding.parameters(options, plane).map((each) => {
      const values = initialise(each, random.stream(`init/encoding/${each.name}`));
      return [each.name, kernels.fromHost(values, each.shape)];
    }),
  );
  const before = kernels.count();
  const { features } = evaluate(kernels, parameters, (ops, parameter) => {
    const given = ops.constant(coords, [coords.length / dimensions, dimensions]);
    const positions = Float32Array.from(coords);
    return { features: encoding.encode(ops, parameter, given, { options, plane, positions }) };
  });
  const leaked = kernels.count() - before - 1;
  return { shape: features!.shape, values: await kernels.read(features!), leaked };
}

describe('the list of encodings', () => {
  it('holds the folder', () => {
    const files = readdirSync(import.meta.dirname)
      .filter((name) => /^\w+\.ts$/.test(name) && !['index.ts', 'encoding.ts'].includes(name))
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
});

describe.each(encodings.map((each) => [each.id, each as Encoding] as const))(
  '%s',
  (id, encoding) => {
    const blind = encoding.outputWidth(defaultsOf(encoding.options), grid) === 0;

    it('says what it is and whence, with legal defaults', () => {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      for (const text of [encoding.label, encoding.summary, encoding.reference]) {
        expect(text.trim()).not.toBe('');
      }
      for (const option of Object.values(encoding.options)) {
        expect(faultOf(option, option.default)).toBeUndefined();
        expect(option.label.trim()).not.toBe('');
      }
    });

    it('declares its parameters as data, each name once, each of a positive size', () => {
      for (const options of variants(encoding)) {
        const parameters = encoding.parameters(options, grid);
        expect(new Set(parameters.map((each) => each.name)).size).toBe(parameters.length);
        for (const { shape } of parameters) expect(sizeOf(shape)).toBeGreaterThan(0);
      }
    });

    it.skipIf(blind)('is as wide as promised, finite and leak-free at all its ends', async () => {
      for (const options of variants(encoding)) {
        const { shape, values, leaked } = await encode(encoding, options, places);
        expect(shape).toEqual([places.length / 2, encoding.outputWidth(options, grid)]);
        expect(values.every(Number.isFinite)).toBe(true);
        expect(leaked).toBe(0);
      }
    });

    it.skipIf(blind)('takes one dimension and three', async () => {
      const options = defaultsOf(encoding.options);
      for (const dimensions of [1, 3]) {
        const { shape } = await encode(encoding, options, places, { dimensions });
        const width = encoding.outputWidth(options, { ...grid, dimensions });
        expect(shape).toEqual([places.length / dimensions, width]);
      }
    });

    it.skipIf(blind)('answers each place alone, the same each time', async () => {
      const options = defaultsOf(encoding.options);
      const { values } = await encode(encoding, options, places);
      expect((await encode(encoding, options, places)).values).toEqual(values);
      const alone = await encode(encoding, options, places.slice(6, 8));
      const width = encoding.outputWidth(options, grid);
      expect(alone.values).toEqual(values.slice(3 * width, 4 * width));
      const drawn = encoding
        .parameters(options, grid)
        .some(({ initial }) => initial.kind !== 'constant');
      const other = (await encode(encoding, options, places, { seed: 2 })).values;
      if (drawn) expect(other).not.toEqual(values);
      else expect(other).toEqual(values);
    });

    it.skipIf(!blind)('refuses to encode, having nothing to say', async () => {
      await expect(encode(encoding, {}, places)).rejects.toThrow('no features');
    });
  },
);
