/** Probes on real models: shapes, leaks, refusals, and pixels that are really left out. */
import { describe, expect, it } from 'vitest';
import { coordinet } from '../architectures/coordinet.ts';
import { architectures, findArchitecture } from '../architectures/index.ts';
import { narrowOptions } from '../architectures/testing.ts';
import { evaluate } from '../core/differentiation.ts';
import { codeOf, messageOf } from '../core/errors.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import { defaultsOf, type OptionRecord } from '../core/options.ts';
import { initialise } from '../core/parameters.ts';
import { denseLayout } from '../core/pixels.ts';
import { createRandom } from '../core/random.ts';
import type { SystemChoice } from '../core/system.ts';
import { probes } from '../probes/index.ts';
import { answersOf, evaluationContext } from './answers.ts';
import { createModel } from './model.ts';
import { askProbe, createSubject, type ProbedModel } from './probing.ts';

const sizes = { height: 12, width: 16, channels: 1, outputs: 3 };
const pixels = sizes.height * sizes.width;
const classNames = ['a', 'b', 'c'];
/** Two pixels of three are black, as on paper. */
const image = createRandom(3)
  .stream('test/image')
  .uniforms(pixels, -2, 1)
  .map((value) => Math.max(0, value));

/** Widths that run in milliseconds. */
const narrow = (id: string) => narrowOptions(findArchitecture(id));

function probed(
  architecture: SystemChoice,
  { encoding = { id: 'raw', options: {} }, images = sizes, precision = 'float32' as const } = {},
): ProbedModel {
  const kernels = createHostKernels(precision);
  const model = createModel({ architecture, encoding }, images);
  const random = createRandom(5);
  const parameters = new Map(
    model.parameters.map((each) => {
      const values = initialise(each, random.stream(each.name));
      return [each.name, kernels.fromHost(values, each.shape)];
    }),
  );
  return { kernels, model, parameters, classNames, breathe: async () => {} };
}

const ask = (id: string, model: ProbedModel, options: OptionRecord = {}, shown = image) =>
  askProbe({ id, options }, model, shown);

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('it did not reject'),
    (error: unknown) => error,
  );

/** Logits of an image that never had that pixel. */
async function logitsWithout(left: number, { kernels, model, parameters }: ProbedModel) {
  const feed = model.feed(image, 1, false);
  const places = Array.from({ length: pixels }, (_, place) => place).filter((p) => p !== left);
  const positions = Float32Array.from(
    places.flatMap((place) => [...feed.positions.subarray(2 * place, 2 * place + 2)]),
  );
  const { logits } = evaluate(kernels, parameters, (ops, parameter) => {
    const ports = {
      values: ops.constant(
        places.map((place) => image[place]!),
        [pixels - 1, 1],
      ),
      coords: ops.constant(positions, [pixels - 1, 2]),
    };
    const layout = denseLayout(1, pixels - 1);
    const context = { ...evaluationContext(feed), layout, positions };
    return { logits: model.forward(ops, parameter, ports, context).outputs.logits! };
  });
  return kernels.read(logits!);
}

const poolings = coordinet.options.pooling.choices.map(({ value }) => value);

describe('leaving a pixel out', () => {
  it.each(poolings)('is as if the image had never had it: pooling %s', async (pooling) => {
    const options = { ...narrow('coordinet'), pooling };
    const encoding = { id: 'gaussian-fourier', options: { waves: 6, bandwidth: 0.5 } };
    const model = probed({ id: 'coordinet', options }, { encoding });
    const subject = await createSubject(model, image);
    const found = await subject.leaveOut!();
    expect(found).toHaveLength(pixels * 3);
    for (let pixel = 0; pixel < pixels; pixel++) {
      const expected = await logitsWithout(pixel, model);
      expected.forEach((logit, of) => expect(found[pixel * 3 + of]).toBeCloseTo(logit, 5));
    }
    // And it makes a difference, else nothing was tested.
    const [whole] = await answersOf(model.kernels, model, image, 1);
    expect(
      Math.max(...found.filter((_, i) => i % 3 === 0).map((x) => Math.abs(x - whole!))),
    ).toBeGreaterThan(1e-4);
  });

  it('goes through in pieces that add up', async () => {
    // Left out one after another, 256 places of 1024 numbers would be gathered 256 times: 268 MB.
    const options = { ...narrow('coordinet'), width: 1024, layers: 1 };
    const large = { ...sizes, height: 16, width: 16 };
    const shown = new Float32Array(256).map((_, i) => (i % 5) / 5);
    let breaths = 0;
    const model = {
      ...probed({ id: 'coordinet', options }, { images: large }),
      breathe: async () => void breaths++,
    };
    const subject = await createSubject(model, shown);
    const found = await subject.leaveOut!();
    expect(breaths).toBe(18); // 256 places, 15 at a time
    expect(found.filter((logit) => logit === 0)).toHaveLength(0);
  });

  it('is offered by no model whose pixels know of each other, or that reads a grid', async () => {
    for (const id of ['mlp', 'cnn']) {
      const subject = await createSubject(probed({ id, options: narrow(id) }), image);
      expect(subject.leaveOut).toBeUndefined();
    }
  });
});

