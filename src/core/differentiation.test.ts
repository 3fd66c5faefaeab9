import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differentiate, evaluate } from './differentiation.ts';
import { createHostKernels } from './hostKernels.ts';
import type { Activation, Padding, Pooling } from './kernels.ts';
import type { Ops, ParameterLookup, Tensor } from './ops.ts';
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
  matMul: fc.tuple(length(9), length(9), length(9)).map(([m, k, n]) => ({
    inputs: { a: [m, k], b: [k, n] },
    compute: (ops, p) => ops.matMul(p('a'), p('b')),
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
    .tuple(pixelBatch, length(4), fc.constantFrom<Pooling>('sum', 'max'))
    .map(([{ layout }, width, pooling]) => ({
      inputs: { x: [layout.rows, width] },
      compute: (ops, p) => ops.poolPixels(p('x'), layout, pooling),
    })),
  conv2d: fc
    .record({
      batch: length(2),
      kernel: fc.tuple(length(4), length(4)),
      more: fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })),
      channels: fc.tuple(length(3), length(3)),
      padding: fc.constantFrom<Padding>('same', 'valid'),
      activation,
    })
    .map(({ batch, kernel, more, channels, ...options }) => ({
      inputs: {
        x: [batch, kernel[0] + more[0], kernel[1] + more[1], channels[0]],
        filter: [...kernel, ...channels],
        bias: [channels[1]],
      },
      compute: (ops, p) => ops.conv2d(p('x'), p('filter'), p('bias'), options),
    })),
  maxPool2d: fc
    .tuple(length(2), length(3), fc.nat({ max: 4 }), fc.nat({ max: 4 }), length(3))
    .map(([batch, size, rows, columns, channels]) => ({
      inputs: { x: [batch, size + rows, size + columns, channels] },
      compute: (ops, p) => ops.maxPool2d(p('x'), size),
    })),
  layerNorm: fc
    .tuple(fc.array(length(3), { maxLength: 2 }), fc.integer({ min: 2, max: 6 }))
    .map(([leading, width]) => ({
      inputs: { x: [...leading, width], gain: [width], bias: [width] },
      compute: (ops, p) => ops.layerNorm(p('x'), p('gain'), p('bias')),
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

  it('correlates, and pads evenly with the odd zero at the end', async () => {
    const convolve = (padding: Padding) =>
      valueOf((ops) =>
        ops.conv2d(
          ops.constant([1, 2, 3, 4, 5], [1, 1, 5, 1]),
          ops.constant([1, 10], [1, 2, 1, 1]),
          ops.constant([0.5], [1]),
          { padding },
        ),
      );
    expect(await convolve('valid')).toEqual([21.5, 32.5, 43.5, 54.5]);
    expect(await convolve('same')).toEqual([21.5, 32.5, 43.5, 54.5, 5.5]);
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
