/** What every architecture promises, over the whole list. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../core/differentiation.ts';
import { codeOf } from '../core/errors.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import { defaultsOf, faultOf, type OptionRecord } from '../core/options.ts';
import { initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import { sizeOf } from '../core/shapes.ts';
import { extremesOf } from '../core/testing.ts';
import { constantsOf } from '../training/answers.ts';
import { createModel } from '../training/model.ts';
import type { Architecture } from './architecture.ts';
import { architectures, findArchitecture } from './index.ts';
import { narrowOptions } from './testing.ts';

const list = architectures.map((each) => [each.id, each as Architecture] as const);
const encoding = { id: 'raw', options: {} };
const tiny = { height: 5, width: 4, channels: 2, outputs: 3 };
/** For those that need more pixels, and no square. */
const small = { height: 16, width: 12, channels: 2, outputs: 3 };
const large = { height: 28, width: 28, channels: 1, outputs: 10, features: 128 };

/** The defaults, then each option at its ends, under each setting of others that makes it matter. */
function variants({ options }: Architecture): OptionRecord[] {
  const defaults = defaultsOf(options);
  const settingsOf = (name: string): OptionRecord[] =>
    Object.entries(options[name]!.when ?? {}).reduce<OptionRecord[]>(
      (settings, [other, values]) =>
        settings.flatMap((setting) =>
          values.flatMap((value) =>
            settingsOf(other).map((own) => ({ ...setting, ...own, [other]: value })),
          ),
        ),
      [{}],
    );
  const changed = Object.entries(options).flatMap(([name, option]) =>
    settingsOf(name).flatMap((setting) =>
      extremesOf(option).map((value) => ({ ...defaults, ...setting, [name]: value })),
    ),
  );
  return [defaults, ...changed];
}

/** Small widths, so that the deepest variant runs in milliseconds. */
function smallVariants(architecture: Architecture): OptionRecord[] {
  const narrow = narrowOptions(architecture, 12);
  return variants(architecture).map((options) => ({ ...options, ...narrow }));
}

const sizesFor = ({ fault, options }: Architecture) =>
  fault?.(defaultsOf(options), { ...tiny, features: 2 }) ? small : tiny;

/** Half black, as images on paper are, and a tenth fully lit. */
function drawImages(count: number, { height, width, channels }: typeof tiny): Float32Array {
  const stream = createRandom(4).stream('test/images');
  const values = stream.uniforms(count * height * width * channels, -1, 1);
  return values.map((value) => (value > 0.8 ? 1 : Math.max(0, value)));
}

async function logitsOf(
  id: string,
  options: OptionRecord,
  {
    images = sizesFor(findArchitecture(id)),
    sparse = true,
    seed = 1,
    count = 3,
    chosen = encoding,
  } = {},
) {
  const kernels = createHostKernels('float32');
  const model = createModel({ architecture: { id, options }, encoding: chosen }, images);
  const random = createRandom(seed);
  const parameters = new Map(
    model.parameters.map((each) => {
      const values = initialise(each, random.stream(`init/${each.name}`));
      return [each.name, kernels.fromHost(values, each.shape)];
    }),
  );
  const feed = model.feed(drawImages(count, images), count, sparse);
  const before = kernels.count();
  const { logits, ...shown } = evaluate(kernels, parameters, (ops, parameter) => {
    const context = {
      layout: feed.layout,
      positions: feed.positions,
      training: false,
      random: random.stream,
    };
    return model.forward(ops, parameter, constantsOf(ops, feed), context).outputs;
  });
  const shapes = Object.entries(shown).map(([name, { shape }]) => ({ name, shape }));
  Object.values(shown).forEach(kernels.dispose);
  return {
    shape: logits!.shape,
    values: await kernels.read(logits!),
    shown: shapes,
    rows: feed.layout.rows,
    leaked: kernels.count() - before - 1,
  };
}

describe('the list of architectures', () => {
  it('holds the folder', () => {
    const others = ['index.ts', 'architecture.ts', 'testing.ts'];
    const files = readdirSync(import.meta.dirname)
      .filter((name) => /^\w+\.ts$/.test(name) && !others.includes(name))
      .map((name) =>
        name
          .replace('.ts', '')
          .replace(/[A-Z]|\d+/g, '-$&')
          .toLowerCase(),
      );
    expect(architectures.map((each) => each.id as string).sort()).toEqual(files.sort());
  });

  it('finds each by its id and names what it does not know', () => {
    for (const each of architectures) expect(findArchitecture(each.id)).toBe(each);
    expect(() => findArchitecture('resnet')).toThrow('architecture "resnet"');
  });
});

