/** What models of pixels promise beyond the contract: halves, leaving pixels out, and what they are blind to. */
import { describe, expect, it } from 'vitest';
import { gridCoords } from '../core/coordinates.ts';
import { evaluate } from '../core/differentiation.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import { defaultsOf, type OptionRecord } from '../core/options.ts';
import type { Ops, ParameterLookup, Tensor } from '../core/ops.ts';
import { initialise } from '../core/parameters.ts';
import { denseLayout, type PixelLayout } from '../core/pixels.ts';
import { createRandom } from '../core/random.ts';
import { createModel, type Model, type ModelContext } from '../training/model.ts';
import type { Architecture } from './architecture.ts';
import { architectures, findArchitecture } from './index.ts';

const SIDES = { height: 5, width: 4 };
const PLACES = 20;
const sizes = { ...SIDES, channels: 1, outputs: 3 };
const encoding = { id: 'raw', options: {} };
const random = createRandom(3);
const kernels = createHostKernels('float64');

const draw = (name: string) =>
  random
    .stream(`test/${name}`)
    .uniforms(PLACES, -1, 1)
    .map((value) => Math.max(0, value));

function build(id: string, options: OptionRecord) {
  const model = createModel({ architecture: { id, options }, encoding }, sizes);
  const parameters = new Map(
    model.parameters.map((each) => {
      const values = Float64Array.from(initialise(each, random.stream(`init/${each.name}`)));
      const jitter = random.stream(`test/${each.name}`);
      return [
        each.name,
        kernels.fromHost(
          values.map((value, i) => value + 0.4 * jitter.uniform(i) - 0.2),
          each.shape,
        ),
      ];
    }),
  );
  return { model, parameters };
}

type Compute = (ops: Ops, parameter: ParameterLookup, context: ModelContext) => Tensor;

async function run(
  { parameters }: ReturnType<typeof build>,
  { layout, positions }: { layout: PixelLayout; positions: Float32Array },
  compute: Compute,
): Promise<number[]> {
  const context = { layout, positions, training: false, random: random.stream };
  const { result } = evaluate(kernels, parameters, (ops, parameter) => ({
    result: compute(ops, parameter, context),
  }));
  return Array.from(await kernels.read(result!));
}

/** Logits for pixels at the given places of one image. */
function answer(built: ReturnType<typeof build>, image: Float32Array, places: readonly number[]) {
  const grid = gridCoords(SIDES.height, SIDES.width);
  const positions = Float32Array.from(
    places.flatMap((place) => [...grid.subarray(2 * place, 2 * place + 2)]),
  );
  const values = Float32Array.from(places, (place) => image[place]!);
  const layout = denseLayout(1, places.length);
  return run(built, { layout, positions }, (ops, parameter, context) => {
    const inputs = portsOf(ops, built.model, values, positions, places.length);
    return built.model.forward(ops, parameter, inputs, context).outputs.logits!;
  });
}

function portsOf(
  ops: Ops,
  { architecture }: Model,
  values: Float32Array,
  positions: Float32Array,
  places: number,
) {
  expect(architecture.reads).toBe('pixels');
  return {
    values: ops.constant(values, [values.length, 1]),
    coords: ops.constant(positions, [places, 2]),
  };
}

const all = Array.from({ length: PLACES }, (_, place) => place);
const small = { width: 8, headWidth: 8 };
const poolings: OptionRecord[] = [
  { pooling: 'sum' },
  { pooling: 'mean' },
  { pooling: 'max' },
  { pooling: 'mean-max' },
  { pooling: 'log-sum-exp' },
  { pooling: 'attention', heads: 2 },
];
const pooled: [id: string, OptionRecord][] = [
  ...poolings.flatMap((pooling): [string, OptionRecord][] => [
    ['coordinet', { ...small, ...pooling }],
    ['bag-of-pixels', { ...small, ...pooling }],
  ]),
  ...['concatenate', 'add', 'film'].map((conditioning): [string, OptionRecord] => [
    'coordinet',
    { ...small, conditioning },
  ]),
  ...['weights', 'outputs', 'film', 'fmm'].map((modulation): [string, OptionRecord] => [
    'coordinet',
    { ...small, modulation },
  ]),
  ...['sum', 'max'].map((pooling): [string, OptionRecord] => [
    'coordinet',
    { ...small, pooling, blackPixels: 'silent' },
  ]),
  ['point-net', { headWidth: 8, threshold: 0.2 }],
];

const near = (value: number) => expect.closeTo(value, 9);

describe('black pixels', () => {
  const lit = all.filter((place) => draw('image')[place] !== 0);

  it.each(['sum', 'max'])('that are silent may be left out, pooling %s', async (pooling) => {
    expect(lit.length).toBeLessThan(PLACES);
    const silent = build('coordinet', { ...small, pooling, blackPixels: 'silent' });
    const whole = await answer(silent, draw('image'), all);
    expect(await answer(silent, draw('image'), lit)).toEqual(whole.map(near));
  });

  it.each(['sum', 'max'])('that are heard may not, pooling %s', async (pooling) => {
    const heard = build('coordinet', { ...small, pooling });
    const whole = await answer(heard, draw('image'), all);
    expect(await answer(heard, draw('image'), lit)).not.toEqual(whole.map(near));
  });
});

