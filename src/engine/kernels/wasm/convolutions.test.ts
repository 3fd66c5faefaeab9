/**
 * Convolutions, depthwise ones and window maxima: drawn shapes, and sizes at which chunks, parts and
 * threads come into play, against plain loops in float64.
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convolutionSizes } from '../../../core/host/convolution.ts';
import type { Kernels, Padding, Windows } from '../../../core/kernels.ts';
import { sizeOf, type Shape } from '../../../core/shapes.ts';
import { computed, draw, openBench, type Arrays, type Inputs, type WasmBench } from './testing.ts';

let bench: WasmBench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

interface Layer {
  readonly x: Shape;
  /** [height, width, outputs] */
  readonly kernel: readonly [number, number, number];
  readonly windows: Windows;
}

const layerOf = (
  x: Shape,
  kernel: Layer['kernel'],
  stride: number,
  padding: Padding = 'same',
): Layer => ({ x, kernel, windows: { padding, stride } });

const filterOf = ({ x, kernel: [height, width, outputs] }: Layer) => [
  height,
  width,
  x[3]!,
  outputs,
];

function resultShape(x: Shape, filter: Shape, windows: Windows): Shape {
  const { batch, outHeight, outWidth, outChannels } = convolutionSizes(x, filter, windows);
  return [batch, outHeight, outWidth, outChannels];
}

async function expectConvolution(layer: Layer): Promise<void> {
  const { x, windows } = layer;
  const filter = filterOf(layer);
  const inputs = {
    x: draw('x', x),
    filter: draw('filter', filter),
    bias: draw('bias', [filter[3]!]),
    dy: draw('dy', resultShape(x, filter, windows)),
  };
  await bench.expectRight(inputs, (kernels, given) => ({
    linear: kernels.conv2d(given['x']!, given['filter']!, given['bias']!, windows, 'linear'),
    relu: kernels.conv2d(given['x']!, given['filter']!, given['bias']!, windows, 'relu'),
    toImage: kernels.conv2dInputGradient(given['dy']!, given['filter']!, x, windows),
    toFilter: kernels.conv2dFilterGradient(given['dy']!, given['x']!, filter, windows),
  }));
}

async function expectDepthwise({ x, kernel, windows }: Layer): Promise<void> {
  const filter = [kernel[0], kernel[1], x[3]!];
  const inputs = {
    x: draw('x', x),
    filter: draw('filter', filter),
    dy: draw('dy', resultShape(x, filter, windows)),
  };
  await bench.expectRight(inputs, (kernels, given) => ({
    y: kernels.depthwiseConv2d(given['x']!, given['filter']!, windows),
    toImage: kernels.depthwiseConv2dInputGradient(given['dy']!, given['filter']!, x, windows),
    toFilter: kernels.depthwiseConv2dFilterGradient(given['dy']!, given['x']!, filter, windows),
  }));
}

/** Images may be smaller than the kernel where zeros lie around them. */
const layers: fc.Arbitrary<Layer> = fc
  .record({
    batch: fc.constantFrom(1, 2, 5),
    kernel: fc.tuple(
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 7 }),
      fc.constantFrom(1, 3, 5, 8, 12, 16, 33),
    ),
    more: fc.tuple(fc.nat({ max: 17 }), fc.nat({ max: 17 })),
    channels: fc.constantFrom(1, 3, 4, 5, 16, 23, 32),
    padding: fc.constantFrom<Padding>('same', 'valid'),
    stride: fc.constantFrom(1, 2, 3),
  })
  .map(({ batch, kernel, more, channels, padding, stride }) => {
    const least = padding === 'same' ? [1, 1] : kernel;
    const x = [batch, least[0]! + more[0], least[1]! + more[1], channels];
    return layerOf(x, kernel, stride, padding);
  });

