import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differentiate, evaluate } from './differentiation.ts';
import { createHostKernels } from './hostKernels.ts';
import type { Activation, Lookup, Pooling } from './kernels.ts';
import type {
  ConvolutionOptions,
  ConvolutionPadding,
  Ops,
  ParameterLookup,
  Tensor,
} from './ops.ts';
import { denseLayout, sparseLayout, type PixelLayout } from './pixels.ts';
import type { Shape } from './shapes.ts';
import { drawValues, gradientFault, upload, type HostParameter } from './testing.ts';

/** Central differences in float64 are good to about 1e-9. */
const TOLERANCE = 1e-6;
const RUNS = 12;

interface GradientCase {
  readonly inputs: Readonly<Record<string, Shape>>;
  /** Range of the inputs' values; [-1, 1] unless it says otherwise. */
  readonly range?: readonly [number, number];
  readonly compute: (ops: Ops, parameter: ParameterLookup) => Tensor;
}

const length = (max = 5) => fc.integer({ min: 1, max });
const anyShape = fc.array(length(4), { maxLength: 4 });
const activation = fc.constantFrom<Activation>('linear', 'relu');

type UnaryOp =
  | 'relu'
  | 'tanh'
  | 'sin'
  | 'cos'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'square'
  | 'gelu'
  | 'abs'
  | 'floor'
  | 'step';
const unary = (name: UnaryOp, range: readonly [number, number] = [-2, 2]) =>
  anyShape.map((x) => ({
    inputs: { x },
    range,
    compute: (ops: Ops, p: ParameterLookup) => ops[name](p('x')),
  }));

/** x · f(x), so that something is left where the gradient of f is 0. */
const besidesItself = (name: UnaryOp) =>
  anyShape.map((x) => ({
    inputs: { x },
    range: [-2, 2] as const,
    compute: (ops: Ops, p: ParameterLookup) => ops.mul(p('x'), ops[name](p('x'))),
  }));

/** A shape, and one that stretches to it: with lengths of 1, or with leading axes missing. */
const stretching = anyShape.chain((whole) =>
  fc.tuple(
    fc.constant(whole),
    fc.tuple(
      fc.array(fc.boolean(), { minLength: whole.length, maxLength: whole.length }),
      fc.nat({ max: whole.length }),
    ),
  ),
);
type BinaryOp = 'add' | 'sub' | 'mul' | 'div';
const binary = (name: BinaryOp, range: readonly [number, number] = [-2, 2]) =>
  fc.tuple(stretching, fc.boolean()).map(([[whole, [ones, dropped]], swapped]) => {
    const part = whole.map((each, axis) => (ones[axis] ? 1 : each)).slice(dropped);
    const [a, b] = swapped ? [part, whole] : [whole, part];
    return {
      inputs: { a, b },
      range,
      compute: (ops: Ops, p: ParameterLookup) => ops[name](p('a'), p('b')),
    };
  });

const reduction = (name: 'sum' | 'mean') =>
  anyShape.chain((x) =>
    fc.subarray(x.map((_, axis) => axis)).map((axes) => ({
      inputs: { x },
      compute: (ops: Ops, p: ParameterLookup) => ops[name](p('x'), axes),
    })),
  );

/** Images of which about half of the pixels are black, in either layout. */
const pixelBatch = fc
  .record({
    images: length(3),
    places: length(5),
    channels: fc.constantFrom(1, 3),
    kind: fc.constantFrom('sparse', 'dense'),
  })
  .map(({ kind, ...size }) => ({ ...size, ...pixelsOf(kind, size) }));

function pixelsOf(
  kind: string,
  size: { images: number; places: number; channels: number },
): { layout: PixelLayout; values: Float32Array } {
  const { images, places, channels } = size;
  const black = drawValues('black', [images * places, 1]).values;
  const drawn = drawValues('pixels', [images * places, channels], 0, 1).values;
  const values = Float32Array.from(drawn, (value, i) =>
    black[Math.floor(i / channels)]! < 0 ? 0 : value,
  );
  return kind === 'sparse'
    ? sparseLayout(values, size)
    : { layout: denseLayout(images, places), values };
}

const convolution = fc
  .record({
    batch: length(2),
    kernel: fc.tuple(length(4), length(4)),
    more: fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })),
    channels: length(3),
    filters: length(3),
    chosen: fc.record({
      padding: fc.constantFrom<ConvolutionPadding>('same', 'valid', 'circular'),
      stride: fc.constantFrom(1, 1, 2, 3),
    }),
    activation,
  })
  .map(({ batch, kernel, more, channels, ...rest }) => ({
    ...rest,
    kernel,
    x: [batch, kernel[0] + more[0], kernel[1] + more[1], channels],
  }));

