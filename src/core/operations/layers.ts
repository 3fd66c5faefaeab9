/** Products and look-ups, each beside its gradient. */
import type { Activation, DeviceArray, Kernels, Lookup } from '../kernels.ts';
import type { Ops } from '../ops.ts';
import { expectShape, sizeOf, type Shape } from '../shapes.ts';
import { nodeOf, type Record } from '../tape.ts';

/** The gradient before an activation, from the one behind it. */
export function beforeActivation(
  kernels: Kernels,
  upstream: DeviceArray,
  y: DeviceArray,
  activation: Activation,
): DeviceArray {
  return activation === 'relu' ? kernels.reluGradient(upstream, y) : upstream;
}

/** Rows of a matrix of any leading shape: [..., last] → [rows, last]. */
export function asRows(kernels: Kernels, x: DeviceArray): DeviceArray {
  const last = x.shape.at(-1)!;
  return kernels.reshape(x, [sizeOf(x.shape) / last, last]);
}

/** Products of matrices over any number of leading axes: [...leading, rows, columns]. */
function createBatchProduct(kernels: Kernels, leading: Shape): Kernels['matMul'] {
  const apart = (x: DeviceArray) =>
    kernels.reshape(x, [sizeOf(leading), ...x.shape.slice(leading.length)]);
  return (a, b, transposeA, transposeB) =>
    kernels.tidy(() => {
      const products = kernels.batchMatMul(apart(a), apart(b), transposeA, transposeB);
      return kernels.reshape(products, [...leading, ...products.shape.slice(1)]);
    });
}

/** A row outside of the table would be read as something else on every backend. */
function expectLookup({ count, indices, weights }: Lookup, entries: number): void {
  const fits = indices.length === weights.length && indices.length % count === 0;
  if (fits && indices.every((index) => index >= 0 && index < entries)) return;
  throw new Error(
    `a look-up of ${indices.length} rows with ${weights.length} weights, ${count} for each result, ` +
      `leaves a table of ${entries} entries or comes out uneven`,
  );
}

type Multiplying = Pick<Ops, 'matMul' | 'lookUp' | 'dense'>;

export function multiplyingOps(kernels: Kernels, record: Record): Multiplying {
  return {
    matMul(left, right) {
      const a = nodeOf(left);
      const b = nodeOf(right);
      const leading = a.shape.slice(0, -2);
      expectShape('matMul right side', b.shape, [...leading, a.shape.at(-1)!, -1]);
      const multiply = leading.length === 0 ? kernels.matMul : createBatchProduct(kernels, leading);
      return record(multiply(a.array, b.array), [a, b], (upstream) => [
        a.moves ? multiply(upstream, b.array, false, true) : undefined,
        b.moves ? multiply(a.array, upstream, true, false) : undefined,
      ]);
    },
    lookUp(tensor, lookup) {
      const table = nodeOf(tensor);
      expectShape('table', table.shape, [-1, -1]);
      const [entries = 0] = table.shape;
      expectLookup(lookup, entries);
      return record(kernels.lookUp(table.array, lookup), [table], (upstream) => [
        kernels.lookUpGradient(upstream, lookup, entries),
      ]);
    },
    dense(tensor, weightTensor, biasTensor, activation = 'linear') {
      const x = nodeOf(tensor);
      const weight = nodeOf(weightTensor);
      const bias = nodeOf(biasTensor);
      const [inputs = 0, outputs = 0] = weight.shape;
      expectShape('dense input', x.shape, [...x.shape.slice(0, -1).map(() => -1), inputs]);
      expectShape('dense bias', bias.shape, [outputs]);
      const y = kernels.tidy(() => {
        const rows = kernels.dense(asRows(kernels, x.array), weight.array, bias.array, activation);
        return kernels.reshape(rows, [...x.shape.slice(0, -1), outputs]);
      });
      return record(y, [x, weight, bias], (upstream) =>
        kernels.tidy(() => {
          const rows = asRows(kernels, x.array);
          const layer = { x: rows, weight: weight.array, y: asRows(kernels, y), activation };
          const wanted = { x: x.moves, weight: weight.moves, bias: bias.moves };
          const gradients = kernels.denseGradient(asRows(kernels, upstream), layer, wanted);
          const toX = gradients.x && kernels.reshape(gradients.x, x.shape);
          return [toX, gradients.weight, gradients.bias];
        }),
      );
    },
  };
}