describe('conv2d and its gradients', () => {
  it('of drawn shapes', async () => {
    await fc.assert(fc.asyncProperty(layers, expectConvolution), { numRuns: 60, seed: 1 });
  });

  it('of 3 × 3 taps, which go by fewer multiplications, of drawn shapes', async () => {
    const suiting = fc
      .record({
        batch: fc.constantFrom(1, 3),
        sides: fc.tuple(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 1, max: 15 })),
        channels: fc.constantFrom(16, 24, 40),
        outputs: fc.constantFrom(16, 32, 72),
        padding: fc.constantFrom<Padding>('same', 'valid'),
      })
      .map(({ batch, sides: [height, width], channels, outputs, padding }) => {
        const more = padding === 'valid' ? 2 : 0;
        return layerOf([batch, height + more, width + more, channels], [3, 3, outputs], 1, padding);
      });
    await fc.assert(fc.asyncProperty(suiting, expectConvolution), { numRuns: 40, seed: 3 });
  });

  it.each([
    layerOf([32, 28, 28, 1], [3, 3, 32], 1),
    layerOf([32, 14, 14, 32], [3, 3, 64], 1),
    layerOf([9, 32, 32, 16], [3, 3, 32], 2),
    layerOf([9, 32, 32, 16], [1, 1, 32], 2),
    layerOf([3, 17, 19, 64], [1, 1, 65], 1),
    layerOf([1, 64, 61, 3], [7, 7, 16], 3, 'valid'),
    layerOf([2, 8, 8, 130], [3, 3, 257], 1),
    layerOf([5, 9, 9, 128], [3, 3, 128], 1),
    layerOf([33, 16, 16, 16], [3, 3, 16], 1),
  ])('of many windows: $x, kernel $kernel, $windows', expectConvolution);
});

describe('depthwiseConv2d and its gradients', () => {
  it('of drawn shapes', async () => {
    await fc.assert(fc.asyncProperty(layers, expectDepthwise), { numRuns: 60, seed: 2 });
  });

  it.each([
    layerOf([32, 28, 28, 32], [3, 3, 1], 1),
    layerOf([5, 33, 31, 67], [7, 7, 1], 2),
    layerOf([3, 64, 64, 3], [5, 5, 1], 3, 'valid'),
  ])('of many windows: $x, kernel $kernel, $windows', expectDepthwise);
});

describe('maxPool2d and its gradient', () => {
  const pooled = (kernels: Kernels, size: number, { x, dy }: Arrays) => {
    const y = kernels.maxPool2d(x!, size);
    return { y, toImage: kernels.maxPool2dGradient(dy!, x!, y, size) };
  };
  const shapeOf = ([batch, height, width, channels]: Shape, size: number) => [
    batch!,
    Math.floor(height! / size),
    Math.floor(width! / size),
    channels!,
  ];

  it.each([
    [[32, 28, 28, 32], 2],
    [[7, 31, 33, 21], 3],
    [[40, 64, 64, 1], 2],
    [[1, 5, 9, 6], 5],
    [[2, 3, 9, 6], 4],
  ] as const)('of %j by %i', async (x, size) => {
    const inputs = { x: draw('x', x), dy: draw('dy', shapeOf(x, size)) };
    await bench.expectRight(inputs, (kernels, given) => pooled(kernels, size, given));
  });

  it('gives the gradient to the first of the largest, in every lane', async () => {
    const shape = [2, 4, 4, 7];
    const inputs = {
      x: { shape, values: new Float32Array(sizeOf(shape)).fill(-3) },
      dy: draw('dy', [2, 2, 2, 7]),
    };
    const { toImage } = await computed(bench.alone, inputs, (k, given) => pooled(k, 2, given));
    const given = [...toImage!.values].flatMap((value, i) => (value === 0 ? [] : [[i, value]]));
    const expected = [...inputs.dy.values].map((value, i) => {
      const [window, channel] = [Math.floor(i / 7), i % 7];
      const [image, row, column] = [window >> 2, (window >> 1) & 1, window & 1];
      return [((image * 4 + 2 * row) * 4 + 2 * column) * 7 + channel, value];
    });
    expect(given).toEqual(expected);
  });
});