function lookupOf(entries: number, results: number, count: number): Lookup {
  const reads = [results * count, 1];
  return {
    count,
    indices: Int32Array.from(drawValues('indices', reads, 0, entries).values, Math.floor),
    weights: Float32Array.from(drawValues('weights of reads', reads).values),
  };
}

/** A case for every operation but `constant`, which has no inputs. */
const cases: Record<Exclude<keyof Ops, 'constant'>, fc.Arbitrary<GradientCase>> = {
  reshape: fc.tuple(length(), length(), length()).map(([a, b, c]) => ({
    inputs: { x: [a, b, c] },
    compute: (ops, p) => ops.square(ops.reshape(p('x'), [c, a * b])),
  })),
  transpose: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }).chain((permutation) =>
    fc.tuple(length(), length(), length(), length()).map((x) => ({
      inputs: { x },
      compute: (ops, p) => ops.transpose(p('x'), permutation),
    })),
  ),
  concat: fc
    .record({
      axis: fc.nat({ max: 2 }),
      lengths: fc.array(length(), { minLength: 1, maxLength: 4 }),
    })
    .map(({ axis, lengths }) => {
      const shape = (each: number) => [2, 3, 2].map((other, i) => (i === axis ? each : other));
      const inputs = Object.fromEntries(lengths.map((each, i) => [`part${i}`, shape(each)]));
      return {
        inputs,
        compute: (ops, p) => ops.concat(Object.keys(inputs).map(p), axis),
      };
    }),
  slice: fc
    .tuple(fc.array(length(4), { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(), fc.nat())
    .map(([x, anyAxis, anyBegin, anyLength]) => {
      const axis = anyAxis % x.length;
      const begin = anyBegin % x[axis]!;
      const count = 1 + (anyLength % (x[axis]! - begin));
      return { inputs: { x }, compute: (ops, p) => ops.slice(p('x'), axis, begin, count) };
    }),
  add: binary('add'),
  sub: binary('sub'),
  mul: binary('mul'),
  div: binary('div', [0.5, 2]),
  affine: anyShape.map((x) => ({
    inputs: { x },
    compute: (ops, p) => ops.affine(ops.affine(p('x'), -2.5, 0.75), 0.5),
  })),
  relu: unary('relu'),
  tanh: unary('tanh'),
  sin: unary('sin', [-7, 7]),
  cos: unary('cos', [-7, 7]),
  exp: unary('exp'),
  log: unary('log', [0.2, 3]),
  sqrt: unary('sqrt', [0.2, 3]),
  square: unary('square'),
  gelu: unary('gelu', [-4, 4]),
  abs: unary('abs'),
  // A second path, because one alone leads nowhere: the gradient is 0.
  floor: besidesItself('floor'),
  step: besidesItself('step'),
  sum: reduction('sum'),
  mean: reduction('mean'),
  max: fc.tuple(fc.array(length(4), { minLength: 1, maxLength: 4 }), fc.nat()).map(([x, axis]) => ({
    inputs: { x },
    compute: (ops, p) => ops.max(p('x'), axis % x.length),
  })),
  matMul: fc
    .tuple(fc.array(length(3), { maxLength: 2 }), length(7), length(7), length(7))
    .map(([leading, m, k, n]) => ({
      inputs: { a: [...leading, m, k], b: [...leading, k, n] },
      compute: (ops, p) => ops.matMul(p('a'), p('b')),
    })),
  softmax: fc.array(length(4), { minLength: 1, maxLength: 4 }).map((x) => ({
    inputs: { x },
    range: [-4, 4],
    compute: (ops, p) => ops.softmax(p('x')),
  })),
  // Some entries are read more than once, some never, and weights have either sign.
  lookUp: fc
    .tuple(length(6), length(5), length(3), length(3))
    .map(([entries, results, count, width]) => ({
      inputs: { table: [entries, width] },
      compute: (ops, p) => ops.lookUp(p('table'), lookupOf(entries, results, count)),
    })),
  dense: fc
    .tuple(fc.array(length(3), { minLength: 1, maxLength: 3 }), length(6), length(6), activation)
    .map(([leading, inputs, outputs, chosen]) => ({
      inputs: { x: [...leading, inputs], weight: [inputs, outputs], bias: [outputs] },
      compute: (ops, p) => ops.dense(p('x'), p('weight'), p('bias'), chosen),
    })),
  pixelDense: fc
    .tuple(pixelBatch, length(4), fc.boolean(), activation)
    .map(([{ layout, values, places, channels }, width, perPlace, chosen]) => ({
      inputs: {
        offset: [places, width],
        slope: perPlace ? [places, channels, width] : [channels, width],
      },
      compute(ops, p) {
        const rows = ops.constant(values, [layout.rows, channels]);
        return ops.pixelDense(rows, p('offset'), p('slope'), layout, chosen);
      },
    })),
  spreadPlaces: fc.tuple(pixelBatch, length(4)).map(([{ layout, places }, width]) => ({
    inputs: { x: [places, width] },
    compute: (ops, p) => ops.spreadPlaces(p('x'), layout),
  })),
  spreadImages: fc.tuple(length(3), length(5), length(4)).map(([images, places, width]) => ({
    inputs: { x: [images, width] },
    compute: (ops, p) => ops.spreadImages(p('x'), denseLayout(images, places)),
  })),
  poolPixels: fc
    .tuple(pixelBatch, length(4), fc.constantFrom<Pooling>('sum', 'max', 'logSumExp'))
    .map(([{ layout }, width, pooling]) => ({
      inputs: { x: [layout.rows, width] },
      compute: (ops, p) => ops.poolPixels(p('x'), layout, pooling),
    })),
  conv2d: convolution.map(({ x, kernel, filters, chosen, activation: after }) => ({
    inputs: { x, filter: [...kernel, x[3]!, filters], bias: [filters] },
    compute: (ops, p) =>
      ops.conv2d(p('x'), p('filter'), p('bias'), { ...chosen, activation: after }),
  })),
  depthwiseConv2d: convolution.map(({ x, kernel, chosen }) => ({
    inputs: { x, filter: [...kernel, x[3]!] },
    compute: (ops, p) => ops.depthwiseConv2d(p('x'), p('filter'), chosen),
  })),
  maxPool2d: fc
    .tuple(length(2), length(3), fc.nat({ max: 4 }), fc.nat({ max: 4 }), length(3))
    .map(([batch, size, rows, columns, channels]) => ({
      inputs: { x: [batch, size + rows, size + columns, channels] },
      compute: (ops, p) => ops.maxPool2d(p('x'), size),
    })),
  averagePool2d: fc
    .tuple(length(2), length(3), fc.nat({ max: 4 }), fc.nat({ max: 4 }), length(3))
    .map(([batch, size, rows, columns, channels]) => ({
      inputs: { x: [batch, size + rows, size + columns, channels] },
      compute: (ops, p) => ops.averagePool2d(p('x'), size),
    })),
  layerNorm: fc
    .tuple(fc.array(length(3), { maxLength: 2 }), fc.integer({ min: 2, max: 6 }))
    .map(([leading, width]) => ({
      inputs: { x: [...leading, width], gain: [width], bias: [width] },
      compute: (ops, p) => ops.layerNorm(p('x'), p('gain'), p('bias')),
    })),
  // Two rows at least: of one alone, y is the bias whatever x is.
  batchNorm: fc
    .tuple(
      fc.array(length(3), { maxLength: 2 }),
      fc.integer({ min: 2, max: 5 }),
      length(4),
      fc.boolean(),
    )
    .map(([leading, rows, width, evaluating]) => ({
      inputs: {
        x: [...leading, rows, width],
        gain: [width],
        bias: [width],
        ...(evaluating ? { mean: [width], deviation: [width] } : {}),
      },
      range: [0.2, 2],
      compute(ops, p) {
        const statistics = () => ({ mean: p('mean'), variance: ops.square(p('deviation')) });
        const running = evaluating ? statistics() : undefined;
        return ops.batchNorm(p('x'), p('gain'), p('bias'), running).y;
      },
    })),
  softmaxCrossEntropy: fc
    .tuple(length(4), fc.integer({ min: 1, max: 5 }))
    .map(([batch, classes]) => ({
      inputs: { logits: [batch, classes] },
      range: [-4, 4],
      compute(ops, p) {
        const targets = new Float32Array(batch * classes);
        for (let row = 0; row < batch; row++) targets[row * classes + ((row * 2) % classes)] = 1;
        return ops.softmaxCrossEntropy(p('logits'), ops.constant(targets, [batch, classes]));
      },
    })),
};

const drawInputs = ({ inputs, range: [low, high] = [-1, 1] }: GradientCase) =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, shape]) => [name, drawValues(name, shape, low, high)]),
  );

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