describe.each(architectures.map(({ id }) => id))('%s', (id) => {
  const model = () => probed({ id, options: narrow(id) });

  it.each(probes.map((each) => each.id))(
    'is asked for its %s, or the reason is named',
    async (probe) => {
      const asked = model();
      const before = asked.kernels.count();
      const answer = await ask(probe, asked).catch((error: unknown) => error);
      expect(asked.kernels.count()).toBe(before);
      if (answer instanceof Error) {
        expect(codeOf(answer)).toBe('probe-does-not-fit');
        return;
      }
      const { groups, method } = answer as Awaited<ReturnType<typeof ask>>;
      expect(method).not.toBe('');
      expect(groups.length).toBeGreaterThan(0);
      for (const { maps, total } of groups) {
        expect(maps.length).toBeGreaterThan(0);
        expect(total).toBeGreaterThanOrEqual(maps.length);
        for (const map of maps) expect(map.values.length).toBe(map.height * map.width);
      }
    },
  );

  it('shows evidence for each class over its plane', async () => {
    const { groups } = await ask('evidence-map', model());
    expect(groups[0]!.maps.map(({ label }) => label)).toEqual(classNames);
    for (const { height, width, values } of groups[0]!.maps) {
      expect([height, width]).toEqual([sizes.height, sizes.width]);
      expect(values.some((value) => value !== 0)).toBe(true);
    }
  });
});

describe('a probe is refused', () => {
  const model = () => probed({ id: 'mlp', options: narrow('mlp') });

  it.each<[string, () => Promise<unknown>, string, string]>([
    ['that is unknown', () => ask('x-ray', model()), 'unknown-system', '"x-ray"'],
    [
      'with an unknown option',
      () => ask('evidence-map', model(), { x: 1 }),
      'unknown-option',
      '"x"',
    ],
    [
      'with an illegal one',
      () => ask('evidence-map', model(), { patch: 0 }),
      'illegal-option',
      'Patch = 0',
    ],
    [
      'for an image of another size',
      () => ask('evidence-map', model(), {}, image.subarray(1)),
      'image-size',
      '191 values; expected 12 × 16 pixels in 1 channel',
    ],
    [
      'for an image that is none',
      () =>
        ask(
          'evidence-map',
          model(),
          {},
          image.map(() => NaN),
        ),
      'image-size',
      'no numbers',
    ],
  ])('%s', async (_, call, code, words) => {
    const error = await failureOf(call());
    expect(codeOf(error)).toBe(code);
    expect(messageOf(error)).toContain(words);
  });

  it.each([NaN, Infinity])('by a run that diverged: a weight is %d', async (value) => {
    for (const { id } of probes) {
      const asked = model();
      const [name, array] = [...asked.parameters][0]!;
      const values = Float32Array.from(await asked.kernels.read(array));
      values[7] = value;
      const parameters = new Map(asked.parameters);
      parameters.set(name, asked.kernels.fromHost(values, array.shape));
      const error = await failureOf(ask(id, { ...asked, parameters }));
      expect(codeOf(error)).toBe('weights-diverged');
      expect(messageOf(error)).toContain(`"${name}"`);
    }
  });

  it('by a run whose weights are numbers, but whose answers are none', async () => {
    const asked = model();
    const parameters = new Map(
      [...asked.parameters].map(([name, { shape }]) => {
        const size = shape.reduce((a, b) => a * b, 1);
        return [name, asked.kernels.fromHost(new Float32Array(size).fill(3e38), shape)];
      }),
    );
    const error = await failureOf(ask('evidence-map', { ...asked, parameters }));
    expect(codeOf(error)).toBe('weights-diverged');
  });
});

it('the first layer of a model of pixels is its first, however many follow', async () => {
  for (const layers of [1, 3]) {
    const options = { ...narrow('coordinet'), layers, width: 9, conditioning: 'concatenate' };
    const asked = probed({ id: 'coordinet', options });
    const read = async (name: string) => asked.kernels.read(asked.parameters.get(name)!);
    const [value, place, bias] = await Promise.all(
      ['value/weight', 'place/weight', 'bias'].map((name) => read(`first/${name}`)),
    );
    const { groups } = await ask('first-layer', asked);
    expect(groups[0]!.total).toBe(9);
    const { positions } = asked.model.feed(image, 1, false);
    groups[0]!.maps.forEach(({ values }, unit) => {
      values.forEach((response, i) => {
        const [x = 0, y = 0] = positions.subarray(2 * i, 2 * i + 2);
        const black = x * place![unit]! + y * place![9 + unit]! + bias![unit]!;
        const expected = Math.max(0, black + value![unit]!) - Math.max(0, black);
        expect(response).toBeCloseTo(expected, 5);
      });
    });
  }
});

it('a linear model has the evidence that its weights say', async () => {
  const asked = probed({ id: 'mlp', options: { ...defaultsOf({}), layers: 0 } });
  const weights = await asked.kernels.read(asked.parameters.get('0/weight')!); // [pixels, 3]
  const { groups } = await ask('evidence-map', asked, { patch: 1 });
  groups[0]!.maps.forEach(({ values }, of) => {
    values.forEach((value, i) => expect(value).toBeCloseTo(image[i]! * weights[i * 3 + of]!, 4));
  });
});
