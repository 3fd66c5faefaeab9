/**
 * For the tests alone: the contract that every backend's kernels stand under. Each kernel is run on
 * random arrays and compared with plain loops in float64.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHostKernels } from '../../core/hostKernels.ts';
import type {
  Activation,
  DeviceArray,
  HostArray,
  Kernels,
  Padding,
  Pooling,
  UnaryName,
  Windows,
} from '../../core/kernels.ts';
import { denseLayout, sparseLayout, type PixelLayout } from '../../core/pixels.ts';
import { createRandom } from '../../core/random.ts';
import { sizeOf, type Shape } from '../../core/shapes.ts';

/** Deviation allowed, relative to the largest entry of the result. */
const TOLERANCE = 1e-4;

/** What a backend has besides kernels that compute. */
const housekeeping = ['fromHost', 'read', 'dispose', 'tidy', 'count', 'prefersSparseRows'] as const;
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

/** Also strides beyond the kernel, and images on which the last window leaves pixels over. */
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
    const [height, width] = [kernel[0] + more[0], kernel[1] + more[1]];
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
    // Windows without a positive entry, too: stock WASM loses the gradient there.
    fc.constantFrom([-1, 1] as const, [-2, -1] as const).map((range) => ({
      range,
      size,
      x: [batch, size + rows, size + columns, channels],
      y: [batch, Math.floor((size + rows) / size), Math.floor((size + columns) / size), channels],
    })),
  );

