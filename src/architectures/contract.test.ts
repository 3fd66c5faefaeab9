/** What every architecture promises, over the whole list. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../core/differentiation.ts';
import { codeOf } from '../core/errors.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import { defaultsOf, faultOf, type Option, type OptionRecord } from '../core/options.ts';
import { countParameters, countTrained, initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import { sizeOf } from '../core/shapes.ts';
import { constantsOf } from '../training/answers.ts';
import { createModel } from '../training/model.ts';
import type { Architecture, ModelSizes } from './architecture.ts';
import fixture from './fixtures/logits.json' with { type: 'json' };
import { architectures, findArchitecture } from './index.ts';

const list = architectures.map((each) => [each.id, each as Architecture] as const);
const encoding = { id: 'raw', options: {} };
const tiny = { height: 5, width: 4, channels: 2, outputs: 3 };
/** For those that need more pixels, and no square. */
const small = { height: 16, width: 12, channels: 2, outputs: 3 };
const large = { height: 28, width: 28, channels: 1, outputs: 10, features: 128 };

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
  const narrow = Object.fromEntries(
    Object.entries(architecture.options)
      .filter(([, option]) => option.kind === 'integer' && option.max >= 100)
      .map(([name, option]) => [name, Math.max(12, Number((option as { min: number }).min))]),
  );
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
    const files = readdirSync(import.meta.dirname)
      .filter((name) => /^\w+\.ts$/.test(name) && !['index.ts', 'architecture.ts'].includes(name))
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

