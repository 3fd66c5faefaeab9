/** Gradients of whole computations: what is easily lost, sparse rows, and memory. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differentiate, evaluate } from './differentiation.ts';
import { createHostKernels } from './hostKernels.ts';
import type { Pooling } from './kernels.ts';
import type { Ops, ParameterLookup, Tensor } from './ops.ts';
import { denseLayout } from './pixels.ts';
import { cases, drawInputs, pixelsOf } from './operations/testing.ts';
import { drawValues, gradientFault, upload, type HostParameter } from './testing.ts';

/** Central differences in float64 are good to about 1e-9. */
const TOLERANCE = 1e-6;
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