describe.each(list)('%s', (id, architecture) => {
  it('says what it is and whence, with legal defaults', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
    for (const text of [architecture.label, architecture.summary, architecture.reference]) {
      expect(text.trim()).not.toBe('');
    }
    for (const option of Object.values(architecture.options)) {
      expect(faultOf(option, option.default)).toBeUndefined();
      expect(option.label.trim()).not.toBe('');
      for (const [other, values] of Object.entries(option.when ?? {})) {
        for (const value of values)
          expect(faultOf(architecture.options[other]!, value)).toBe(undefined);
      }
    }
  });

  it('says why it reads no encoding, if it reads none', () => {
    if (architecture.usesEncoding) expect(architecture.whyNoEncoding).toBeUndefined();
    else expect(architecture.whyNoEncoding).toMatch(/^[A-Z].{20,}\.$/);
  });

  it('declares each parameter once, of a positive size, at all ends of its options', () => {
    for (const options of variants(architecture)) {
      for (const features of [0, 128]) {
        if (architecture.fault?.(options, { ...large, features })) continue;
        const parameters = architecture.parameters(options, { ...large, features });
        expect(new Set(parameters.map((each) => each.name)).size).toBe(parameters.length);
        for (const { shape } of parameters) expect(sizeOf(shape)).toBeGreaterThan(0);
      }
    }
  });

  it('shows the way from the image to as many answers as are asked for', () => {
    for (const options of variants(architecture)) {
      if (architecture.fault?.(options, large)) continue;
      const stages = architecture.stages(options, large);
      expect(stages.at(-1)!.shape).toEqual([large.outputs]);
      expect(stages[0]!.multiplyAdds).toBe(0);
      for (const { shape, multiplyAdds, sharedMultiplyAdds = 0 } of stages) {
        expect(sizeOf(shape)).toBeGreaterThan(0);
        expect(Number.isSafeInteger(multiplyAdds) && multiplyAdds >= 0).toBe(true);
        expect(Number.isSafeInteger(sharedMultiplyAdds) && sharedMultiplyAdds >= 0).toBe(true);
      }
    }
  });

  it('answers every image with finite logits and leaks nothing, or says why it cannot', async () => {
    let ran = 0;
    for (const options of smallVariants(architecture)) {
      const fault = architecture.fault?.(options, { ...sizesFor(architecture), features: 2 });
      if (fault) {
        expect(fault).toMatch(/pixels; choose/);
        const error: unknown = await logitsOf(id, options).catch((thrown: unknown) => thrown);
        expect(codeOf(error)).toBe('options-do-not-fit');
        continue;
      }
      const { shape, values, leaked } = await logitsOf(id, options);
      expect(shape).toEqual([3, 3]);
      expect(values.every(Number.isFinite)).toBe(true);
      expect(new Set(values).size).toBeGreaterThan(3); // not the biases alone
      expect(leaked).toBe(0);
      ran++;
    }
    expect(ran).toBeGreaterThan(variants(architecture).length / 2);
  });

  it('answers the same each time, the same in any batch, and otherwise at another seed', async () => {
    const { values } = await logitsOf(id, {});
    expect((await logitsOf(id, {})).values).toEqual(values);
    expect((await logitsOf(id, {}, { seed: 2 })).values).not.toEqual(values);
    const alone = await logitsOf(id, {}, { count: 1 });
    alone.values.forEach((value, i) => expect(value).toBeCloseTo(values[i]!, 5));
    const dense = await logitsOf(id, {}, { sparse: false });
    dense.values.forEach((value, i) => expect(value).toBeCloseTo(values[i]!, 5));
  });

  it('answers the same on sparse and on dense rows, whatever its options', async () => {
    if (architecture.reads === 'grid') return;
    for (const options of smallVariants(architecture)) {
      const sparse = await logitsOf(id, options);
      const dense = await logitsOf(id, options, { sparse: false });
      dense.values.forEach((value, i) => {
        const scale = Math.max(1, Math.abs(value));
        expect(Math.abs(value - sparse.values[i]!) / scale).toBeLessThan(1e-5);
      });
    }
  });

  it('shows what it made on the way by names and shapes that pictures can read', async () => {
    for (const options of smallVariants(architecture)) {
      if (architecture.fault?.(options, { ...sizesFor(architecture), features: 2 })) continue;
      const { shown, rows } = await logitsOf(id, options);
      const widthOf = architecture.reads === 'pixels' ? [rows, 3] : [3];
      for (const { name, shape } of shown) {
        expect(name).toMatch(/^activation\/\w+/);
        expect(widthOf).toContain(shape[0]);
        expect(shape.length === 2 || (shape.length === 4 && architecture.reads === 'grid')).toBe(
          true,
        );
      }
    }
  });

  it('names the parameter by which a grid enters', () => {
    const { firstLayer } = architecture;
    if (firstLayer === undefined) return;
    const sizes = { ...large, features: 0 };
    const parameters = architecture.parameters(defaultsOf(architecture.options), sizes);
    const { shape } = parameters.find((each) => each.name === firstLayer)!;
    const isFilter = shape.length === 4 && shape[2] === large.channels;
    expect(isFilter || (shape.length === 2 && shape[0] === 28 * 28)).toBe(true);
  });

  it('reads the encoding if and only if it says so', async () => {
    const own = await logitsOf(id, {});
    const none = { id: 'none', options: {} };
    const sizes = { ...sizesFor(architecture), features: 0 };
    const fault = architecture.fault?.(defaultsOf(architecture.options), sizes);
    if (fault) {
      expect(fault).toMatch(/; choose an encoding$/);
      await expect(logitsOf(id, {}, { chosen: none })).rejects.toThrow(fault.split(';')[0]);
      return;
    }
    const blind = await logitsOf(id, {}, { chosen: none });
    if (architecture.usesEncoding) expect(blind.values).not.toEqual(own.values);
    else expect(blind.values).toEqual(own.values);
  });

  it('starts from the same weights whatever the encoding, where the shapes agree', () => {
    const named = (chosen: { id: string; options: OptionRecord }) =>
      createModel({ architecture: { id, options: {} }, encoding: chosen }, sizesFor(architecture))
        .parameters;
    const withRaw = named(encoding);
    const withWaves = named({ id: 'gaussian-fourier', options: { waves: 1 } });
    const own = withWaves.filter((each) => !each.name.startsWith('encoding/'));
    expect(own).toEqual(withRaw);
  });
});