/** A random case for every kernel of the interface. */
function kernelCases(sparse: boolean): Record<KernelName, fc.Arbitrary<KernelCase>> {
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

/** float32 values, so that every backend starts from the very same. */
function drawInputs({ inputs, range: [low, high] = [-1, 1] }: KernelCase): Float32Array[] {
  return inputs.map((shape, i) =>
    createRandom(3).stream(`test/kernel/${i}`).uniforms(sizeOf(shape), low, high),
  );
}

interface Found {
  readonly shape: Shape;
  readonly values: HostArray;
}

/** Runs a case and reads its results; leaves nothing on the device. */
async function results(kernels: Kernels, each: KernelCase): Promise<Found[]> {
  const inputs = drawInputs(each).map((values, i) => kernels.fromHost(values, each.inputs[i]!));
  const arrays = each.run(kernels, inputs);
  const found: Found[] = [];
  for (const array of arrays) {
    found.push({ shape: [...array.shape], values: await kernels.read(array) });
  }
  [...arrays, ...inputs].forEach(kernels.dispose);
  return found;
}

function deviation(found: HostArray, expected: HostArray): number {
  let largest = 1e-3;
  for (const value of expected) largest = Math.max(largest, Math.abs(value));
  let worst = 0;
  expected.forEach((value, i) => {
    const off = Math.abs(found[i]! - value) / largest;
    if (off > worst || Number.isNaN(off)) worst = off;
  });
  return worst;
}

/** One window on all of an image of its size. */
const whole: Windows = { padding: 'valid', stride: 1 };

const everyRow = {
  count: 1,
  indices: Int32Array.of(3, 2, 1, 0),
  weights: Float32Array.of(1, 1, 1, 1),
};

/** Kernels through which a NaN must come out again: a loss that is no number may not be hidden. */
function nanCases(): Record<string, (kernels: Kernels, nan: HostArray) => DeviceArray> {
  const row = (kernels: Kernels, values: HostArray) => kernels.fromHost(values, [1, 4]);
  const ones = (kernels: Kernels, shape: Shape) =>
    kernels.fromHost(new Float32Array(sizeOf(shape)).fill(1), shape);
  return {
    'unary relu': (k, nan) => k.unary('relu', row(k, nan)),
    // Vector instructions take whole groups of lanes and leave a rest.
    'unary relu of many': (k, nan) => {
      const many = Float32Array.from({ length: 39 }, (_, i) => nan[i % 4]!);
      return k.sum(k.unary('relu', k.fromHost(many, [39])), [0]);
    },
    'unary square': (k, nan) => k.unary('square', row(k, nan)),
    'binary mul': (k, nan) => k.binary('mul', row(k, nan), ones(k, [4])),
    affine: (k, nan) => k.affine(row(k, nan), 2, 1),
    'reluGradient of y': (k, nan) => k.reluGradient(ones(k, [1, 4]), row(k, nan)),
    'reluGradient of upstream': (k, nan) => k.reluGradient(row(k, nan), ones(k, [1, 4])),
    sum: (k, nan) => k.sum(row(k, nan), [1]),
    'sum of all': (k, nan) => k.sum(row(k, nan), [0, 1]),
    max: (k, nan) => k.max(row(k, nan), 1),
    matMul: (k, nan) => k.matMul(row(k, nan), ones(k, [4, 3])),
    'dense, linear': (k, nan) => k.dense(row(k, nan), ones(k, [4, 3]), ones(k, [3]), 'linear'),
    'dense, relu': (k, nan) => k.dense(row(k, nan), ones(k, [4, 3]), ones(k, [3]), 'relu'),
    'pixelDense, relu': (k, nan) =>
      k.pixelDense(
        k.fromHost(nan, [4, 1]),
        ones(k, [4, 2]),
        ones(k, [1, 2]),
        denseLayout(1, 4),
        'relu',
      ),
    batchMatMul: (k, nan) => k.batchMatMul(k.fromHost(nan, [2, 1, 2]), ones(k, [2, 2, 3])),
    softmax: (k, nan) => k.softmax(row(k, nan)),
    'softmaxGradient of upstream': (k, nan) => k.softmaxGradient(row(k, nan), ones(k, [1, 4])),
    'softmaxGradient of y': (k, nan) => k.softmaxGradient(ones(k, [1, 4]), row(k, nan)),
    gelu: (k, nan) => k.gelu(row(k, nan)),
    'geluGradient of upstream': (k, nan) => k.geluGradient(row(k, nan), ones(k, [1, 4])),
    'geluGradient of x': (k, nan) => k.geluGradient(ones(k, [1, 4]), row(k, nan)),
    lookUp: (k, nan) => k.lookUp(k.fromHost(nan, [4, 1]), everyRow),
    lookUpGradient: (k, nan) => k.lookUpGradient(k.fromHost(nan, [4, 1]), everyRow, 4),
    'poolPixels, logSumExp': (k, nan) =>
      k.poolPixels(k.fromHost(nan, [4, 1]), denseLayout(1, 4), 'logSumExp'),
    'poolPixels, sum': (k, nan) => k.poolPixels(k.fromHost(nan, [4, 1]), denseLayout(1, 4), 'sum'),
    'poolPixels, max': (k, nan) => k.poolPixels(k.fromHost(nan, [4, 1]), denseLayout(1, 4), 'max'),
    'conv2d, linear': (k, nan) =>
      k.conv2d(k.fromHost(nan, [1, 2, 2, 1]), ones(k, [2, 2, 1, 1]), ones(k, [1]), whole, 'linear'),
    'conv2d, relu': (k, nan) =>
      k.conv2d(k.fromHost(nan, [1, 2, 2, 1]), ones(k, [2, 2, 1, 1]), ones(k, [1]), whole, 'relu'),
    depthwiseConv2d: (k, nan) =>
      k.depthwiseConv2d(k.fromHost(nan, [1, 2, 2, 1]), ones(k, [2, 2, 1]), whole),
    normaliseColumns: (k, nan) => k.normaliseColumns(k.fromHost(nan, [4, 1]), 1e-5).y,
    maxPool2d: (k, nan) => k.maxPool2d(k.fromHost(nan, [1, 2, 2, 1]), 2),
  };
}

/**
 * The contract. `open` is called once, before the first test.
 *
 * @param sparse does the backend take sparse layouts?
 */
export function describeKernels(
  name: string,
  open: () => Promise<Kernels>,
  {
    sparse,
    runs = 15,
    sineTolerance = TOLERANCE,
  }: { sparse: boolean; runs?: number; sineTolerance?: number },
): void {
  const cases = kernelCases(sparse);
  const reference = createHostKernels('float64');
  let opened: Promise<Kernels> | undefined;
  const kernelsOf = () => (opened ??= open());

  describe(`kernels of ${name}`, () => {
    it('are those of the interface, each with a test', async () => {
      const computing = (kernels: Kernels) =>
        Object.keys(kernels)
          .filter((key) => !(housekeeping as readonly string[]).includes(key))
          .sort();
      expect(computing(await kernelsOf())).toEqual(Object.keys(cases).sort());
      expect(computing(reference)).toEqual(Object.keys(cases).sort());
    });

    it.each(Object.entries(cases))('%s agrees with plain loops in float64', async (_, drawn) => {
      const kernels = await kernelsOf();
      await fc.assert(
        fc.asyncProperty(drawn, async (each) => {
          const expected = await results(reference, each);
          const found = await results(kernels, each);
          expect(found.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
          found.forEach(({ values }, i) => {
            const off = deviation(values, expected[i]!.values);
            expect(off).toBeLessThan(each.wave ? sineTolerance : TOLERANCE);
          });
        }),
        { numRuns: runs, seed: 1 },
      );
    });

    it.each(Object.entries(cases))('%s leaks nothing and repeats itself', async (_, drawn) => {
      const kernels = await kernelsOf();
      for (const each of fc.sample(drawn, { numRuns: 3, seed: 2 })) {
        const before = kernels.count();
        const inputs = drawInputs(each).map((values, i) =>
          kernels.fromHost(values, each.inputs[i]!),
        );
        expect(kernels.count()).toBe(before + inputs.length);
        const made = each.run(kernels, inputs);
        expect(kernels.count()).toBe(before + inputs.length + made.length);
        const values = await Promise.all(made.map(kernels.read));
        [...made, ...inputs].forEach(kernels.dispose);
        expect(kernels.count()).toBe(before);
        const again = await results(kernels, each);
        expect(again.map((found) => found.values)).toEqual(values);
      }
    });

    it.each(Object.entries(nanCases()))('a NaN comes out of %s', async (_, compute) => {
      const kernels = await kernelsOf();
      for (const at of [0, 3]) {
        const values = Float32Array.of(1, -2, 3, -4);
        values[at] = NaN;
        const found = kernels.tidy(() => compute(kernels, values));
        const isThere = (await kernels.read(found)).some(Number.isNaN);
        kernels.dispose(found);
        expect(isThere).toBe(true);
      }
    });

    it('gives the gradient of a window to one entry, also where several tie', async () => {
      const kernels = await kernelsOf();
      const x = kernels.fromHost(Float32Array.of(0, 0, 0, 0, 1, 3, 3, 3), [2, 2, 2, 1]);
      const dy = kernels.fromHost(Float32Array.of(5, 7), [2, 1, 1, 1]);
      const y = kernels.maxPool2d(x, 2);
      const gradient = kernels.maxPool2dGradient(dy, x, y, 2);
      const found = [...(await kernels.read(gradient))];
      expect(found.filter((value) => value !== 0)).toEqual([5, 7]);
      expect(found.indexOf(5)).toBeLessThan(4);
      expect(found.indexOf(7)).toBeGreaterThan(4); // entry 4 is not the largest
      [x, dy, y, gradient].forEach(kernels.dispose);
    });

    it('copies in and out what it is given, and only then', async () => {
      const kernels = await kernelsOf();
      const given = Float32Array.of(1.5, -0, 3e38, 1e-38, 5, 6);
      const x = kernels.fromHost(given, [2, 3]);
      given[0] = 99;
      const first = await kernels.read(x);
      expect([...first]).toEqual([1.5, -0, Math.fround(3e38), Math.fround(1e-38), 5, 6]);
      first[1] = 42;
      expect((await kernels.read(x))[1]).toBe(-0);
      expect(() => kernels.fromHost(given, [7])).toThrow();
      kernels.dispose(x);
    });

    it('disposes of a handle alone, and twice without harm', async () => {
      const kernels = await kernelsOf();
      const before = kernels.count();
      const x = kernels.fromHost(Float32Array.of(1, 2), [2]);
      const other = kernels.reshape(x, [1, 2]);
      kernels.dispose(x);
      kernels.dispose(x);
      expect(kernels.count()).toBe(before + 1);
      expect([...(await kernels.read(other))]).toEqual([1, 2]);
      kernels.dispose(other);
      expect(kernels.count()).toBe(before);
    });

    it('tidies: keeps what is returned however nested, and nothing after a throw', async () => {
      const kernels = await kernelsOf();
      const before = kernels.count();
      const one = () => kernels.fromHost(Float32Array.of(1), [1]);
      const kept = kernels.tidy(() => {
        one();
        const inner = kernels.tidy(() => ({ list: [one()], map: new Map([['a', one()]]) }));
        one();
        return { ...inner, number: 3, none: null, values: new Float32Array(2) };
      });
      expect(kernels.count()).toBe(before + 2);
      expect([...(await kernels.read(kept.list[0]!))]).toEqual([1]);
      [kept.list[0]!, kept.map.get('a')!].forEach(kernels.dispose);
      expect(() =>
        kernels.tidy(() => {
          one();
          kernels.tidy(() => {
            one();
            throw new Error('inside');
          });
        }),
      ).toThrow('inside');
      expect(kernels.count()).toBe(before);
    });
  });
}