describe('halves', () => {
  it('are there wherever a latent depends on its pixel alone, and nowhere else', () => {
    for (const {
      reads,
      halves,
      options,
      sharesBlackPixels,
    } of architectures as readonly Architecture[]) {
      if (reads === 'grid') expect(halves).toBeUndefined();
      else if (halves) expect(sharesBlackPixels?.(defaultsOf(options)) ?? true).toBe(true);
    }
    const { options, halves, sharesBlackPixels } = findArchitecture('coordinet');
    const byImage = { ...defaultsOf(options), modulation: 'film', modulatedBy: 'image' };
    expect(halves!(byImage)).toBeUndefined();
    expect(sharesBlackPixels!(byImage)).toBe(false);
    for (const changed of [{ layers: 1 }, { modulation: 'none' }, { modulatedBy: 'place' }]) {
      expect(halves!({ ...byImage, ...changed })).toBeDefined();
      expect(sharesBlackPixels!({ ...byImage, ...changed })).toBe(true);
    }
  });

  it.each(pooled)('of %s %j are the whole, on sparse and dense rows', async (id, options) => {
    const built = build(id, options);
    const { model } = built;
    const images = Float32Array.from([...draw('one'), ...draw('other')]);
    for (const sparse of [true, false]) {
      const feed = model.feed(images, 2, sparse);
      const inputs = (ops: Ops) =>
        portsOf(ops, model, feed.arrays.values!.values, feed.positions, PLACES);
      const whole = await run(built, feed, (ops, parameter, context) => {
        return model.forward(ops, parameter, inputs(ops), context).outputs.logits!;
      });
      const joined = await run(built, feed, (ops, parameter, context) => {
        const latents = model.halves!.encode(ops, parameter, inputs(ops), context);
        expect(latents.shape[0]).toBe(feed.layout.rows);
        return model.halves!.decide(ops, parameter, latents, context);
      });
      expect(joined).toEqual(whole);
      expect(new Set(whole).size).toBeGreaterThan(3);
    }
  });

  it.each(pooled)('of %s %j answer for images with a pixel left out', async (id, options) => {
    const built = build(id, options);
    const { model } = built;
    const image = draw('one');
    const positions = gridCoords(SIDES.height, SIDES.width);
    const layout = denseLayout(PLACES, PLACES - 1);
    const rows = all.flatMap((left) => all.filter((place) => place !== left));
    const found = await run(built, { layout, positions }, (ops, parameter, context) => {
      const inputs = portsOf(ops, model, image, positions, PLACES);
      const one = { ...context, layout: denseLayout(1, PLACES) };
      const latents = model.halves!.encode(ops, parameter, inputs, one);
      const chosen = ops.lookUp(latents, {
        count: 1,
        indices: Int32Array.from(rows),
        weights: new Float32Array(rows.length).fill(1),
      });
      return model.halves!.decide(ops, parameter, chosen, context);
    });
    for (const left of [0, 7, 19]) {
      const expected = await answer(
        built,
        image,
        all.filter((place) => place !== left),
      );
      expected.forEach((value, i) => expect(found[3 * left + i]).toBeCloseTo(value, 6));
    }
  });
});

describe('a bag of pixels', () => {
  const permuted = [...all.slice(7), ...all.slice(0, 7)];
  const image = draw('one');
  const shuffled = Float32Array.from(permuted, (place) => image[place]!);

  it('cannot tell an image from its shuffled pixels; Coordinet can', async () => {
    for (const [id, same] of [
      ['bag-of-pixels', true],
      ['coordinet', false],
    ] as const) {
      const built = build(id, { ...small, pooling: 'mean' });
      const before = await answer(built, image, all);
      const after = await answer(built, shuffled, all);
      const distance = Math.max(...before.map((value, i) => Math.abs(value - after[i]!)));
      if (same) expect(distance).toBeLessThan(1e-6);
      else expect(distance).toBeGreaterThan(1e-2);
    }
  });
});

describe('PointNet', () => {
  const built = build('point-net', { headWidth: 8, threshold: 0.5 });
  const at = (...lit: [place: number, value: number][]) => {
    const image = new Float32Array(PLACES);
    for (const [place, value] of lit) image[place] = value;
    return answer(built, image, all);
  };

  it('sees which pixels are brighter than its threshold, and no more', async () => {
    const two = await at([3, 1], [11, 0.6]);
    expect(await at([3, 0.51], [11, 1], [8, 0.5], [2, 0.3])).toEqual(two);
    expect(await at([3, 1], [12, 0.6])).not.toEqual(two);
  });

  it('answers an image without a bright pixel, as one without any', async () => {
    const black = await at();
    expect(black.every(Number.isFinite)).toBe(true);
    expect(await at([3, 0.5], [4, 0.2])).toEqual(black);
    expect(await at([3, 0.6])).not.toEqual(black);
  });
});
