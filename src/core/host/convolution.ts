/**
 * The host backend's convolutions, as products over columns of image patches or, depthwise, one by
 * one, and its pooling.
 */
import type { DeviceArray, HostArray, Kernels, Windows } from '../kernels.ts';
import * as loops from '../loops/convolution.ts';
import * as depthwiseLoops from '../loops/depthwise.ts';
import { addBias, matMul, transpose2d } from '../loops/matrix.ts';
import type { Shape } from '../shapes.ts';
import { dataOf, type HostMemory } from './memory.ts';

/** How many windows fit along one axis, and how many zeros lie before the first. */
export function windowsAlong(
  length: number,
  kernel: number,
  { padding, stride }: Windows,
): { count: number; before: number; after: number } {
  if (padding === 'valid') {
    return { count: Math.floor((length - kernel) / stride) + 1, before: 0, after: 0 };
  }
  const count = Math.ceil(length / stride);
  const zeros = Math.max(0, (count - 1) * stride + kernel - length);
  const before = Math.floor(zeros / 2);
  return { count, before, after: zeros - before };
}

/** @param filter [kernelHeight, kernelWidth, in, out], or without `out` where each channel has its own */
export function convolutionSizes(
  x: Shape,
  filter: Shape,
  windows: Windows,
): loops.ConvolutionSizes {
  const [batch = 0, height = 0, width = 0, inChannels = 0] = x;
  const [kernelHeight = 0, kernelWidth = 0, , outChannels = inChannels] = filter;
  const down = windowsAlong(height, kernelHeight, windows);
  const across = windowsAlong(width, kernelWidth, windows);
  return {
    batch,
    height,
    width,
    inChannels,
    kernelHeight,
    kernelWidth,
    outChannels,
    outHeight: down.count,
    outWidth: across.count,
    padTop: down.before,
    padLeft: across.before,
    stride: windows.stride,
  };
}

export function poolSizes(x: Shape, size: number): loops.PoolSizes {
  const [batch = 0, height = 0, width = 0, channels = 0] = x;
  return { batch, height, width, channels, size };
}

const rowsOf = (s: loops.ConvolutionSizes) => s.batch * s.outHeight * s.outWidth;
const columnLength = (s: loops.ConvolutionSizes) => s.kernelHeight * s.kernelWidth * s.inChannels;

type Convolving = Pick<Kernels, 'conv2d' | 'conv2dInputGradient' | 'conv2dFilterGradient'>;

export function convolvingKernels({ make, allocate }: HostMemory): Convolving {
  function columnsOf(x: DeviceArray, sizes: loops.ConvolutionSizes): HostArray {
    const out = allocate(rowsOf(sizes) * columnLength(sizes));
    loops.imageToColumns(out, dataOf(x), sizes);
    return out;
  }

  return {
    conv2d(x, filter, bias, windows, activation) {
      const sizes = convolutionSizes(x.shape, filter.shape, windows);
      const { batch, outHeight, outWidth, outChannels } = sizes;
      const rows = rowsOf(sizes);
      return make([batch, outHeight, outWidth, outChannels], (out) => {
        matMul(out, columnsOf(x, sizes), dataOf(filter), rows, columnLength(sizes), outChannels);
        addBias(out, dataOf(bias), rows, activation === 'relu');
      });
    },
    conv2dInputGradient(dy, filter, inputShape, windows) {
      const sizes = convolutionSizes(inputShape, filter.shape, windows);
      const k = sizes.outChannels;
      const n = columnLength(sizes);
      const flipped = allocate(k * n);
      transpose2d(flipped, dataOf(filter), n, k);
      const columns = allocate(rowsOf(sizes) * n);
      matMul(columns, dataOf(dy), flipped, rowsOf(sizes), k, n);
      return make(inputShape, (out) => loops.columnsToImage(out, columns, sizes));
    },
    conv2dFilterGradient(dy, x, filterShape, windows) {
      const sizes = convolutionSizes(x.shape, filterShape, windows);
      const columns = columnsOf(x, sizes);
      const m = columnLength(sizes);
      const k = rowsOf(sizes);
      const turned = allocate(m * k);
      transpose2d(turned, columns, k, m);
      return make(filterShape, (out) => matMul(out, turned, dataOf(dy), m, k, sizes.outChannels));
    },
  };
}

type Depthwise = Pick<
  Kernels,
  'depthwiseConv2d' | 'depthwiseConv2dInputGradient' | 'depthwiseConv2dFilterGradient'
>;

export function depthwiseKernels({ make }: HostMemory): Depthwise {
  return {
    depthwiseConv2d(x, filter, windows) {
      const sizes = convolutionSizes(x.shape, filter.shape, windows);
      const { batch, outHeight, outWidth, outChannels } = sizes;
      return make([batch, outHeight, outWidth, outChannels], (out) =>
        depthwiseLoops.depthwise(out, dataOf(x), dataOf(filter), sizes),
      );
    },
    depthwiseConv2dInputGradient: (dy, filter, inputShape, windows) =>
      make(inputShape, (out) => {
        const sizes = convolutionSizes(inputShape, filter.shape, windows);
        depthwiseLoops.depthwiseInputGradient(out, dataOf(dy), dataOf(filter), sizes);
      }),
    depthwiseConv2dFilterGradient: (dy, x, filterShape, windows) =>
      make(filterShape, (out) => {
        const sizes = convolutionSizes(x.shape, filterShape, windows);
        depthwiseLoops.depthwiseFilterGradient(out, dataOf(dy), dataOf(x), sizes);
      }),
  };
}

type Pooling = Pick<Kernels, 'maxPool2d' | 'maxPool2dGradient'>;

export function poolingKernels({ make }: HostMemory): Pooling {
  return {
    maxPool2d(x, size) {
      const sizes = poolSizes(x.shape, size);
      const shape = [
        sizes.batch,
        Math.floor(sizes.height / size),
        Math.floor(sizes.width / size),
        sizes.channels,
      ];
      return make(shape, (out) => loops.maxPool(out, dataOf(x), sizes));
    },
    maxPool2dGradient: (dy, x, y, size) =>
      make(x.shape, (out) =>
        loops.maxPoolGradient(out, dataOf(dy), dataOf(x), dataOf(y), poolSizes(x.shape, size)),
      ),
  };
}
