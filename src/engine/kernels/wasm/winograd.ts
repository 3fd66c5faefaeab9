/**
 * Convolutions with 3 × 3 taps by Winograd's algorithm (assembly/winograd.ts), which takes 16
 * multiplications for what takes 36; all others are left to the plain ones.
 */
import { convolutionSizes } from '../../../core/host/convolution.ts';
import type { DeviceArray } from '../../../core/kernels.ts';
import type { ConvolutionSizes } from '../../../core/loops/convolution.ts';
import type { Convolutions } from './convolutions.ts';
import { imagesOf, withZeros, type Images, type Zeros } from './images.ts';
import { addressOf, type WasmMemory } from './memory.ts';
import type { WasmModule } from './module.ts';

const FLOAT = 4;
const POINTS = 16;
/** With fewer channels, transforming takes longer than it saves; with more, the filter leaves the caches. */
const CHANNELS_AT_LEAST = 16;
const CHANNELS_AT_MOST = 256;

function suits(sizes: ConvolutionSizes): boolean {
  const { inChannels, outChannels } = sizes;
  return (
    sizes.kernelHeight === 3 &&
    sizes.kernelWidth === 3 &&
    sizes.stride === 1 &&
    inChannels % 8 === 0 &&
    outChannels % 8 === 0 &&
    Math.min(inChannels, outChannels) >= CHANNELS_AT_LEAST &&
    inChannels + outChannels <= CHANNELS_AT_MOST
  );
}

/** Results come in pairs, each seen from four pixels: so many zeros are needed along an axis. */
const zerosFor = (results: number, pixels: number, before: number): Zeros => ({
  before,
  after: Math.max(0, 2 * Math.ceil(results / 2) + 2 - before - pixels),
});

/** Bytes of a row and of an image. */
function linesOf({ shape }: Images) {
  const [, height = 0, width = 0, channels = 0] = shape;
  return [FLOAT * width * channels, FLOAT * height * width * channels] as const;
}

/** @param direct for what does not suit */
export function winogradKernels(
  module: WasmModule,
  memory: WasmMemory,
  direct: Convolutions,
): Convolutions {
  const { exports } = module;
  const { output, withBlock } = memory;
  const call = (name: string, ...given: (number | boolean)[]) =>
    exports[name]!(...given.map(Number));

  /** Writes to `result` what `images` give through a filter, turned or not. */
  function convolve(
    images: Images,
    { filter, isTurned }: { filter: DeviceArray; isTurned: boolean },
    { bias, rectifies }: { bias: number; rectifies: boolean },
    result: DeviceArray,
  ): void {
    const [batch = 0, height = 0, width = 0, outputs = 0] = result.shape;
    const inputs = images.shape[3]!;
    const filterBytes = FLOAT * POINTS * inputs * outputs;
    withBlock(filterBytes + 4 * POINTS * inputs, (panels) => {
      call('packWinograd', addressOf(filter), isTurned, inputs, outputs, panels);
      call(
        'winograd',
        ...[images.address, panels, bias, addressOf(result), rectifies],
        ...[batch, height, width],
        ...linesOf(images),
        ...[panels + filterBytes, inputs, outputs],
      );
    });
  }

  return {
    conv2d(x, filter, bias, windows, activation) {
      const sizes = convolutionSizes(x.shape, filter.shape, windows);
      if (!suits(sizes)) return direct.conv2d(x, filter, bias, windows, activation);
      const { batch, outHeight, outWidth, outChannels } = sizes;
      const result = output([batch, outHeight, outWidth, outChannels]);
      const zeros = [
        zerosFor(outHeight, sizes.height, sizes.padTop),
        zerosFor(outWidth, sizes.width, sizes.padLeft),
      ] as const;
      withZeros(module, memory, imagesOf(x), zeros, (images) => {
        const finish = { bias: addressOf(bias), rectifies: activation === 'relu' };
        convolve(images, { filter, isTurned: false }, finish, result);
      });
      return result;
    },
    conv2dInputGradient(dy, filter, inputShape, windows) {
      const sizes = convolutionSizes(inputShape, filter.shape, windows);
      if (!suits(sizes)) return direct.conv2dInputGradient(dy, filter, inputShape, windows);
      const result = output(inputShape);
      const zeros = [
        zerosFor(sizes.height, sizes.outHeight, 2 - sizes.padTop),
        zerosFor(sizes.width, sizes.outWidth, 2 - sizes.padLeft),
      ] as const;
      withZeros(module, memory, imagesOf(dy), zeros, (images) =>
        convolve(images, { filter, isTurned: true }, { bias: 0, rectifies: false }, result),
      );
      return result;
    },
    conv2dFilterGradient(dy, x, filterShape, windows) {
      const sizes = convolutionSizes(x.shape, filterShape, windows);
      if (!suits(sizes)) return direct.conv2dFilterGradient(dy, x, filterShape, windows);
      const { batch, outHeight, outWidth, inChannels, outChannels } = sizes;
      const tiles = batch * Math.ceil(outHeight / 2) * Math.ceil(outWidth / 2);
      const parts = call('winogradFilterParts', tiles, inChannels, outChannels);
      const partialBytes = FLOAT * POINTS * parts * inChannels * outChannels;
      const listBytes = 4 * POINTS * call('tilesAtOnce', inChannels, outChannels);
      const zeros = [
        zerosFor(outHeight, sizes.height, sizes.padTop),
        zerosFor(outWidth, sizes.width, sizes.padLeft),
      ] as const;
      const result = output(filterShape);
      withBlock(partialBytes + listBytes, (partials) =>
        withZeros(module, memory, imagesOf(x), zeros, (images) =>
          call(
            'winogradFilter',
            ...[images.address, addressOf(dy), partials, addressOf(result)],
            ...[batch, outHeight, outWidth],
            ...linesOf(images),
            ...[partials + partialBytes, inChannels, outChannels],
          ),
        ),
      );
      return result;
    },
  };
}
