/** The layers that cost: products and convolutions, each beside its gradient. */
import type { Activation, DeviceArray, Kernels } from '../kernels.ts';
import type { Ops } from '../ops.ts';
import { expectShape, sizeOf } from '../shapes.ts';
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
function asRows(kernels: Kernels, x: DeviceArray): DeviceArray {
  const last = x.shape.at(-1)!;
  return kernels.reshape(x, [sizeOf(x.shape) / last, last]);
}

type Multiplying = Pick<Ops, 'matMul' | 'dense'>;

export function multiplyingOps(kernels: Kernels, record: Record): Multiplying {
  return {
    matMul(left, right) {
      const a = nodeOf(left);
      const b = nodeOf(right);
      expectShape('matMul right side', b.shape, [a.shape[1]!, -1]);
      return record(kernels.matMul(a.array, b.array), [a, b], (upstream) => [
        a.moves ? kernels.matMul(upstream, b.array, false, true) : undefined,
        b.moves ? kernels.matMul(a.array, upstream, true, false) : undefined,
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
          const dz = asRows(kernels, beforeActivation(kernels, upstream, y, activation));
          return [
            x.moves
              ? kernels.reshape(kernels.matMul(dz, weight.array, false, true), x.shape)
              : undefined,
            weight.moves ? kernels.matMul(asRows(kernels, x.array), dz, true, false) : undefined,
            bias.moves ? kernels.reshape(kernels.sum(dz, [0]), bias.shape) : undefined,
          ];
        }),
      );
    },
  };
}

type Convolving = Pick<Ops, 'conv2d' | 'maxPool2d'>;

export function convolvingOps(kernels: Kernels, record: Record): Convolving {
  return {
    conv2d(tensor, filterTensor, biasTensor, { padding = 'same', activation = 'linear' } = {}) {
      const x = nodeOf(tensor);
      const filter = nodeOf(filterTensor);
      const bias = nodeOf(biasTensor);
      expectShape('conv2d input', x.shape, [-1, -1, -1, filter.shape[2]!]);
      expectShape('conv2d bias', bias.shape, [filter.shape[3]!]);
      const y = kernels.conv2d(x.array, filter.array, bias.array, padding, activation);
      return record(y, [x, filter, bias], (upstream) =>
        kernels.tidy(() => {
          const dz = beforeActivation(kernels, upstream, y, activation);
          return [
            x.moves ? kernels.conv2dInputGradient(dz, filter.array, x.shape, padding) : undefined,
            filter.moves
              ? kernels.conv2dFilterGradient(dz, x.array, filter.shape, padding)
              : undefined,
            bias.moves
              ? kernels.reshape(kernels.sum(asRows(kernels, dz), [0]), bias.shape)
              : undefined,
          ];
        }),
      );
    },
    maxPool2d(tensor, size) {
      const x = nodeOf(tensor);
      const y = kernels.maxPool2d(x.array, size);
      return record(y, [x], (upstream) => [kernels.maxPool2dGradient(upstream, x.array, y, size)]);
    },
  };
}
