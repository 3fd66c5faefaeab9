/** Rows shared by value and place, held to the plain formula over every pixel of every image. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differentiate } from '../differentiation.ts';
import { createHostKernels } from '../hostKernels.ts';
import type { HostArray, Kernels, Pooling } from '../kernels.ts';
import { denseLayout, sparseLayout, type PixelLayout } from '../pixels.ts';
import { createRandom } from '../random.ts';

const WIDTH = 4;

interface Batch {
  readonly images: number;
  readonly places: number;
  readonly values: Float32Array;
}

/** Few greys, so that many pixels agree; black and full images; now and then a value between. */
const batches: fc.Arbitrary<Batch> = fc
  .record({ images: fc.integer({ min: 1, max: 5 }), places: fc.integer({ min: 1, max: 6 }) })
  .chain(({ images, places }) => {
    const grey = fc.integer({ min: 0, max: 3 }).map((third) => third / 3);
    const pixel = fc.oneof({ weight: 9, arbitrary: grey }, fc.constantFrom(0.3, 0.77));
    const drawn = fc.array(pixel, { minLength: places, maxLength: places });
    const flat = fc.constantFrom(0, 1).map((value) => Array<number>(places).fill(value));
    const image = fc.oneof({ weight: 3, arbitrary: drawn }, flat);
    return fc
      .array(image, { minLength: images, maxLength: images })
      .map((all) => ({ images, places, values: Float32Array.from(all.flat()) }));
  });

async function lossAndGradients(
  kernels: Kernels,
  { layout, values }: { layout: PixelLayout; values: Float32Array },
  { pooling, perPlace, scale }: { pooling: Pooling; perPlace: boolean; scale: number },
): Promise<HostArray[]> {
  const random = createRandom(4);
  const draw = (name: string, shape: readonly number[]) =>
    kernels.fromHost(
      Float64Array.from(
        random.stream(name).uniforms(
          shape.reduce((a, b) => a * b, 1),
          -1,
          1,
        ),
        (value) => (name === 'weight' ? scale : 1) * value,
      ),
      shape,
    );
  const parameters = new Map([
    ['offset', draw('offset', [layout.places, WIDTH])],
    ['slope', draw('slope', perPlace ? [layout.places, 1, WIDTH] : [1, WIDTH])],
    ['weight', draw('weight', [WIDTH, WIDTH])],
    ['bias', draw('bias', [WIDTH])],
  ]);
  const mix = Float64Array.from(random.stream('mix').uniforms(WIDTH, -1, 1));
  const { loss, gradients } = differentiate(
    kernels,
    parameters,
    () => true,
    (ops, parameter) => {
      const rows = ops.constant(values, [layout.rows, 1]);
      const first = ops.pixelDense(rows, parameter('offset'), parameter('slope'), layout, 'relu');
      const second = ops.dense(first, parameter('weight'), parameter('bias'));
      const pooled = ops.poolPixels(second, layout, pooling);
      const mixed = ops.mul(ops.square(ops.affine(pooled, 1 / scale)), ops.constant(mix, [WIDTH]));
      return { loss: ops.sum(mixed, [0, 1]), outputs: {} };
    },
  );
  const arrays = [loss, ...[...parameters.keys()].map((name) => gradients.get(name)!)];
  return Promise.all(arrays.map(kernels.read));
}

/** Largest difference, relative to the largest entry of each array. */
function deviation(found: readonly HostArray[], expected: readonly HostArray[]): number {
  return Math.max(
    ...expected.map((array, which) => {
      const top = Math.max(1e-3, ...array.map(Math.abs));
      return Math.max(...array.map((value, i) => Math.abs(found[which]![i]! - value) / top));
    }),
  );
}

describe('rows shared by value', () => {
  const kernels = createHostKernels('float64');
  const poolings: Pooling[] = ['sum', 'max', 'logSumExp'];
  it.each(poolings.flatMap((pooling) => [1, 2000].map((scale) => ({ pooling, scale }))))(
    'give the loss and gradients of dense rows: $pooling, latents up to about $scale',
    async ({ pooling, scale }) => {
      let shared = 0;
      await fc.assert(
        fc.asyncProperty(batches, fc.boolean(), async (batch, perPlace) => {
          const { images, places, values } = batch;
          const sparse = sparseLayout(values, { images, places, channels: 1 });
          if (sparse.layout.members.length > sparse.layout.rows - places) shared++;
          const dense = { layout: denseLayout(images, places), values };
          const options = { pooling, perPlace, scale };
          const found = await lossAndGradients(kernels, sparse, options);
          const expected = await lossAndGradients(kernels, dense, options);
          expect(deviation(found, expected)).toBeLessThan(1e-12);
        }),
        { seed: 6 },
      );
      expect(shared).toBeGreaterThan(20); // else nothing was tested
    },
  );

  it('leave most rows of a maximum without any gradient', async () => {
    const images = 20;
    const places = 30;
    const random = createRandom(9);
    const values = random
      .stream('values')
      .uniforms(images * places, -1, 1)
      .map((value) => Math.max(0, value));
    const { layout } = sparseLayout(values, { images, places, channels: 1 });
    const single = createHostKernels('float32');
    const draw = (name: string, rows: number) =>
      single.fromHost(random.stream(name).uniforms(rows * WIDTH, -1, 1), [rows, WIDTH]);
    const x = draw('x', layout.rows);
    const dy = draw('dy', images);
    const y = single.poolPixels(x, layout, 'max');
    const gradient = await single.read(single.poolPixelsGradient(dy, x, y, layout, 'max'));
    const largest = await single.read(y);
    const latents = await single.read(x);
    const winners = new Set(
      Array.from(largest, (value, i) =>
        latents.findIndex((x, at) => x === value && at % WIDTH === i % WIDTH),
      ),
    );
    const moved = Array.from(gradient.keys()).filter((i) => !Object.is(gradient[i], 0));
    expect(moved.length).toBeGreaterThan(0);
    expect(moved.every((i) => winners.has(i))).toBe(true);
    expect(new Set(moved.map((i) => Math.floor(i / WIDTH))).size).toBeLessThan(layout.rows / 2);
  });

  it('take no gradient from rows of zeros, of either sign', async () => {
    const { layout, values } = sparseLayout(Float32Array.of(0, 1, 0.3, 0), {
      images: 2,
      places: 2,
      channels: 1,
    });
    const dz = kernels.fromHost(Float64Array.of(0, -0, 5, 7), [layout.rows, 1]);
    const seen = kernels.fromHost(
      values.map((value, row) => (row === 0 ? NaN : value)),
      [4, 1],
    );
    const { offset, slope } = kernels.pixelDenseGradient(dz, seen, [1, 1], layout);
    expect([...(await kernels.read(offset))]).toEqual([5, 7]);
    expect([...(await kernels.read(slope))]).toEqual([0]);
  });
});