describe('gradients that are easily lost', () => {
  const x = drawValues('x', [2, 3]);

  it('adds up where a value is used more than once', async () => {
    const fault = await gradientFault({ x }, (ops, p) => {
      const both = ops.add(p('x'), p('x'));
      return ops.mul(ops.sub(both, ops.mul(p('x'), both)), both);
    });
    expect(fault).toBeLessThan(TOLERANCE);
  });

  it('reaches parameters through constants on either side', async () => {
    const fault = await gradientFault({ x }, (ops, p) => {
      const fixed = ops.constant([1, 2, 3], [3]);
      return ops.div(fixed, ops.affine(ops.mul(fixed, p('x')), 0.1, 2));
    });
    expect(fault).toBeLessThan(TOLERANCE);
  });

  it('goes to all entries that tie for a maximum', async () => {
    const kernels = createHostKernels('float64');
    const parameters = upload(kernels, { x: { shape: [4], values: Float64Array.of(1, 3, 3, 2) } });
    const { gradients } = differentiate(
      kernels,
      parameters,
      () => true,
      (ops, p) => ({ loss: ops.max(p('x'), 0), outputs: {} }),
    );
    expect([...(await kernels.read(gradients.get('x')!))]).toEqual([0, 1, 1, 0]);
  });

  it('is left out for parameters that do not move, whatever reads them', async () => {
    const fixed = (name: string) => name === 'moving';
    const image = pixelsOf('sparse', { images: 2, places: 3, channels: 1 });
    const shapes = { moving: [3, 2], offset: [3, 2], slope: [1, 2], weight: [2, 2], bias: [2] };
    const parameters = Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, drawValues(name, shape)]),
    );
    const use = (ops: Ops, p: ParameterLookup, offset: Tensor, slope: Tensor) => {
      const values = ops.constant(image.values, [image.layout.rows, 1]);
      const rows = ops.pixelDense(values, offset, slope, image.layout);
      return ops.dense(rows, p('weight'), p('bias'));
    };
    const first = await gradientFault(
      parameters,
      (ops, p) => use(ops, p, p('moving'), p('slope')),
      { moves: fixed },
    );
    const second = await gradientFault(
      parameters,
      (ops, p) => use(ops, p, p('offset'), ops.reshape(ops.sum(p('moving'), [0]), [1, 2])),
      { moves: fixed },
    );
    expect(Math.max(first, second)).toBeLessThan(TOLERANCE);
  });

  it('is refused where an operation has none to give', () => {
    const kernels = createHostKernels('float64');
    const parameters = upload(kernels, { x });
    const lossOf = (compute: (ops: Ops, p: ParameterLookup) => Tensor) => () =>
      differentiate(
        kernels,
        parameters,
        () => true,
        (ops, p) => ({
          loss: ops.sum(compute(ops, p), [0]),
          outputs: {},
        }),
      );
    const targets = lossOf((ops, p) =>
      ops.softmaxCrossEntropy(ops.constant([1, 2, 3, 4, 5, 6], [2, 3]), p('x')),
    );
    expect(targets).toThrow('no gradient for its targets');
    const offset = (ops: Ops) => ops.constant([0, 0, 0], [3, 1]);
    const values = lossOf((ops, p) =>
      ops.sum(
        ops.pixelDense(
          ops.reshape(p('x'), [6, 1]),
          offset(ops),
          ops.constant([1], [1, 1]),
          denseLayout(2, 3),
        ),
        [1],
      ),
    );
    expect(values).toThrow('no gradient for its values');
    expect(lossOf((ops) => ops.constant([1], [1]))).toThrow('depends on no parameter');
    expect(lossOf((ops, p) => ops.sum(ops.step(p('x')), [1]))).toThrow('depends on no parameter');
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

describe('sparse rows', () => {
  const size = { images: 4, places: 7 };

  async function trace(kind: string, channels: number, perPlace: boolean, pooling: Pooling) {
    const { layout, values } = pixelsOf(kind, { ...size, channels });
    const kernels = createHostKernels('float64');
    const shapes = {
      offset: [7, 5],
      slope: perPlace ? [7, channels, 5] : [channels, 5],
      weight: [5, 3],
      bias: [3],
    };
    const parameters: Record<string, HostParameter> = Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, drawValues(name, shape)]),
    );
    const { loss, gradients } = differentiate(
      kernels,
      upload(kernels, parameters),
      () => true,
      (ops, p) => {
        const rows = ops.constant(values, [layout.rows, channels]);
        const first = ops.pixelDense(rows, p('offset'), p('slope'), layout, 'relu');
        const second = ops.dense(first, p('weight'), p('bias'), 'relu');
        const pooled = ops.poolPixels(second, layout, pooling);
        return { loss: ops.sum(ops.square(pooled), [0, 1]), outputs: {} };
      },
    );
    const found = [...(await kernels.read(loss))];
    for (const name of Object.keys(shapes)) {
      found.push(...(await kernels.read(gradients.get(name)!)));
    }
    return { found, rows: layout.rows };
  }

  it.each(
    [1, 3].flatMap((channels) =>
      [true, false].flatMap((perPlace) =>
        (['sum', 'max'] as const).map((pooling) => ({ channels, perPlace, pooling })),
      ),
    ),
  )(
    'give the losses and gradients of dense ones: $channels channels, slopes per place $perPlace, $pooling',
    async ({ channels, perPlace, pooling }) => {
      const sparse = await trace('sparse', channels, perPlace, pooling);
      const dense = await trace('dense', channels, perPlace, pooling);
      expect(sparse.rows).not.toBe(dense.rows);
      expect(Math.abs(sparse.found[0]!)).toBeGreaterThan(0.1);
      sparse.found.forEach((value, i) => {
        const expected = dense.found[i]!;
        const deviation = Math.abs(value - expected) / Math.max(1, Math.abs(expected));
        expect(deviation).toBeLessThan(1e-12);
      });
    },
  );
});

