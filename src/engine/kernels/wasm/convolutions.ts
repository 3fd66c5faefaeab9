/**
 * Convolutions (assembly/convolution.ts, assembly/filterGradient.ts). Zeros are laid around images
 * first, so that every window is whole and is read where it lies.
 *
 * The gradient for the image is a convolution of the upstream gradient with the filter turned by half
 * a turn. With a stride s, pixels whose places leave different rests mod s meet different taps: each
 * pair of rests is a phase, with a filter of its own.
 */
import { convolutionSizes } from '../../../core/host/convolution.ts';
import type { DeviceArray, Kernels } from '../../../core/kernels.ts';
import type { ConvolutionSizes } from '../../../core/loops/convolution.ts';
import { sizeOf } from '../../../core/shapes.ts';
import { at, imagesOf, runsOf, stepsOf, withZeros, type Images, type Zeros } from './images.ts';
import { addressOf, type WasmMemory } from './memory.ts';
import type { WasmModule } from './module.ts';

export type Convolutions = Pick<Kernels, 'conv2d' | 'conv2dInputGradient' | 'conv2dFilterGradient'>;

const FLOAT = 4;

/** Room for a list of so many entries, and of the few that complete a tile. */
const listBytes = (entries: number) => 4 * (entries + 8);

/** One phase of the gradient for an image, along one axis. */
interface Phase {
  /** The first tap of the filter, of how many. */
  readonly tap: number;
  readonly taps: number;
  /** The first pixel, of how many. */
  readonly pixel: number;
  readonly count: number;
  /** Where the first window begins in the upstream gradient, where the last one ends. */
  readonly begin: number;
  readonly end: number;
}

/** Zeros that make windows whole; pixels that no window reaches count as none. */
const zerosAlong = (length: number, count: number, kernel: number, before: number, s: number) => ({
  before,
  after: Math.max(0, (count - 1) * s + kernel - before - length),
});

function zerosAround(sizes: ConvolutionSizes): [Zeros, Zeros] {
  const { height, width, kernelHeight, kernelWidth, stride } = sizes;
  return [
    zerosAlong(height, sizes.outHeight, kernelHeight, sizes.padTop, stride),
    zerosAlong(width, sizes.outWidth, kernelWidth, sizes.padLeft, stride),
  ];
}

/** Pixel s · m + tap − before meets output m − j by tap + s · j. */
function phasesAlong(length: number, kernel: number, before: number, stride: number): Phase[] {
  return Array.from({ length: stride }, (_, tap) => {
    const taps = Math.max(0, Math.ceil((kernel - tap) / stride));
    const first = Math.ceil(Math.max(0, before - tap) / stride);
    const last = Math.floor((length - 1 + before - tap) / stride);
    return {
      tap,
      taps,
      pixel: stride * first + tap - before,
      count: last - first + 1,
      begin: first - taps + 1,
      end: last + 1,
    };
  }).filter(({ count }) => count > 0);
}

/** Zeros around an upstream gradient of so many places that every phase finds its windows whole. */
function zerosOf(phases: readonly Phase[], places: number): Zeros {
  const meeting = phases.filter(({ taps }) => taps > 0);
  return {
    before: Math.max(0, ...meeting.map(({ begin }) => -begin)),
    after: Math.max(0, ...meeting.map(({ end }) => end - places)),
  };
}

