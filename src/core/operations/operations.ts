/**
 * The operations of ops.ts, each beside its gradient, composed of kernels. A group is a function of
 * the kernels and of the tape's `record`.
 */
import type { DeviceArray, Kernels } from '../kernels.ts';
import type { Ops } from '../ops.ts';
import { expectShape, shapeText, sizeOf, type Shape } from '../shapes.ts';
import { nodeOf, type Record } from '../tape.ts';
import { attendingOps } from './attention.ts';
import { convolvingOps } from './convolution.ts';
import { multiplyingOps } from './layers.ts';
import { mappingOps } from './mapping.ts';
import { normalisingOps } from './normalisation.ts';
import { pixelOps } from './pixelwise.ts';

/**
 * Operations that note themselves through `record`. Every step makes them anew, so they are put
 * together by Object.assign, which takes engines a thirtieth of what as many spreads do.
 */
export function createOps(kernels: Kernels, record: Record): Ops {
  const arranging = arrangingOps(kernels, record);
  const mapping = mappingOps(kernels, record);
  const reducing = reducingOps(kernels, record, mapping);
  const base = Object.assign({}, arranging, mapping, reducing);
  const layers = Object.assign(
    multiplyingOps(kernels, record),
    convolvingOps(kernels, record, base),
    pixelOps(kernels, record, base),
  );
  const rest = Object.assign(
    attendingOps(kernels, record),
    normalisingOps(kernels, record, base),
    lossOps(kernels, record),
  );
  return Object.assign(base, layers, rest);
}

type Arranging = Pick<Ops, 'constant' | 'reshape' | 'transpose' | 'concat' | 'slice'>;

function arrangingOps(kernels: Kernels, record: Record): Arranging {
  return {
    constant(values, shape) {
      const host = ArrayBuffer.isView(values) ? values : Float64Array.from(values);
      return record(kernels.fromHost(host, shape), [], () => []);
    },

    reshape(tensor, shape) {
      const x = nodeOf(tensor);
      if (sizeOf(shape) !== sizeOf(x.shape)) expectShape('reshape', x.shape, shape);
      return record(kernels.reshape(x.array, shape), [x], (upstream) => [
        kernels.reshape(upstream, x.shape),
      ]);
    },
    transpose(tensor, permutation) {
      const x = nodeOf(tensor);
      const back = permutation.map((_, axis) => permutation.indexOf(axis));
      return record(kernels.transpose(x.array, permutation), [x], (upstream) => [
        kernels.transpose(upstream, back),
      ]);
    },
    concat(tensors, axis) {
      const parts = tensors.map(nodeOf);
      const joined = kernels.concat(
        parts.map((part) => part.array),
        axis,
      );
      return record(joined, parts, (upstream) => {
        let begin = 0;
        return parts.map((part) => {
          const length = part.shape[axis]!;
          begin += length;
          return part.moves ? kernels.slice(upstream, axis, begin - length, length) : undefined;
        });
      });
    },
    slice(tensor, axis, begin, length) {
      const x = nodeOf(tensor);
      const whole = x.shape[axis] ?? 0;
      if (begin < 0 || length < 1 || begin + length > whole) {
        throw new Error(
          `slice: entries ${begin} to ${begin + length} of axis ${axis} of [${shapeText(x.shape)}]`,
        );
      }
      return record(kernels.slice(x.array, axis, begin, length), [x], (upstream) => [
        kernels.tidy(() => {
          const before = zeros(kernels, x.shape, axis, begin);
          const behind = zeros(kernels, x.shape, axis, whole - begin - length);
          return kernels.concat([...before, upstream, ...behind], axis);
        }),
      ]);
    },
  };
}

/** Zeros of that shape but for `length` along one axis; none for no length. */
function zeros(kernels: Kernels, shape: Shape, axis: number, length: number): DeviceArray[] {
  if (length === 0) return [];
  const part = shape.map((each, i) => (i === axis ? length : each));
  return [kernels.broadcast(kernels.fromHost(new Float32Array(1), []), part)];
}

type Reducing = Pick<Ops, 'sum' | 'mean' | 'max'>;

function reducingOps(kernels: Kernels, record: Record, { affine }: Pick<Ops, 'affine'>): Reducing {
  const sum: Ops['sum'] = (tensor, axes) => {
    const x = nodeOf(tensor);
    const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
    const shape = x.shape.filter((_, axis) => !axes.includes(axis));
    const total = kernels.tidy(() => kernels.reshape(kernels.sum(x.array, axes), shape));
    return record(total, [x], (upstream) => [
      kernels.tidy(() => kernels.broadcast(kernels.reshape(upstream, kept), x.shape)),
    ]);
  };
  return {
    sum,
    mean(x, axes) {
      const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
      return affine(sum(x, axes), 1 / count);
    },
    max(tensor, axis) {
      const x = nodeOf(tensor);
      const kept = x.shape.map((length, i) => (i === axis ? 1 : length));
      const shape = x.shape.filter((_, i) => i !== axis);
      const largest = kernels.tidy(() => kernels.reshape(kernels.max(x.array, axis), shape));
      return record(largest, [x], (upstream) => [
        kernels.tidy(() =>
          kernels.maxGradient(
            kernels.reshape(upstream, kept),
            x.array,
            kernels.reshape(largest, kept),
          ),
        ),
      ]);
    },
  };
}

function lossOps(kernels: Kernels, record: Record): Pick<Ops, 'softmaxCrossEntropy'> {
  return {
    softmaxCrossEntropy(logitsTensor, targetsTensor) {
      const logits = nodeOf(logitsTensor);
      const targets = nodeOf(targetsTensor);
      expectShape('targets', targets.shape, logits.shape);
      if (targets.moves) throw new Error('softmaxCrossEntropy takes no gradient for its targets');
      const { losses, excess } = kernels.softmaxCrossEntropy(logits.array, targets.array);
      record(excess, [], () => []); // freed with the tape, after the gradient was taken
      return record(losses, [logits], (upstream) => [
        kernels.tidy(() =>
          kernels.binary('mul', excess, kernels.reshape(upstream, [logits.shape[0]!, 1])),
        ),
      ]);
    },
  };
}
