/** Answers from a table of distinct pixels, held to those of every pixel computed for its image. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coordinet } from '../architectures/coordinet.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import type { Kernels } from '../core/kernels.ts';
import type { OptionRecord } from '../core/options.ts';
import { initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import type { ImageSet } from '../datasets/dataset.ts';
import { answersOf } from './answers.ts';
import { gatherBatch } from './batches.ts';
import { createModel, type ImageSizes } from './model.ts';
import { answersOfSet } from './setAnswers.ts';
import { answersByTable, canTabulate, type TableSizes } from './tabulation.ts';

const sizes = { height: 3, width: 4, channels: 1, outputs: 3 };
const PLACES = 12;
const encoding = { id: 'gaussian-fourier', options: { waves: 4, bandwidth: 0.5 } };

function weightsOf(
  kernels: Kernels,
  id: string,
  options: OptionRecord,
  images: ImageSizes = sizes,
) {
  const model = createModel({ architecture: { id, options }, encoding }, images);
  const random = createRandom(5);
  const parameters = new Map(
    model.parameters.map((each) => {
      const first = initialise(each, random.stream(each.name));
      const jitter = random.stream(`test/${each.name}`).uniforms(first.length, -0.2, 0.2);
      const values = Float64Array.from(first, (value, i) => value + jitter[i]!);
      return [each.name, kernels.fromHost(values, each.shape)];
    }),
  );
  return { model, parameters };
}

/** Black images, full ones, and ones of few greys or of many. */
const sets: fc.Arbitrary<ImageSet> = fc
  .array(
    fc
      .constantFrom(
        fc.constant(0),
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom(0, 0, 90, 255),
        fc.integer({ min: 0, max: 255 }),
      )
      .chain((grey) => fc.array(grey, { minLength: PLACES, maxLength: PLACES })),
    { minLength: 1, maxLength: 9 },
  )
  .map((images) => ({
    count: images.length,
    images: Uint8Array.from(images.flat()),
    labels: Uint8Array.from(images, (_, i) => i % 3),
  }));

/** Tables, slices and chunks of any size, down to one image and one row. */
const tables: fc.Arbitrary<TableSizes> = fc.record({
  table: fc.constantFrom(1, 300, 600, 2 ** 20),
  slice: fc.constantFrom(1, 7, 1000),
  images: fc.integer({ min: 1, max: 9 }),
});

async function byTable(
  kernels: Kernels,
  weights: ReturnType<typeof weightsOf>,
  set: ImageSet,
  table?: TableSizes,
) {
  const indices = Int32Array.from({ length: set.count }, (_, i) => set.count - 1 - i);
  const answers = new Float64Array(set.count * 3);
  const labels: number[] = [];
  const breathe = async () => {};
  for await (const chunk of answersByTable(kernels, weights, { set, indices }, breathe, table)) {
    expect(chunk.begin).toBe(labels.length);
    answers.set(chunk.answers, 3 * chunk.begin);
    labels.push(...chunk.labels);
  }
  expect(labels).toEqual(Array.from(indices, (index) => set.labels[index]));
  return { answers, indices };
}

/** The plain path on a layout of all pixels. */
async function inFull(
  kernels: Kernels,
  weights: ReturnType<typeof weightsOf>,
  set: ImageSet,
  indices: Int32Array,
) {
  const { values, count } = gatherBatch(set, PLACES, indices);
  return answersOf({ ...kernels, prefersSparseRows: false }, weights, values, count);
}

const narrow = { width: 8, headWidth: 8 };
const choices = (name: 'pooling' | 'conditioning' | 'modulation') =>
  coordinet.options[name].choices.map(({ value }) => ({ ...narrow, heads: 2, [name]: value }));
const cases: [id: string, OptionRecord][] = [
  ...choices('pooling').map((options): [string, OptionRecord] => ['coordinet', options]),
  ...choices('conditioning').map((options): [string, OptionRecord] => ['coordinet', options]),
  ...choices('modulation').map((options): [string, OptionRecord] => ['coordinet', options]),
  ['bag-of-pixels', narrow],
  ['point-net', { headWidth: 8, threshold: 0.2 }],
];

