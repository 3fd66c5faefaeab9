/** For the tests alone: random inputs for every operation, and what it is asked to compute of them. */
import * as fc from 'fast-check';
import type { Activation, Lookup, Pooling } from '../kernels.ts';
import type { ConvolutionPadding, Ops, ParameterLookup, Tensor } from '../ops.ts';
import { denseLayout, sparseLayout, type PixelLayout } from '../pixels.ts';
import type { Shape } from '../shapes.ts';
import { drawValues } from '../testing.ts';

export interface GradientCase {
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

/** Values of which about half are black and most others alike, and the layout that lists them. */
export function pixelsOf(
  kind: string,
  size: { images: number; places: number; channels: number },
): { layout: PixelLayout; values: Float32Array } {
  const { images, places, channels } = size;
  const black = drawValues('black', [images * places, 1]).values;
  const drawn = drawValues('pixels', [images * places, channels], 0, 1).values;
  const values = Float32Array.from(drawn, (value, i) =>
    black[Math.floor(i / channels)]! < 0 ? 0 : i % 4 === 0 ? value : Math.ceil(3 * value) / 3,
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
  .map(({ batch, kernel, more, channels, chosen, ...rest }) => {
    // With zeros around it an image may be smaller than the kernel.
    const least = chosen.padding === 'same' ? [1, 1] : kernel;
    return {
      ...rest,
      chosen,
      kernel,
      x: [batch, least[0]! + more[0], least[1]! + more[1], channels],
    };
  });

function lookupOf(entries: number, results: number, count: number): Lookup {
  const reads = [results * count, 1];
  return {
    count,
    indices: Int32Array.from(drawValues('indices', reads, 0, entries).values, Math.floor),
    weights: Float32Array.from(drawValues('weights of reads', reads).values),
  };
}

/** A case for every operation but `constant`, which has no inputs. */
export const cases: Record<Exclude<keyof Ops, 'constant'>, fc.Arbitrary<GradientCase>> = {
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

export const drawInputs = ({ inputs, range: [low, high] = [-1, 1] }: GradientCase) =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, shape]) => [name, drawValues(name, shape, low, high)]),
  );