describe('parameter counts', () => {
  const count = (id: string, options: OptionRecord, sizes: ModelSizes) => {
    const architecture = findArchitecture(id);
    const all = { ...defaultsOf(architecture.options), ...options };
    return countTrained(architecture.parameters(all, sizes));
  };

  it.each([
    ['mlp', { width: 256, layers: 2 }, 269_322], // 784·256 + 256 + 256² + 256 + 2560 + 10
    ['mlp', { layers: 0 }, 7_850],
    ['linear', {}, 7_850],
    ['cnn', { filters: 16, blocks: 2, kernelSize: '3', headWidth: 128 }, 206_922],
    ['cnn', { filters: 4, blocks: 1, kernelSize: '5', headWidth: 8 }, 6_474],
    [
      'coordinet',
      { width: 128, layers: 2, headWidth: 128, headLayers: 2, conditioning: 'concatenate' },
      // place + bias + value, second layer, norm, head, classes
      128 * 128 + 128 + 128 + (128 * 128 + 128) + 256 + (128 * 128 + 128) + 1290,
    ],
    ['coordinet', { conditioning: 'multiply' }, 51_210 + 128 * 128],
    [
      'coordinet',
      { width: 8, layers: 1, headLayers: 1, conditioning: 'concatenate', normalisation: 'none' },
      1_130,
    ],
    // A hidden layer for the place, of 128 features, whose result enters where features did.
    ['coordinet', { conditioning: 'add' }, 51_210 + 128 * 128 + 128],
    // One scale for each output, from 128 features.
    ['coordinet', { conditioning: 'film' }, 51_210 + 128 * 128],
    // The norm and the head's first layer see twice the width.
    ['coordinet', { conditioning: 'concatenate', pooling: 'mean-max' }, 51_210 + 256 + 128 * 128],
    ['coordinet', { conditioning: 'concatenate', pooling: 'log-sum-exp' }, 51_210],
    ['coordinet', { conditioning: 'concatenate', pooling: 'attention' }, 51_210 + 128],
    // Three scores and three times the width.
    [
      'coordinet',
      { conditioning: 'concatenate', pooling: 'attention', heads: 3 },
      51_210 + 3 * 128 + 2 * (256 + 128 * 128),
    ],
    // The one layer that is modulated: an affine map of the place's 128 features.
    ['coordinet', { conditioning: 'concatenate', modulation: 'weights' }, 51_210 + 129 * 128],
    // A norm's gain and bias instead of the layer's bias.
    ['coordinet', { conditioning: 'concatenate', modulation: 'outputs' }, 51_210 + 129 * 128 + 128],
    // Two affine maps instead of the bias.
    [
      'coordinet',
      { conditioning: 'concatenate', modulation: 'film' },
      51_210 + 2 * 129 * 128 - 128,
    ],
    // 128 × rank and rank × 128 numbers.
    [
      'coordinet',
      { conditioning: 'concatenate', modulation: 'fmm', rank: 3 },
      51_210 + 2 * 129 * 3 * 128,
    ],
    // The set network of width 16: place, bias, value, then dense; and the layer's map of 16 numbers.
    [
      'coordinet',
      {
        conditioning: 'concatenate',
        modulation: 'weights',
        modulatedBy: 'image',
        styleWidth: 16,
      },
      51_210 + (128 * 16 + 16 + 16 + 17 * 16) + 17 * 128,
    ],
    // Nothing between first layer and pooling: no style either.
    [
      'coordinet',
      { conditioning: 'concatenate', layers: 1, modulation: 'film', modulatedBy: 'image' },
      51_210 - 129 * 128,
    ],
    // value + bias, second layer, norm, head, classes: no place.
    ['bag-of-pixels', { width: 64, headWidth: 64 }, 64 + 64 + 65 * 64 + 128 + 65 * 64 + 650],
    // As published but for the encoding, 128 features where it has 3 coordinates: head 512-256.
    [
      'point-net',
      {
        layers: 3,
        width: 64,
        middleWidth: 128,
        pooledWidth: 1024,
        headWidth: 512,
      },
      129 * 64 + 2 * 65 * 64 + 65 * 128 + 129 * 1024 + 1025 * 512 + 513 * 256 + 2570,
    ],
    ['lenet-5', {}, 60_000 + 850],
    ['lenet-5', { form: 'modern' }, 61_706],
    ['lenet-5', { form: 'modern', pooling: 'max', activation: 'relu' }, 61_706],
    // (1 + 2) · 16 · 9 + 16 at the first, then as the CNN.
    ['coord-conv-cnn', {}, 206_922 + 2 * 16 * 9],
    ['coord-conv-cnn', { where: 'all', radius: true }, 206_922 + 3 * 16 * 9 + 3 * 32 * 9],
    ['coord-conv-cnn', { padding: 'valid' }, 206_922 + 2 * 16 * 9 - (49 - 25) * 32 * 128],
  ])('%s %j has %i at 28 × 28, 10 classes and 128 features', (id, options, expected) => {
    expect(count(id, options as unknown as OptionRecord, large)).toBe(expected);
  });

  it('of LeNet-5 as published are those of its table, layer by layer', () => {
    const { options, parameters } = findArchitecture('lenet-5');
    for (const side of [28, 32]) {
      const found = parameters(defaultsOf(options), { ...large, height: side, width: side });
      const layers = ['c1', 's2', 'c3', 's4', 'c5', 'f6', 'classes'].map((layer) =>
        countParameters(found.filter(({ name }) => name.startsWith(`${layer}/`))),
      );
      expect(layers).toEqual([156, 12, 1_516, 32, 48_120, 10_164, 850]);
    }
  });

  it('of a CoordConv are (channels + coordinates) · filters · kernel² and the filters', () => {
    const { options, parameters } = findArchitecture('coord-conv-cnn');
    for (const radius of [false, true]) {
      for (const kernelSize of ['3', '5']) {
        const chosen = { ...defaultsOf(options), where: 'all', filters: 8, radius, kernelSize };
        const found = parameters(chosen, { ...large, channels: 3 });
        const blocks = ['block0', 'block1'].map((block) =>
          countParameters(found.filter(({ name }) => name.startsWith(`${block}/`))),
        );
        const taps = Number(kernelSize) ** 2;
        const coordinates = radius ? 3 : 2;
        expect(blocks).toEqual([
          (3 + coordinates) * 8 * taps + 8,
          (8 + coordinates) * 16 * taps + 16,
        ]);
      }
    }
  });

  it('of a ResNet-20 are the published 0.27 million, running statistics left out', () => {
    const colour = { ...large, height: 32, width: 32, channels: 3 };
    expect(count('resnet-20', {}, colour)).toBe(269_722);
    const all = findArchitecture('resnet-20').parameters({ width: 16, blocks: 3 }, colour);
    const norms = 2 * (7 * 16 + 6 * 32 + 6 * 64); // mean and variance of nineteen convolutions
    expect(countParameters(all)).toBe(269_722 + norms);
  });

  it('of a CNN are those of its layers, written out', () => {
    const convolutions = 9 * 1 * 16 + 16 + (9 * 16 * 32 + 32);
    expect(count('cnn', {}, large)).toBe(convolutions + 7 * 7 * 32 * 128 + 128 + 1280 + 10);
  });
});