describe('memory', () => {
  it.each(Object.entries(cases))('%s leaves nothing behind', (_, drawn) => {
    fc.assert(
      fc.property(drawn, (each) => {
        const kernels = createHostKernels('float64');
        const parameters = upload(kernels, drawInputs(each));
        const before = kernels.count();
        const { loss, gradients, outputs } = differentiate(
          kernels,
          parameters,
          () => true,
          (ops, p) => {
            const y = each.compute(ops, p);
            return {
              loss: ops.sum(
                y,
                y.shape.map((_unused, axis) => axis),
              ),
              outputs: { y, first: p(Object.keys(each.inputs)[0]!) },
            };
          },
        );
        const returned = [loss, ...gradients.values(), ...Object.values(outputs)];
        expect(kernels.count()).toBe(before + returned.length);
        returned.forEach(kernels.dispose);
        expect(kernels.count()).toBe(before);
        const { y } = evaluate(kernels, parameters, (ops, p) => ({ y: each.compute(ops, p) }));
        expect(kernels.count()).toBe(before + 1);
        kernels.dispose(y!);
        kernels.dispose(y!);
        expect(kernels.count()).toBe(before);
      }),
      { numRuns: 5, seed: 2 },
    );
  });

  it('throws leave nothing behind, forward or backward', () => {
    const kernels = createHostKernels('float64');
    const parameters = upload(kernels, { x: drawValues('x', [2, 3]) });
    const before = kernels.count();
    const failing: ((ops: Ops, p: ParameterLookup) => Tensor)[] = [
      (ops, p) => ops.sum(ops.add(ops.square(p('x')), ops.constant([1, 2], [2])), [0, 1]),
      (ops, p) => ops.square(p('x')), // no scalar
      (ops) => ops.constant([1], []), // nothing moves
      (_, p) => p('undeclared'),
      (ops, p) => {
        ops.exp(p('x'));
        throw new Error('in the middle');
      },
    ];
    for (const compute of failing) {
      expect(() =>
        differentiate(
          kernels,
          parameters,
          () => true,
          (ops, p) => ({ loss: compute(ops, p), outputs: {} }),
        ),
      ).toThrow();
      expect(kernels.count()).toBe(before);
    }
    expect(() =>
      differentiate(
        {
          ...kernels,
          reluGradient: () => {
            throw new Error('a kernel failed');
          },
        },
        parameters,
        () => true,
        (ops, p) => ({ loss: ops.sum(ops.relu(p('x')), [0, 1]), outputs: {} }),
      ),
    ).toThrow('a kernel failed');
    expect(kernels.count()).toBe(before);
  });

  it('looks a parameter up once, however often it is read', () => {
    const kernels = createHostKernels('float64');
    const parameters = upload(kernels, { x: drawValues('x', [2, 3]) });
    evaluate(kernels, parameters, (_, p) => {
      expect(p('x')).toBe(p('x'));
      return {};
    });
  });
});