describe('answers by table', () => {
  it.each(cases)('are those in full: %s %j', async (id, options) => {
    const kernels = createHostKernels('float64');
    const weights = weightsOf(kernels, id, options);
    expect(canTabulate(kernels, weights.model)).toBe(true);
    const before = kernels.count();
    let differ = false;
    await fc.assert(
      fc.asyncProperty(sets, tables, async (set, table) => {
        const { answers, indices } = await byTable(kernels, weights, set, table);
        const expected = await inFull(kernels, weights, set, indices);
        const top = Math.max(...expected.map(Math.abs));
        expected.forEach((value, i) => {
          expect(Math.abs(answers[i]! - value)).toBeLessThan(1e-12 * top);
          if (Math.abs(value - expected[i % 3]!) > 1e-3) differ = true;
        });
      }),
      { numRuns: 25, seed: 3 },
    );
    expect(differ).toBe(true); // else all images are one to this model
    expect(kernels.count()).toBe(before);
  });

  it('compute each distinct pixel once, however many images have it', async () => {
    const kernels = createHostKernels('float64');
    let rows = 0;
    const counting: Kernels = {
      ...kernels,
      pixelDense(values, offset, slope, layout, activation) {
        rows += layout.rows;
        return kernels.pixelDense(values, offset, slope, layout, activation);
      },
    };
    const images = Uint8Array.from({ length: 700 * PLACES }, (_, i) =>
      i % 5 === 0 ? 50 * (i % 3) : 0,
    );
    const set = { count: 700, images, labels: new Uint8Array(700) };
    const { answers } = await byTable(counting, weightsOf(kernels, 'coordinet', narrow), set);
    expect(answers.every((answer) => answer !== 0)).toBe(true);
    const pairs = new Set(Array.from(images, (grey, i) => `${grey} at ${i % PLACES}`));
    expect(rows).toBeLessThanOrEqual(pairs.size + PLACES);
    expect(rows).toBeGreaterThan(PLACES);
  });

  it('are asked for only where a table is smaller than the images', () => {
    const kernels = createHostKernels('float64');
    const can = (id: string, options: OptionRecord, images = sizes, asked = kernels) =>
      canTabulate(asked, weightsOf(kernels, id, options, images).model);
    const byImage = { ...narrow, modulation: 'film', modulatedBy: 'image' };
    expect(can('coordinet', byImage)).toBe(false);
    expect(can('coordinet', narrow, { ...sizes, channels: 3 })).toBe(false);
    expect(can('mlp', {})).toBe(false);
    expect(can('coordinet', narrow, sizes, { ...kernels, prefersSparseRows: false })).toBe(false);
  });

  it.each([
    ['mlp', {}],
    ['coordinet', { ...narrow, modulation: 'film', modulatedBy: 'image' }],
    ['coordinet', narrow],
  ])('or not, a set is answered whole and in its order: %s %j', async (id, options) => {
    const kernels = createHostKernels('float64');
    const weights = weightsOf(kernels, id, options);
    const images = createRandom(2)
      .stream('images')
      .uniforms(230 * PLACES, -200, 255);
    const set = {
      count: 230,
      images: Uint8Array.from(images, (value) => Math.max(0, value)),
      labels: Uint8Array.from(images.subarray(0, 230), (_, i) => i),
    };
    const indices = Int32Array.from({ length: 215 }, (_, i) => (7 * i) % 230);
    const expected = await inFull(kernels, weights, set, indices);
    let seen = 0;
    for await (const chunk of answersOfSet(kernels, weights, { set, indices }, async () => {})) {
      expect(chunk.begin).toBe(seen);
      chunk.labels.forEach((label, i) => expect(label).toBe(indices[seen + i]));
      chunk.answers.forEach((answer, i) => expect(answer).toBeCloseTo(expected[3 * seen + i]!, 10));
      seen += chunk.labels.length;
    }
    expect(seen).toBe(215);
  });

  it('give the table back when whoever asks stops, or breathing fails', async () => {
    const kernels = createHostKernels('float64');
    const weights = weightsOf(kernels, 'coordinet', narrow);
    const before = kernels.count();
    const set = { count: 9, images: new Uint8Array(9 * PLACES).fill(7), labels: new Uint8Array(9) };
    const part = { set, indices: Int32Array.from({ length: 9 }, (_, i) => i) };
    const table = { table: 2 ** 20, slice: 5, images: 4 };
    for await (const { begin } of answersByTable(kernels, weights, part, async () => {}, table)) {
      if (begin > 0) break;
    }
    expect(kernels.count()).toBe(before);
    let breaths = 0;
    const interrupted = async () => {
      if (++breaths === 3) throw new Error('interrupted');
    };
    const asked = answersByTable(kernels, weights, part, interrupted, table);
    await expect(asked.next()).rejects.toThrow('interrupted');
    expect(kernels.count()).toBe(before);
  });
});