describe('a NaN', () => {
  /** Numbers that are NaN in the results, given one in `name` at each of some places. */
  async function nans(inputs: Inputs, name: string, compute: Parameters<typeof computed>[2]) {
    const counts: number[] = [];
    for (const kernels of [bench.alone, bench.plain]) {
      for (const place of [0, 5, sizeOf(inputs[name]!.shape) - 1]) {
        const values = Float32Array.from(inputs[name]!.values);
        values[place] = NaN;
        const given = { ...inputs, [name]: { shape: inputs[name]!.shape, values } };
        const found = await computed(kernels, given, compute);
        for (const each of Object.values(found)) {
          counts.push([...each.values].filter(Number.isNaN).length);
        }
      }
    }
    return counts;
  }
  const windows = { padding: 'same', stride: 1 } as const;
  const inputs = {
    x: draw('x', [1, 4, 4, 7]),
    filter: draw('filter', [3, 3, 7, 9]),
    taps: draw('taps', [3, 3, 7]),
    bias: draw('bias', [9]),
    dy: draw('dy', [1, 4, 4, 9]),
    dDepthwise: draw('dDepthwise', [1, 4, 4, 7]),
  };

  it('of an image reaches exactly the windows that hold it, through relu, too', async () => {
    const found = await nans(inputs, 'x', (k, { x, filter, bias }) => ({
      y: k.conv2d(x!, filter!, bias!, windows, 'relu'),
    }));
    // A corner of the image lies in four windows, each with nine outputs.
    expect(found).toEqual(Array.from({ length: 6 }, () => 4 * 9));
  });

  it('of an image or an upstream gradient comes through 3 × 3 taps of many channels', async () => {
    const wide = {
      x: draw('x', [1, 5, 5, 16]),
      filter: draw('filter', [3, 3, 16, 16]),
      bias: draw('bias', [16]),
      dy: draw('dy', [1, 5, 5, 16]),
    };
    const forward = await nans(wide, 'x', (k, { x, filter, bias }) => ({
      y: k.conv2d(x!, filter!, bias!, windows, 'relu'),
    }));
    expect(Math.min(...forward)).toBeGreaterThanOrEqual(4 * 16);
    const back = await nans(wide, 'dy', (k, { x, filter, dy }) => ({
      toImage: k.conv2dInputGradient(dy!, filter!, x!.shape, windows),
      toFilter: k.conv2dFilterGradient(dy!, x!, filter!.shape, windows),
    }));
    expect(Math.min(...back)).toBeGreaterThanOrEqual(4 * 16);
  });

  it.each(['x', 'taps'])('of %s comes out of a depthwise convolution', async (name) => {
    const found = await nans(inputs, name, (k, { x, taps }) => ({
      y: k.depthwiseConv2d(x!, taps!, windows),
    }));
    expect(Math.min(...found)).toBeGreaterThan(0);
  });

  it('of an upstream gradient comes out of both gradients', async () => {
    const whole = await nans(inputs, 'dy', (k, { x, filter, dy }) => ({
      toImage: k.conv2dInputGradient(dy!, filter!, x!.shape, windows),
      toFilter: k.conv2dFilterGradient(dy!, x!, filter!.shape, windows),
    }));
    const each = await nans(inputs, 'dDepthwise', (k, { x, taps, dDepthwise }) => ({
      toImage: k.depthwiseConv2dInputGradient(dDepthwise!, taps!, x!.shape, windows),
      toFilter: k.depthwiseConv2dFilterGradient(dDepthwise!, x!, taps!.shape, windows),
    }));
    expect(Math.min(...whole, ...each)).toBeGreaterThan(0);
  });

  it('is the maximum of its window and of no other', async () => {
    const found = await nans(inputs, 'x', (k, { x }) => ({ y: k.maxPool2d(x!, 2) }));
    expect(found).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
