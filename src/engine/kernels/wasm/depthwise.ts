/** Depthwise convolutions (assembly/depthwise.ts, assembly/depthwiseFilter.ts). */
import { convolutionSizes } from '../../../core/host/convolution.ts';
import type { Kernels } from '../../../core/kernels.ts';
import type { ConvolutionSizes } from '../../../core/loops/convolution.ts';
import { sizeOf } from '../../../core/shapes.ts';
import { addressOf, type WasmMemory } from './memory.ts';
import type { WasmModule } from './module.ts';

type Depthwise = Pick<
  Kernels,
  'depthwiseConv2d' | 'depthwiseConv2dInputGradient' | 'depthwiseConv2dFilterGradient'
>;

const FLOAT = 4;

/** What all three functions of the module are told last. */
const filterOf = (sizes: ConvolutionSizes) =>
  [
    ...[sizes.inChannels, sizes.kernelHeight, sizes.kernelWidth],
    ...[sizes.padTop, sizes.padLeft, sizes.stride],
  ] as const;

export function depthwiseKernels({ exports }: WasmModule, memory: WasmMemory): Depthwise {
  const { output, withBlock } = memory;
  return {
    depthwiseConv2d(x, filter, windows) {
      const sizes = convolutionSizes(x.shape, filter.shape, windows);
      const { batch, height, width, outHeight, outWidth, inChannels } = sizes;
      const result = output([batch, outHeight, outWidth, inChannels]);
      const ends = [addressOf(x), addressOf(filter), addressOf(result)] as const;
      const places = [batch, height, width, outHeight, outWidth] as const;
      exports['depthwise']!(...ends, 0, ...places, ...filterOf(sizes));
      return result;
    },
    depthwiseConv2dInputGradient(dy, filter, inputShape, windows) {
      const sizes = convolutionSizes(inputShape, filter.shape, windows);
      const { batch, height, width, outHeight, outWidth } = sizes;
      const result = output(inputShape);
      const ends = [addressOf(dy), addressOf(filter), addressOf(result)] as const;
      const places = [batch, outHeight, outWidth, height, width] as const;
      exports['depthwise']!(...ends, 1, ...places, ...filterOf(sizes));
      return result;
    },
    depthwiseConv2dFilterGradient(dy, x, filterShape, windows) {
      const sizes = convolutionSizes(x.shape, filterShape, windows);
      const { batch, height, width, outHeight, outWidth } = sizes;
      const size = sizeOf(filterShape);
      const parts = exports['depthwiseFilterParts']!(batch * outHeight, outWidth * size);
      const result = output(filterShape);
      withBlock(FLOAT * parts * size, (partials) => {
        const ends = [addressOf(x), addressOf(dy), partials, addressOf(result)] as const;
        const places = [batch, height, width, outHeight, outWidth] as const;
        exports['depthwiseFilter']!(...ends, ...places, ...filterOf(sizes));
      });
      return result;
    },
  };
}
