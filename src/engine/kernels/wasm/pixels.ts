/**
 * The rows of pixel models (assembly/pixels.ts, pooling.ts, poolingGradients.ts, logSumExp.ts,
 * logSumExpGradient.ts). The module takes four columns at a time; narrower rows, and what would not fit
 * into a thread's scratch memory, go through the plain loops.
 */
import { pixelDenseSizes } from '../../../core/host/products.ts';
import type { Kernels } from '../../../core/kernels.ts';
import type { PixelLayout } from '../../../core/pixels.ts';
import { addressOf, type WasmMemory } from './memory.ts';
import type { WasmModule } from './module.ts';

type Pixelwise = Pick<
  Kernels,
  'pixelDense' | 'pixelDenseGradient' | 'poolPixels' | 'poolPixelsGradient'
>;

const FEWEST_COLUMNS = 4;
const MOST_COLUMNS = 2 ** 14;
const MOST_PLACES = 2 ** 17;
/** Numbers before the lists of a layout: assembly/layout.ts. */
const HEADER = 7;
/** Of assembly/pooling.ts. */
const poolingCodes = { sum: 0, max: 1 };

export function pixelKernels(
  { exports, heap }: WasmModule,
  memory: WasmMemory,
  plain: Pixelwise,
): Pixelwise {
  const { output, withBlock } = memory;
  const call = (name: string, ...given: (number | boolean)[]) =>
    exports[name]!(...given.map(Number));
  const takes = ({ places }: PixelLayout, width: number) =>
    width >= FEWEST_COLUMNS && width <= MOST_COLUMNS && places <= MOST_PLACES;

  /** Runs `body` with the address of a layout in the form that the module reads. */
  function withLayout(layout: PixelLayout, body: (address: number) => void): void {
    const lists = [layout.placeOf, layout.members, layout.firstMember];
    const length = lists.reduce((sum, list) => sum + list.length, HEADER);
    withBlock(4 * length, (address) => {
      const { kind, images, places, rows } = layout;
      const integers = heap.integers(address, length);
      integers.set([Number(kind === 'sparse'), images, places, rows]);
      let at = HEADER;
      lists.forEach((list, i) => {
        integers[4 + i] = address + 4 * at;
        integers.set(list, at);
        at += list.length;
      });
      body(address);
    });
  }

  /** Runs `body` with the addresses of blocks of so many numbers each. */
  function withBlocks(lengths: readonly number[], body: (addresses: number[]) => void): void {
    const total = lengths.reduce((sum, length) => sum + roundUp(length), 0);
    withBlock(4 * total, (first) => {
      let at = first;
      body(
        lengths.map((length) => {
          at += 4 * roundUp(length);
          return at - 4 * roundUp(length);
        }),
      );
    });
  }

  const blockNumbers = ({ places }: PixelLayout, width: number) =>
    width * call('poolingBlocks', places);

  return {
    pixelDense(values, offset, slope, layout, activation) {
      const { channels, width, slopePerPlace } = pixelDenseSizes(values.shape, slope.shape);
      if (!takes(layout, width)) return plain.pixelDense(values, offset, slope, layout, activation);
      const result = output([layout.rows, width]);
      const ends = [values, offset, slope, result].map(addressOf);
      const rectifies = activation === 'relu';
      withLayout(layout, (at) =>
        call('pixelDense', ...ends, at, channels, width, slopePerPlace, rectifies),
      );
      return result;
    },

    pixelDenseGradient(dz, values, slopeShape, layout) {
      const { channels, width, slopePerPlace } = pixelDenseSizes(values.shape, slopeShape);
      if (!takes(layout, width)) return plain.pixelDenseGradient(dz, values, slopeShape, layout);
      const [offset, slope] = [output([layout.places, width]), output(slopeShape)];
      const ends = [dz, values, offset, slope].map(addressOf);
      const chunks = slopePerPlace ? 0 : call('placeChunks', layout.places);
      withBlocks([chunks * channels * width], ([partials]) => {
        withLayout(layout, (at) =>
          call('pixelDenseGradient', ...ends, partials!, at, channels, width, slopePerPlace),
        );
        if (!slopePerPlace) slope.data.set(heap.floats(partials!, channels * width));
      });
      return { offset, slope };
    },

    poolPixels(x, layout, pooling) {
      const width = x.shape[1]!;
      if (!takes(layout, width)) return plain.poolPixels(x, layout, pooling);
      const result = output([layout.images, width]);
      const blocks = blockNumbers(layout, width);
      if (pooling === 'logSumExp') {
        const shares = layout.kind === 'sparse' ? layout.rows * width : 0;
        withBlocks([width, shares, blocks], (room) =>
          withLayout(layout, (at) =>
            call('logSumExp', addressOf(x), ...room, addressOf(result), at, width),
          ),
        );
      } else {
        withBlocks([blocks], (room) =>
          withLayout(layout, (at) => {
            const ends = [addressOf(x), ...room, addressOf(result)];
            call('pool', ...ends, at, width, poolingCodes[pooling]);
          }),
        );
      }
      return result;
    },

    poolPixelsGradient(dy, x, y, layout, pooling) {
      const width = x.shape[1]!;
      if (!takes(layout, width)) return plain.poolPixelsGradient(dy, x, y, layout, pooling);
      const result = output(x.shape);
      const [upstream, rows, pooled, to] = [dy, x, y, result].map(addressOf);
      const ofImages = layout.images * width;
      withLayout(layout, (at) => {
        const back = (name: string, given: readonly number[], room: readonly number[]) =>
          withBlocks(room, (addresses) => call(name, ...given, ...addresses, to!, at, width));
        if (pooling === 'sum') back('sumGradient', [upstream!], [width]);
        else if (pooling === 'max') {
          const room = [blockNumbers(layout, width), ofImages];
          back('largestGradient', [upstream!, rows!, pooled!], room);
        } else {
          back('logSumExpGradient', [upstream!, rows!, pooled!], [width, ofImages, layout.images]);
        }
      });
      return result;
    },
  };
}

/** Numbers in whole cache lines. */
const roundUp = (numbers: number) => 16 * Math.ceil(numbers / 16);
