/** Convolutions and pooling over windows, each beside its gradient or composed of what has one. */
import { LabError } from '../errors.ts';
import { windowsAlong } from '../host/convolution.ts';
import type { Kernels, Windows } from '../kernels.ts';
import type { ConvolutionOptions, Ops, Tensor } from '../ops.ts';
import { expectShape } from '../shapes.ts';
import { nodeOf, type Record } from '../tape.ts';
import { asRows, beforeActivation } from './layers.ts';

type Convolving = Pick<Ops, 'conv2d' | 'depthwiseConv2d' | 'maxPool2d' | 'averagePool2d'>;
/** What the composed ones are made of. */
type Base = Pick<Ops, 'reshape' | 'concat' | 'slice' | 'mean'>;

export function convolvingOps(kernels: Kernels, record: Record, base: Base): Convolving {
  const windowed = windowedOps(kernels, record);
  return {
    ...windowed,
    conv2d(x, filter, bias, { padding = 'same', stride = 1, activation } = {}) {
      const windows = { padding, stride };
      const { image, inner } = placed(base, x, filter, windows);
      return windowed.conv2d(image, filter, bias, inner, activation);
    },
    depthwiseConv2d(x, filter, { padding = 'same', stride = 1 } = {}) {
      const { image, inner } = placed(base, x, filter, { padding, stride });
      return windowed.depthwiseConv2d(image, filter, inner);
    },
    averagePool2d(x, size) {
      const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
      const rows = Math.floor(height / size);
      const columns = Math.floor(width / size);
      const whole = whollyCovered(base, whollyCovered(base, x, 1, rows * size), 2, columns * size);
      // One axis after the other: some backends shape no array of more than four axes.
      const stacked = base.reshape(whole, [batch, rows, size, columns * size * channels]);
      const low = base.reshape(base.mean(stacked, [2]), [batch * rows, columns, size, channels]);
      return base.reshape(base.mean(low, [2]), [batch, rows, columns, channels]);
    },
  };
}

/** x without what lies behind the first `length` entries of an axis. */
function whollyCovered({ slice }: Base, x: Tensor, axis: number, length: number): Tensor {
  return x.shape[axis] === length ? x : slice(x, axis, 0, length);
}

type ChosenWindows = Required<Pick<ConvolutionOptions, 'padding' | 'stride'>>;

/** The image and windows that kernels know: a circular padding is carried out here. */
function placed(
  base: Base,
  x: Tensor,
  { shape: [kernelHeight = 0, kernelWidth = 0] }: Tensor,
  { padding, stride }: ChosenWindows,
): { image: Tensor; inner: Windows } {
  expectStride(stride);
  const [, height = 0, width = 0] = x.shape;
  if (padding === 'same') return { image: x, inner: { padding, stride } };
  if (kernelHeight > height || kernelWidth > width) {
    throw kernelTooLarge([kernelHeight, kernelWidth], [height, width]);
  }
  const inner: Windows = { padding: 'valid', stride };
  if (padding === 'valid') return { image: x, inner };
  const tall = wrapped(base, x, 1, kernelHeight, stride);
  return { image: wrapped(base, tall, 2, kernelWidth, stride), inner };
}

/** The end of an axis again before its beginning, and the beginning behind its end. */
function wrapped(base: Base, x: Tensor, axis: number, kernel: number, stride: number): Tensor {
  const length = x.shape[axis]!;
  const { before, after } = windowsAlong(length, kernel, { padding: 'same', stride });
  if (before + after === 0) return x;
  const parts = [
    ...(before > 0 ? [base.slice(x, axis, length - before, before)] : []),
    x,
    ...(after > 0 ? [base.slice(x, axis, 0, after)] : []),
  ];
  return base.concat(parts, axis);
}

function expectStride(stride: number): void {
  if (Number.isInteger(stride) && stride >= 1) return;
  throw new Error(`a stride of ${stride}; expected a whole number of at least 1`);
}

function kernelTooLarge(kernel: readonly number[], image: readonly number[]): LabError {
  return new LabError('kernel-too-large', {
    found: `a kernel of ${kernel.join(' × ')} on ${image.join(' × ')} pixels`,
    expected: 'a kernel that fits into the image, unless zeros lie around it',
    fix: 'choose a smaller kernel, or padding with zeros',
  });
}

/** The convolutions over windows that kernels know. */
function windowedOps(kernels: Kernels, record: Record) {
  const conv2d = (
    tensor: Tensor,
    filterTensor: Tensor,
    biasTensor: Tensor,
    windows: Windows,
    activation: ConvolutionOptions['activation'] = 'linear',
  ): Tensor => {
    const x = nodeOf(tensor);
    const filter = nodeOf(filterTensor);
    const bias = nodeOf(biasTensor);
    expectShape('conv2d filter', filter.shape, [-1, -1, -1, -1]);
    expectShape('conv2d input', x.shape, [-1, -1, -1, filter.shape[2]!]);
    expectShape('conv2d bias', bias.shape, [filter.shape[3]!]);
    const y = kernels.conv2d(x.array, filter.array, bias.array, windows, activation);
    return record(y, [x, filter, bias], (upstream) =>
      kernels.tidy(() => {
        const dz = beforeActivation(kernels, upstream, y, activation);
        return [
          x.moves ? kernels.conv2dInputGradient(dz, filter.array, x.shape, windows) : undefined,
          filter.moves
            ? kernels.conv2dFilterGradient(dz, x.array, filter.shape, windows)
            : undefined,
          bias.moves
            ? kernels.reshape(kernels.sum(asRows(kernels, dz), [0]), bias.shape)
            : undefined,
        ];
      }),
    );
  };
  const depthwiseConv2d = (tensor: Tensor, filterTensor: Tensor, windows: Windows): Tensor => {
    const x = nodeOf(tensor);
    const filter = nodeOf(filterTensor);
    expectShape('depthwiseConv2d filter', filter.shape, [-1, -1, -1]);
    expectShape('depthwiseConv2d input', x.shape, [-1, -1, -1, filter.shape[2]!]);
    const y = kernels.depthwiseConv2d(x.array, filter.array, windows);
    return record(y, [x, filter], (upstream) => [
      x.moves
        ? kernels.depthwiseConv2dInputGradient(upstream, filter.array, x.shape, windows)
        : undefined,
      filter.moves
        ? kernels.depthwiseConv2dFilterGradient(upstream, x.array, filter.shape, windows)
        : undefined,
    ]);
  };
  const maxPool2d: Ops['maxPool2d'] = (tensor, size) => {
    const x = nodeOf(tensor);
    const y = kernels.maxPool2d(x.array, size);
    return record(y, [x], (upstream) => [kernels.maxPool2dGradient(upstream, x.array, y, size)]);
  };
  return { conv2d, depthwiseConv2d, maxPool2d };
}