describe('stages', () => {
  it('cost what the layers multiply', () => {
    const costs = (id: string, options: OptionRecord) =>
      findArchitecture(id)
        .stages({ ...defaultsOf(findArchitecture(id).options), ...options }, large)
        .map(({ multiplyAdds, sharedMultiplyAdds }) => [multiplyAdds, sharedMultiplyAdds ?? 0]);
    expect(costs('mlp', { width: 8, layers: 1 })).toEqual([
      [0, 0],
      [784 * 8, 0],
      [80, 0],
    ]);
    expect(costs('cnn', { filters: 2, blocks: 1, headWidth: 4 })).toEqual([
      [0, 0],
      [784 * 9 * 2, 0],
      [14 * 14 * 2 * 4, 0],
      [40, 0],
    ]);
    const small = { width: 8, headWidth: 4 };
    expect(costs('coordinet', { ...small, conditioning: 'concatenate' })).toEqual([
      [0, 0],
      [784 * 8, 784 * 128 * 8],
      [784 * 64, 0],
      [0, 0],
      [32, 0],
      [40, 0],
    ]);
    // The modulation is a second matrix of the same size for the one channel.
    expect(costs('coordinet', small)[1]).toEqual([784 * 8, 2 * 784 * 128 * 8]);
  });
});

describe('against PyTorch', () => {
  it.each(fixture.cases)(
    '$architecture answers as the same network there: $options, training $training',
    async ({ architecture: id, options, sizes, count, images, parameters, logits, ...normed }) => {
      const { training = false, state = {} } = normed as {
        training?: boolean;
        state?: Record<string, number[]>;
      };
      const kernels = createHostKernels('float32');
      const stored = options as unknown as OptionRecord;
      const model = createModel({ architecture: { id, options: stored }, encoding }, sizes);
      const given = parameters as unknown as Record<string, number[]>;
      expect(model.parameters.map((each) => each.name).sort()).toEqual(Object.keys(given).sort());
      const arrays = new Map(
        model.parameters.map(({ name, shape }) => [
          name,
          kernels.fromHost(Float32Array.from(given[name]!), shape),
        ]),
      );
      for (const sparse of [true, false]) {
        const feed = model.feed(Float32Array.from(images), count, sparse);
        const found = evaluate(kernels, arrays, (ops, parameter) => {
          const context = {
            layout: feed.layout,
            positions: feed.positions,
            training,
            random: createRandom(1).stream,
          };
          const made = model.forward(ops, parameter, constantsOf(ops, feed), context);
          return { logits: made.outputs.logits!, ...made.state };
        });
        const expected: Record<string, number[]> = { logits, ...state };
        expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
        for (const [name, numbers] of Object.entries(expected)) {
          const values = await kernels.read(found[name]!);
          expect(values.length).toBe(numbers.length);
          values.forEach((value, i) => {
            const scale = Math.max(1, Math.abs(numbers[i]!));
            expect(Math.abs(value - numbers[i]!) / scale, name).toBeLessThan(1e-4);
          });
        }
      }
    },
  );
});