export function convolutionKernels(module: WasmModule, memory: WasmMemory): Convolutions {
  const { exports } = module;
  const { output, withBlock } = memory;
  const call = (name: string, ...given: (number | boolean)[]) =>
    exports[name]!(...given.map(Number));

  /** Runs `body` with room for a filter, packed, and for the list of a window's entries. */
  function withFilter(
    inner: number,
    columns: number,
    body: (panels: number, entries: number) => void,
  ): void {
    const panels = FLOAT * call('filterFloats', inner, columns);
    withBlock(panels + listBytes(inner), (address) => body(address, address + panels));
  }

  function phaseGradient(
    [down, across]: readonly [Phase, Phase],
    upstream: Images,
    [top, left]: readonly [Zeros, Zeros],
    filter: DeviceArray,
    result: Images,
    stride: number,
  ): void {
    const [batch = 0, , , inputs = 0] = result.shape;
    const [kernelHeight = 0, kernelWidth = 0, , outputs = 0] = filter.shape;
    const isMet = down.taps * across.taps > 0;
    const [rows, columns] = isMet ? [down.taps, across.taps] : [0, 0];
    withFilter(rows * columns * outputs, inputs, (panels, entries) => {
      const kernel = [kernelHeight, kernelWidth, inputs, outputs] as const;
      call('packTurnedFilter', addressOf(filter), ...kernel, down.tap, across.tap, stride, panels);
      const from = isMet ? at(upstream, top.before + down.begin, left.before + across.begin) : 0;
      call(
        'convolve',
        ...[from, panels, at(result, down.pixel, across.pixel), false],
        ...[batch, down.count, across.count],
        ...stepsOf(upstream, 1),
        ...stepsOf(result, stride),
        ...runsOf(upstream, rows, columns),
        ...[entries, inputs],
      );
    });
  }

  return {
    conv2d(x, filter, bias, windows, activation) {
      const sizes = convolutionSizes(x.shape, filter.shape, windows);
      const { batch, outHeight, outWidth, outChannels, kernelHeight, kernelWidth } = sizes;
      const inner = kernelHeight * kernelWidth * sizes.inChannels;
      const result = output([batch, outHeight, outWidth, outChannels]);
      withFilter(inner, outChannels, (panels, entries) => {
        call('packFilter', addressOf(filter), addressOf(bias), inner, outChannels, panels);
        withZeros(module, memory, imagesOf(x), zerosAround(sizes), (images) =>
          call(
            'convolve',
            ...[images.address, panels, addressOf(result), activation === 'relu'],
            ...[batch, outHeight, outWidth],
            ...stepsOf(images, windows.stride),
            ...stepsOf(imagesOf(result), 1),
            ...runsOf(images, kernelHeight, kernelWidth),
            ...[entries, outChannels],
          ),
        );
      });
      return result;
    },
    conv2dInputGradient(dy, filter, inputShape, windows) {
      const sizes = convolutionSizes(inputShape, filter.shape, windows);
      const { height, width, kernelHeight, kernelWidth, stride } = sizes;
      const down = phasesAlong(height, kernelHeight, sizes.padTop, stride);
      const across = phasesAlong(width, kernelWidth, sizes.padLeft, stride);
      const zeros: [Zeros, Zeros] = [
        zerosOf(down, sizes.outHeight),
        zerosOf(across, sizes.outWidth),
      ];
      const result = output(inputShape);
      withZeros(module, memory, imagesOf(dy), zeros, (upstream) => {
        for (const row of down) {
          for (const column of across) {
            phaseGradient([row, column], upstream, zeros, filter, imagesOf(result), stride);
          }
        }
      });
      return result;
    },
    conv2dFilterGradient(dy, x, filterShape, windows) {
      const sizes = convolutionSizes(x.shape, filterShape, windows);
      const { batch, outHeight, outWidth, outChannels, kernelHeight, kernelWidth } = sizes;
      const inner = kernelHeight * kernelWidth * sizes.inChannels;
      const places = batch * outHeight * outWidth;
      const parts = call('filterGradientParts', places, inner, outChannels);
      const result = output(filterShape);
      const partialBytes = FLOAT * parts * sizeOf(filterShape);
      withBlock(partialBytes + listBytes(inner), (partials) => {
        const entries = partials + partialBytes;
        withZeros(module, memory, imagesOf(x), zerosAround(sizes), (images) =>
          call(
            'filterGradient',
            ...[images.address, addressOf(dy), partials, addressOf(result)],
            ...[batch, outHeight, outWidth],
            ...stepsOf(images, windows.stride),
            ...runsOf(images, kernelHeight, kernelWidth),
            ...[entries, outChannels],
          ),
        );
      });
      return result;
    },
  };
}
