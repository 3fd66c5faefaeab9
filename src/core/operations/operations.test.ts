/** Every operation: its gradient against central differences, and known answers. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differentiate, evaluate } from '../differentiation.ts';
import { createHostKernels } from '../hostKernels.ts';
import type { ConvolutionOptions, ConvolutionPadding, Ops, Tensor } from '../ops.ts';
import { denseLayout, sparseLayout, type PixelLayout } from '../pixels.ts';
import { drawValues, gradientFault, upload } from '../testing.ts';
import { cases, drawInputs } from './testing.ts';

/** Central differences in float64 are good to about 1e-9. */
const TOLERANCE = 1e-6;
const RUNS = 12;

/** The operations as a computation receives them. */
function operations(): string[] {
  const names: string[] = [];
  evaluate(createHostKernels(), new Map(), (ops) => {
    names.push(...Object.keys(ops));
    return {};
  });
  return names;
}

describe('every operation', () => {
  it('has a test of its gradient', () => {
    const tested: string[] = Object.keys(cases);
    expect(operations().filter((name) => name !== 'constant')).toEqual(
      expect.arrayContaining(tested),
    );
    expect(tested).toEqual(
      expect.arrayContaining(operations().filter((name) => name !== 'constant')),
    );
  });

  it.each(Object.entries(cases))('%s has the gradient of central differences', async (_, drawn) => {
    await fc.assert(
      fc.asyncProperty(drawn, async (each) => {
        const fault = await gradientFault(drawInputs(each), each.compute, { entries: 12 });
        expect(fault).toBeLessThan(TOLERANCE);
      }),
      { numRuns: RUNS, seed: 1 },
    );
  });
});

