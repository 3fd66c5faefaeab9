/** For the tests alone: a random case for every kernel of the interface. */
import * as fc from 'fast-check';
import type {
  Activation,
  DeviceArray,
  Kernels,
  Padding,
  Pooling,
  UnaryName,
} from '../../core/kernels.ts';
import { denseLayout, sparseLayout, type PixelLayout } from '../../core/pixels.ts';
import { createRandom } from '../../core/random.ts';
import type { Shape } from '../../core/shapes.ts';

/** What a backend has besides kernels that compute. */
export const housekeeping = [
  'fromHost',
  'read',
  'dispose',
  'tidy',
  'count',
  'prefersSparseRows',
] as const;
export type KernelName = Exclude<keyof Kernels, (typeof housekeeping)[number]>;

export interface KernelCase {
  readonly inputs: readonly Shape[];
  /** Range of the values; [-1, 1] unless it says otherwise. */
  readonly range?: readonly [number, number];
  /** Is it a sine or a cosine, which some backends know badly? */
  readonly wave?: boolean;
  run(kernels: Kernels, inputs: readonly DeviceArray[]): readonly DeviceArray[];
}

const length = (max = 5) => fc.integer({ min: 1, max });
const shapeOf = (minLength = 1) => fc.array(length(4), { minLength, maxLength: 4 });
const activation = fc.constantFrom<Activation>('linear', 'relu');
const unaryNames = Object.keys({
  relu: 0,
  sin: 0,
  cos: 0,
  exp: 0,
  log: 0,
  sqrt: 0,
  square: 0,
  tanh: 0,
  abs: 0,
  floor: 0,
  step: 0,
} satisfies Record<UnaryName, 0>) as UnaryName[];
const ranges: Partial<Record<UnaryName, readonly [number, number]>> = {
  log: [0.01, 5],
  sqrt: [0, 5],
  sin: [-20, 20],
  cos: [-20, 20],
};

/** The half of the pixels that is lit, the same for every backend. */
function layoutOf(kind: string, images: number, places: number): PixelLayout {
  if (kind === 'dense') return denseLayout(images, places);
  const stream = createRandom(5).stream('test/lit');
  const lit = Float32Array.from({ length: images * places }, (_, i) => stream.integer(i, 2));
  return sparseLayout(lit, { images, places, channels: 1 }).layout;
}

const pixels = (sparse: boolean) =>
  fc
    .record({
      images: length(4),
      places: length(7),
      channels: fc.constantFrom(1, 3),
      width: length(6),
      kind: sparse ? fc.constantFrom('sparse', 'dense') : fc.constant('dense'),
      perPlace: fc.boolean(),
      pooling: fc.constantFrom<Pooling>('sum', 'max', 'logSumExp'),
      activation,
    })
    .map((drawn) => ({
      ...drawn,
      layout: layoutOf(drawn.kind, drawn.images, drawn.places),
      slopeShape: drawn.perPlace
        ? [drawn.places, drawn.channels, drawn.width]
        : [drawn.channels, drawn.width],
    }));

/** Reads of a table: some entries more than once, some never. */
const tableReads = fc
  .record({ entries: length(9), results: length(7), count: length(4), width: length(5) })
  .map(({ entries, results, count, width }) => {
    const stream = createRandom(7).stream('test/reads');
    const reads = Array.from({ length: results * count }, (_, i) => i);
    const indices = Int32Array.from(reads, (i) => stream.integer(i, entries));
    const weights = Float32Array.from(reads, (i) => (i % 3) - 0.5);
    return { entries, results, width, lookup: { count, indices, weights } };
  });

/** Steps of an optimiser. */
const steps = fc.record({
  rate: fc.constantFrom(0.5, 1e-3),
  beta1: fc.constantFrom(0.9, 0),
  beta2: fc.constantFrom(0.999, 0.9),
  epsilon: fc.constantFrom(1e-8, 1e-3),
  decay: fc.constantFrom(0, 0.3),
});

/**
 * Also strides beyond the kernel, images on which the last window leaves pixels over, and, with zeros
 * around them, images smaller than the kernel.
 */
const convolution = fc
  .record({
    batch: length(3),
    kernel: fc.tuple(length(5), length(5)),
    more: fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 })),
    channels: fc.tuple(length(4), length(5)),
    padding: fc.constantFrom<Padding>('same', 'valid'),
    stride: fc.constantFrom(1, 1, 2, 3),
    activation,
  })
  .map(({ batch, kernel, more, channels, padding, stride, ...rest }) => {
    const least = padding === 'same' ? [1, 1] : kernel;
    const [height, width] = [least[0]! + more[0], least[1]! + more[1]];
    const count = (side: number, by: number) =>
      padding === 'same' ? Math.ceil(side / stride) : Math.ceil((side - by + 1) / stride);
    const places = [batch, count(height, kernel[0]), count(width, kernel[1])];
    return {
      ...rest,
      windows: { padding, stride },
      x: [batch, height, width, channels[0]],
      filter: [...kernel, ...channels],
      bias: [channels[1]],
      y: [...places, channels[1]],
      /** Where each channel has its own filter. */
      depthwise: { filter: [...kernel, channels[0]], y: [...places, channels[0]] },
    };
  });

