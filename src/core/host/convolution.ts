/** The host backend's convolutions, as products over columns of image patches, and its pooling. */
import type { DeviceArray, HostArray, Kernels, Padding } from '../kernels.ts';
import * as loops from '../loops/convolution.ts';
import { addBias, matMul, transpose2d } from '../loops/matrix.ts';
import type { Shape } from '../shapes.ts';
import { dataOf, type HostMemory } from './memory.ts';

/** Sizes of a stride-1 convolution with `same` or no padding. */
export function convolutionSizes(
  x: Shape,
  filter: Shape,
  padding: Padding,
): loops.ConvolutionSizes {
  const [batch = 0, height = 0, width = 0, inChannels = 0] = x;
  const [kernelHeight = 0, kernelWidth = 0, , outChannels = 0] = filter;
  const same = padding === 'same';
  return {
    batch,
    height,
    width,
    inChannels,
    kernelHeight,
    kernelWidth,
    outChannels,
    outHeight: same ? height : height - kernelHeight + 1,
    outWidth: same ? width : width - kernelWidth + 1,
    padTop: same ? Math.floor((kernelHeight - 1) / 2) : 0,
    padLeft: same ? Math.floor((kernelWidth - 1) / 2) : 0,
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
    conv2d(x, filter, bias, padding, activation) {
      const sizes = convolutionSizes(x.shape, filter.shape, padding);
      const { batch, outHeight, outWidth, outChannels } = sizes;
      const rows = rowsOf(sizes);
      return make([batch, outHeight, outWidth, outChannels], (out) => {
        matMul(out, columnsOf(x, sizes), dataOf(filter), rows, columnLength(sizes), outChannels);
        addBias(out, dataOf(bias), rows, activation === 'relu');
      });
    },
    conv2dInputGradient(dy, filter, inputShape, padding) {
      const sizes = convolutionSizes(inputShape, filter.shape, padding);
      const k = sizes.outChannels;
      const n = columnLength(sizes);
      const flipped = allocate(k * n);
      transpose2d(flipped, dataOf(filter), n, k);
      const columns = allocate(rowsOf(sizes) * n);
      matMul(columns, dataOf(dy), flipped, rowsOf(sizes), k, n);
      return make(inputShape, (out) => loops.columnsToImage(out, columns, sizes));
    },
    conv2dFilterGradient(dy, x, filterShape, padding) {
      const sizes = convolutionSizes(x.shape, filterShape, padding);
      const columns = columnsOf(x, sizes);
      const m = columnLength(sizes);
      const k = rowsOf(sizes);
      const turned = allocate(m * k);
      transpose2d(turned, columns, k, m);
      return make(filterShape, (out) => matMul(out, turned, dataOf(dy), m, k, sizes.outChannels));
    },
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