describe('values', () => {
  /** What an operation answers, in float64. */
  async function valueOf(compute: (ops: Ops) => Tensor): Promise<number[]> {
    const kernels = createHostKernels('float64');
    const { y } = evaluate(kernels, new Map(), (ops) => ({ y: compute(ops) }));
    return [...(await kernels.read(y!))];
  }
  const expectClose = (found: number[], expected: number[]) => {
    expect(found.length).toBe(expected.length);
    found.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 12));
  };

  it('correlates, and pads evenly with the odd zero at the end, or in a circle', async () => {
    const convolve = (options: ConvolutionOptions, taps = [1, 10]) =>
      valueOf((ops) =>
        ops.conv2d(
          ops.constant([1, 2, 3, 4, 5], [1, 1, 5, 1]),
          ops.constant(taps, [1, taps.length, 1, 1]),
          ops.constant([0.5], [1]),
          options,
        ),
      );
    expect(await convolve({ padding: 'valid' })).toEqual([21.5, 32.5, 43.5, 54.5]);
    expect(await convolve({ padding: 'same' })).toEqual([21.5, 32.5, 43.5, 54.5, 5.5]);
    expect(await convolve({ padding: 'circular' })).toEqual([21.5, 32.5, 43.5, 54.5, 15.5]);
    expect(await convolve({ padding: 'valid', stride: 2 })).toEqual([21.5, 43.5]);
    // Three windows of three reach over seven entries: one zero on either side.
    const wide = [1, 10, 100];
    expect(await convolve({ stride: 2 }, wide)).toEqual([210.5, 432.5, 54.5]);
    expect(await convolve({ stride: 2, padding: 'circular' }, wide)).toEqual([215.5, 432.5, 154.5]);
  });

  it('shifts in a circle what a circular convolution sees', async () => {
    const { values } = drawValues('image', [1, 4, 5, 2]);
    const filter = drawValues('filter', [3, 4, 2, 2]).values;
    const answer = (rows: number, columns: number) =>
      valueOf((ops) => {
        const shift = (x: Tensor, axis: number, by: number) =>
          ops.concat(
            [ops.slice(x, axis, by, x.shape[axis]! - by), ops.slice(x, axis, 0, by)],
            axis,
          );
        const shifted = (x: Tensor, sign: 1 | -1) => {
          const by = (axis: number, steps: number) =>
            sign > 0 ? steps : (x.shape[axis]! - steps) % x.shape[axis]!;
          return shift(shift(x, 1, by(1, rows)), 2, by(2, columns));
        };
        const image = shifted(ops.constant(values, [1, 4, 5, 2]), 1);
        const bias = ops.constant([0, 0], [2]);
        const taps = ops.constant(filter, [3, 4, 2, 2]);
        return shifted(ops.conv2d(image, taps, bias, { padding: 'circular' }), -1);
      });
    expectClose(await answer(1, 3), await answer(2, 1));
  });

  it('refuses a kernel that is wider than the image, unless zeros lie around it', async () => {
    const convolve = (padding: ConvolutionPadding) =>
      valueOf((ops) =>
        ops.depthwiseConv2d(
          ops.constant([1, 2], [1, 1, 2, 1]),
          ops.constant([1, 1, 1], [1, 3, 1]),
          {
            padding,
          },
        ),
      );
    for (const padding of ['circular', 'valid'] as const) {
      await expect(convolve(padding)).rejects.toThrow('a kernel of 1 × 3 on 1 × 2 pixels');
    }
    expect(await convolve('same')).toEqual([3, 3]);
  });

  it('keeps the channels of a depthwise convolution apart', async () => {
    const found = await valueOf((ops) =>
      ops.depthwiseConv2d(
        ops.constant([1, 10, 2, 20, 3, 30], [1, 1, 3, 2]),
        ops.constant([1, 2, 1, 3], [1, 2, 2]),
        { padding: 'valid' },
      ),
    );
    expect(found).toEqual([3, 80, 5, 130]);
  });

  it('averages whole windows', async () => {
    const pooled = await valueOf((ops) =>
      ops.averagePool2d(ops.constant([1, 2, 9, 4, 3, 9, 9, 9, 9], [1, 3, 3, 1]), 2),
    );
    expect(pooled).toEqual([2.5]);
  });

  it('normalises a batch by its own statistics, or by given ones', async () => {
    const normalise = (running?: [number, number], offset = 0) =>
      valueOf((ops) => {
        const constant = (value: number) => ops.constant([value], [1]);
        const x = ops.constant([1 + offset, 3 + offset], [2, 1]);
        const given = running && { mean: constant(running[0]), variance: constant(running[1]) };
        const { y, mean, variance } = ops.batchNorm(x, constant(2), constant(10), given);
        const statistics = [mean, variance].map((each) => ops.reshape(each, [1, 1]));
        return ops.concat([y, ...statistics], 0);
      });
    const unit = 2 / Math.sqrt(1 + 1e-5);
    expectClose(await normalise(), [10 - unit, 10 + unit, 2, 1]);
    expectClose(await normalise(undefined, 2 ** 20), [10 - unit, 10 + unit, 2 + 2 ** 20, 1]);
    const half = 2 / Math.sqrt(4 + 1e-5);
    expectClose(await normalise([3, 4]), [10 - 2 * half, 10, 3, 4]);
  });

  it('drops incomplete windows', async () => {
    const pooled = await valueOf((ops) =>
      ops.maxPool2d(ops.constant([1, 2, 9, 4, 3, 9, 9, 9, 9], [1, 3, 3, 1]), 2),
    );
    expect(pooled).toEqual([4]);
  });

  it('spreads what belongs to a place or an image over the rows', async () => {
    const values = Float32Array.of(0, 1, 1, 0, 0, 0); // 2 images of 3 places
    const { layout } = sparseLayout(values, { images: 2, places: 3, channels: 1 });
    const spread = (name: 'spreadPlaces' | 'spreadImages', x: number[], over: PixelLayout) =>
      valueOf((ops) => ops[name](ops.constant(x, [x.length, 1]), over));
    expect(await spread('spreadPlaces', [5, 6, 7], layout)).toEqual([6, 7, 5, 6, 7]);
    expect(await spread('spreadPlaces', [5, 6, 7], denseLayout(2, 3))).toEqual([5, 6, 7, 5, 6, 7]);
    expect(await spread('spreadImages', [5, 6], denseLayout(2, 3))).toEqual([5, 5, 5, 6, 6, 6]);
    await expect(spread('spreadImages', [5, 6], layout)).rejects.toThrow('dense layout');
  });

  it('pools latents of ±100 by log Σ exp, black places included', async () => {
    const values = Float32Array.of(0, 1, 1, 0, 0, 0); // 2 images of 3 places
    const { layout } = sparseLayout(values, { images: 2, places: 3, channels: 1 });
    const pool = (x: number[], over: PixelLayout) =>
      valueOf((ops) => ops.poolPixels(ops.constant(x, [x.length, 1]), over, 'logSumExp'));
    // Rows: two of the first image, then the shared ones of places 0, 1 and 2.
    expectClose(await pool([-100, -99, 100, 3, 5], layout), [100, 100]);
    const low = Math.log(2 + Math.exp(-1));
    const twoOf100 = 100 + Math.log(2); // and exp(-200) more
    expectClose(await pool([-100, -101, -100, 100, 100], layout), [-100 + low, twoOf100]);
    const all = [-100, -101, -100, 100, 100, 100];
    expectClose(await pool(all, denseLayout(2, 3)), [-100 + low, 100 + Math.log(3)]);
    const faulty = await pool([NaN, 0, 0, 0, 0], layout);
    expect(faulty.map(Number.isNaN)).toEqual([true, false]);
  });

  it('gives log Σ exp of ±100 a gradient of shares', async () => {
    const values = Float32Array.of(0, 1, 1, 0, 0, 0);
    const { layout } = sparseLayout(values, { images: 2, places: 3, channels: 1 });
    const rows = Float64Array.of(-100, -101, -100, 100, 100);
    const kernels = createHostKernels('float64');
    const { gradients } = differentiate(
      kernels,
      upload(kernels, { x: { shape: [5, 1], values: rows } }),
      () => true,
      (ops, p) => ({
        loss: ops.sum(ops.poolPixels(p('x'), layout, 'logSumExp'), [0, 1]),
        outputs: {},
      }),
    );
    const total = 2 + Math.exp(-1);
    // Image 0 sees rows 0 and 1 and the black place 0; image 1 sees all black places.
    expectClose(
      [...(await kernels.read(gradients.get('x')!))],
      [1 / total, Math.exp(-1) / total, 1 / total, 0.5, 0.5],
    );
  });

  it('bends by GELU as PyTorch does in its tanh form', async () => {
    // torch.nn.functional.gelu(x, approximate='tanh') in float64.
    const bent = await valueOf((ops) => ops.gelu(ops.constant([-3, -1, 0, 0.5, 4], [5])));
    expectClose(
      bent,
      [-0.0036373920817729943, -0.15880800939172324, 0.0, 0.34571400982514394, 3.9999297540518075],
    );
  });

  it('reads a table with weights', async () => {
    const read = (indices: number[], weights: number[], count: number) =>
      valueOf((ops) =>
        ops.lookUp(ops.constant([1, 2, 10, 20, 100, 200], [3, 2]), {
          count,
          indices: Int32Array.from(indices),
          weights: Float32Array.from(weights),
        }),
      );
    expect(await read([2, 0, 1, 1], [1, 2, 0.5, 0.5], 2)).toEqual([102, 204, 10, 20]);
    await expect(read([3, 0], [1, 1], 1)).rejects.toThrow('leaves a table of 3 entries');
    await expect(read([0, -1], [1, 1], 1)).rejects.toThrow('leaves a table of 3 entries');
    await expect(read([0, 1, 2], [1, 1, 1], 2)).rejects.toThrow('uneven');
  });

  it('takes the softmax of what would overflow', async () => {
    const shares = await valueOf((ops) =>
      ops.softmax(ops.constant([1000, 1000, -1000, 0, 0, 0], [2, 1, 3])),
    );
    expectClose(shares, [0.5, 0.5, 0, 1 / 3, 1 / 3, 1 / 3]);
  });

  it('rounds, steps and takes sizes', async () => {
    const x = [-1.5, -0.2, 0, 0.7, 2];
    const mapped = (name: 'floor' | 'step' | 'abs') =>
      valueOf((ops) => ops[name](ops.constant(x, [5])));
    expect(await mapped('floor')).toEqual([-2, -1, 0, 0, 2]);
    expect(await mapped('step')).toEqual([0, 0, 0, 1, 1]);
    expect(await mapped('abs')).toEqual([1.5, 0.2, 0, 0.7, 2]);
  });

  it('normalises over the last axis', async () => {
    const normal = await valueOf((ops) =>
      ops.layerNorm(
        ops.constant([1, 3, 5, 5], [2, 2]),
        ops.constant([2, 1], [2]),
        ops.constant([0, 10], [2]),
      ),
    );
    const unit = 1 / Math.sqrt(1 + 1e-5);
    expectClose(normal, [-2 * unit, 10 + unit, 0, 10]);
  });

  it('takes the cross-entropy of logits that would overflow', async () => {
    const losses = await valueOf((ops) =>
      ops.softmaxCrossEntropy(
        ops.constant([1000, 0, 0, 0, -1000, 0], [2, 3]),
        ops.constant([0, 1, 0, 0, 0, 1], [2, 3]),
      ),
    );
    expectClose(losses, [1000, Math.log(2)]);
  });

  it('names both shapes of what does not fit', () => {
    const on = (compute: (ops: Ops, x: Tensor) => Tensor) => () =>
      evaluate(createHostKernels(), new Map(), (ops) => ({
        y: compute(ops, ops.constant([1, 2, 3, 4, 5, 6], [2, 3])),
      }));
    expect(on((ops, x) => ops.add(x, ops.constant([1, 2], [2])))).toThrow('[2 × 3] with [2]');
    expect(on((ops, x) => ops.matMul(x, x))).toThrow('found shape [2 × 3], expected [3 × any]');
    expect(on((ops, x) => ops.reshape(x, [4]))).toThrow('found shape [2 × 3], expected [4]');
    expect(on((ops, x) => ops.softmaxCrossEntropy(x, ops.reshape(x, [3, 2])))).toThrow('targets');
  });
});