const pooled = fc
  .tuple(length(3), length(3), fc.nat({ max: 4 }), fc.nat({ max: 4 }), length(4))
  .chain(([batch, size, rows, columns, channels]) =>
    // Windows without a positive entry, too: where zeros count as entries, the gradient is lost.
    fc.constantFrom([-1, 1] as const, [-2, -1] as const).map((range) => ({
      range,
      size,
      x: [batch, size + rows, size + columns, channels],
      y: [batch, Math.floor((size + rows) / size), Math.floor((size + columns) / size), channels],
    })),
  );

/** A random case for every kernel of the interface. */
export function kernelCases(sparse: boolean): Record<KernelName, fc.Arbitrary<KernelCase>> {
  return {
    reshape: fc.tuple(length(), length(), length()).map(([a, b, c]) => ({
      inputs: [[a, b, c]],
      run: (kernels, [x]) => [kernels.reshape(x!, [c * a, b])],
    })),
    transpose: shapeOf().chain((x) =>
      fc
        .shuffledSubarray(
          x.map((_, axis) => axis),
          { minLength: x.length },
        )
        .map((permutation) => ({
          inputs: [x],
          run: (kernels: Kernels, [given]: readonly DeviceArray[]) => [
            kernels.transpose(given!, permutation),
          ],
        })),
    ),
    concat: fc
      .tuple(fc.nat({ max: 2 }), fc.array(length(), { minLength: 1, maxLength: 4 }))
      .map(([axis, lengths]) => ({
        inputs: lengths.map((each) => [2, 3, 2].map((other, i) => (i === axis ? each : other))),
        run: (kernels, parts) => [kernels.concat(parts, axis)],
      })),
    slice: fc
      .tuple(shapeOf(), fc.nat(), fc.nat(), fc.nat())
      .map(([x, anyAxis, anyBegin, anyLength]) => {
        const axis = anyAxis % x.length;
        const begin = anyBegin % x[axis]!;
        const count = 1 + (anyLength % (x[axis]! - begin));
        return {
          inputs: [x],
          run: (kernels, [given]) => [kernels.slice(given!, axis, begin, count)],
        };
      }),
    broadcast: fc
      .tuple(shapeOf(), fc.infiniteStream(fc.boolean()), fc.nat({ max: 3 }))
      .map(([shape, ones, dropped]) => ({
        inputs: [shape.map((each) => (ones.next().value ? 1 : each)).slice(dropped)],
        run: (kernels, [x]) => [kernels.broadcast(x!, shape)],
      })),

    unary: fc.tuple(shapeOf(), fc.constantFrom<UnaryName>(...unaryNames)).map(([x, name]) => ({
      inputs: [x],
      range: ranges[name] ?? [-3, 3],
      wave: name === 'sin' || name === 'cos',
      run: (kernels, [given]) => [kernels.unary(name, given!)],
    })),
    binary: fc
      .tuple(
        shapeOf(0),
        fc.infiniteStream(fc.boolean()),
        fc.nat({ max: 4 }),
        fc.constantFrom('add', 'sub', 'mul', 'div'),
        fc.boolean(),
      )
      .map(([shape, ones, dropped, name, swapped]) => {
        const part = shape.map((each) => (ones.next().value ? 1 : each)).slice(dropped);
        return {
          inputs: swapped ? [part, shape] : [shape, part],
          range: name === 'div' ? [0.3, 2] : [-2, 2],
          run: (kernels, [a, b]) => [kernels.binary(name, a!, b!)],
        };
      }),
    affine: fc
      .tuple(shapeOf(0), fc.constantFrom(1, 0, -2.5), fc.constantFrom(0, 0.75))
      .map(([x, factor, offset]) => ({
        inputs: [x],
        run: (kernels, [given]) => [kernels.affine(given!, factor, offset)],
      })),
    reluGradient: shapeOf().map((x) => ({
      inputs: [x, x],
      run: (kernels, [upstream, y]) => [kernels.reluGradient(upstream!, y!)],
    })),

    sum: shapeOf().chain((x) =>
      fc.subarray(x.map((_, axis) => axis)).map((axes) => ({
        inputs: [x],
        run: (kernels: Kernels, [given]: readonly DeviceArray[]) => [kernels.sum(given!, axes)],
      })),
    ),
    max: fc.tuple(shapeOf(), fc.nat()).map(([x, axis]) => ({
      inputs: [x],
      run: (kernels, [given]) => [kernels.max(given!, axis % x.length)],
    })),
    maxGradient: fc.tuple(shapeOf(), fc.nat()).map(([x, anyAxis]) => {
      const axis = anyAxis % x.length;
      const reduced = x.map((each, i) => (i === axis ? 1 : each));
      return {
        inputs: [x, reduced],
        run(kernels, [given, upstream]) {
          const y = kernels.max(given!, axis);
          const result = kernels.maxGradient(upstream!, given!, y);
          kernels.dispose(y);
          return [result];
        },
      };
    }),

    matMul: fc
      .tuple(length(13), length(13), length(13), fc.boolean(), fc.boolean())
      .map(([m, k, n, transposeA, transposeB]) => ({
        inputs: [transposeA ? [k, m] : [m, k], transposeB ? [n, k] : [k, n]],
        run: (kernels, [a, b]) => [kernels.matMul(a!, b!, transposeA, transposeB)],
      })),
    batchMatMul: fc
      .tuple(length(5), length(9), length(9), length(9), fc.boolean(), fc.boolean())
      .map(([batch, m, k, n, transposeA, transposeB]) => ({
        inputs: [
          [batch, ...(transposeA ? [k, m] : [m, k])],
          [batch, ...(transposeB ? [n, k] : [k, n])],
        ],
        run: (kernels, [a, b]) => [kernels.batchMatMul(a!, b!, transposeA, transposeB)],
      })),
    softmax: fc.tuple(length(6), length(9)).map((x) => ({
      inputs: [x],
      range: [-90, 90],
      run: (kernels, [given]) => [kernels.softmax(given!)],
    })),
    softmaxGradient: fc.tuple(length(6), length(9)).map((y) => ({
      inputs: [y, y],
      run: (kernels, [upstream, given]) => [kernels.softmaxGradient(upstream!, given!)],
    })),
    gelu: shapeOf().map((x) => ({
      inputs: [x],
      range: [-9, 9],
      run: (kernels, [given]) => [kernels.gelu(given!)],
    })),
    geluGradient: shapeOf().map((x) => ({
      inputs: [x, x],
      range: [-9, 9],
      run: (kernels, [upstream, given]) => [kernels.geluGradient(upstream!, given!)],
    })),
    lookUp: tableReads.map(({ entries, width, lookup }) => ({
      inputs: [[entries, width]],
      run: (kernels, [table]) => [kernels.lookUp(table!, lookup)],
    })),
    lookUpGradient: tableReads.map(({ entries, results, width, lookup }) => ({
      inputs: [[results, width]],
      run: (kernels, [upstream]) => [kernels.lookUpGradient(upstream!, lookup, entries)],
    })),
    dense: fc.tuple(length(13), length(13), length(13), activation).map(([m, k, n, chosen]) => ({
      inputs: [[m, k], [k, n], [n]],
      run: (kernels, [x, weight, bias]) => [kernels.dense(x!, weight!, bias!, chosen)],
    })),

    denseGradient: fc
      .tuple(length(13), length(13), length(13), activation, fc.tuple(fc.boolean(), fc.boolean()))
      .map(([m, k, n, chosen, [x, weight]]) => ({
        inputs: [
          [m, n],
          [m, k],
          [k, n],
          [m, n],
        ],
        run(kernels, [upstream, rows, taps, y]) {
          const layer = { x: rows!, weight: taps!, y: y!, activation: chosen };
          // One at least, and each of them left out now and then.
          const wanted = { x, weight, bias: !x || weight };
          const found = kernels.denseGradient(upstream!, layer, wanted);
          return [found.x, found.weight, found.bias].filter((each) => each !== undefined);
        },
      })),
    softmaxCrossEntropy: fc.tuple(length(6), length(9)).map((shape) => ({
      inputs: [shape, shape],
      range: [-90, 90],
      run: (kernels, [logits, given]) =>
        kernels.tidy(() => {
          const targets = kernels.softmax(given!);
          const { losses, excess } = kernels.softmaxCrossEntropy(logits!, targets);
          return [losses, excess];
        }),
    })),
    adam: fc.tuple(shapeOf(0), steps, fc.nat({ max: 40 })).map(([shape, step, past]) => ({
      inputs: [shape, shape, shape, shape],
      run: (kernels, [value, gradient, mean, given]) =>
        kernels.tidy(() => {
          const from = { value: value!, gradient: gradient!, mean: mean! };
          const moved = kernels.adam(
            { ...from, square: kernels.unary('square', given!) },
            {
              ...step,
              correction1: 1 - step.beta1 ** (past + 1),
              correction2: 1 - step.beta2 ** (past + 1),
            },
          );
          return [moved.value, moved.mean, moved.square];
        }),
    })),
    momentum: fc.tuple(shapeOf(0), steps).map(([shape, { rate, beta1, decay }]) => ({
      inputs: [shape, shape, shape],
      run(kernels, [value, gradient, velocity]) {
        const from = { value: value!, gradient: gradient!, velocity: velocity! };
        const moved = kernels.momentum(from, { rate, momentum: beta1, decay });
        return [moved.value, moved.velocity];
      },
    })),

    pixelDense: pixels(sparse).map(({ layout, channels, places, width, slopeShape, ...rest }) => ({
      inputs: [[layout.rows, channels], [places, width], slopeShape],
      run: (kernels, [values, offset, slope]) => [
        kernels.pixelDense(values!, offset!, slope!, layout, rest.activation),
      ],
    })),
    pixelDenseGradient: pixels(sparse).map(({ layout, channels, width, slopeShape }) => ({
      inputs: [
        [layout.rows, width],
        [layout.rows, channels],
      ],
      run(kernels, [dz, values]) {
        const result = kernels.pixelDenseGradient(dz!, values!, slopeShape, layout);
        return [result.offset, result.slope];
      },
    })),
    poolPixels: pixels(sparse).map(({ layout, width, pooling }) => ({
      inputs: [[layout.rows, width]],
      run: (kernels, [x]) => [kernels.poolPixels(x!, layout, pooling)],
    })),
    poolPixelsGradient: pixels(sparse).map(({ layout, width, pooling }) => ({
      inputs: [
        [layout.rows, width],
        [layout.images, width],
      ],
      run(kernels, [x, dy]) {
        const y = kernels.poolPixels(x!, layout, pooling);
        const result = kernels.poolPixelsGradient(dy!, x!, y, layout, pooling);
        kernels.dispose(y);
        return [result];
      },
    })),

    normaliseColumns: fc
      .tuple(length(40), length(6), fc.constantFrom([-1, 1] as const, [1000, 1001] as const))
      .map(([rows, columns, range]) => ({
        inputs: [[rows, columns]],
        range,
        run(kernels, [x]) {
          const { y, mean, variance } = kernels.normaliseColumns(x!, 1e-5);
          return [y, mean, variance];
        },
      })),
    normaliseColumnsGradient: fc.tuple(length(40), length(6)).map(([rows, columns]) => ({
      inputs: [
        [rows, columns],
        [rows, columns],
      ],
      run: (kernels, [upstream, x]) =>
        kernels.tidy(() => {
          const { y, variance } = kernels.normaliseColumns(x!, 1e-5);
          return [kernels.normaliseColumnsGradient(upstream!, y, variance, 1e-5)];
        }),
    })),

    conv2d: convolution.map(({ x, filter, bias, windows, activation: chosen }) => ({
      inputs: [x, filter, bias],
      run: (kernels, [image, taps, shift]) => [
        kernels.conv2d(image!, taps!, shift!, windows, chosen),
      ],
    })),
    conv2dInputGradient: convolution.map(({ x, filter, y, windows }) => ({
      inputs: [y, filter],
      run: (kernels, [dy, taps]) => [kernels.conv2dInputGradient(dy!, taps!, x, windows)],
    })),
    conv2dFilterGradient: convolution.map(({ x, filter, y, windows }) => ({
      inputs: [y, x],
      run: (kernels, [dy, image]) => [kernels.conv2dFilterGradient(dy!, image!, filter, windows)],
    })),
    depthwiseConv2d: convolution.map(({ x, depthwise, windows }) => ({
      inputs: [x, depthwise.filter],
      run: (kernels, [image, taps]) => [kernels.depthwiseConv2d(image!, taps!, windows)],
    })),
    depthwiseConv2dInputGradient: convolution.map(({ x, depthwise, windows }) => ({
      inputs: [depthwise.y, depthwise.filter],
      run: (kernels, [dy, taps]) => [kernels.depthwiseConv2dInputGradient(dy!, taps!, x, windows)],
    })),
    depthwiseConv2dFilterGradient: convolution.map(({ x, depthwise, windows }) => ({
      inputs: [depthwise.y, x],
      run: (kernels, [dy, image]) => [
        kernels.depthwiseConv2dFilterGradient(dy!, image!, depthwise.filter, windows),
      ],
    })),

    maxPool2d: pooled.map(({ x, size, range }) => ({
      inputs: [x],
      range,
      run: (kernels, [given]) => [kernels.maxPool2d(given!, size)],
    })),
    maxPool2dGradient: pooled.map(({ x, y, size, range }) => ({
      inputs: [x, y],
      range,
      run(kernels, [given, dy]) {
        const largest = kernels.maxPool2d(given!, size);
        const result = kernels.maxPool2dGradient(dy!, given!, largest, size);
        kernels.dispose(largest);
        return [result];
      },
    })),
  };
}
