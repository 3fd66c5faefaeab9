/**
 * How the values of images lie in an array, and their way to [count, height, width, channels]:
 *
 *   [count, height, width]              grey
 *   [count, height, width, channels]    as it is
 *   [count, channels, height, width]    where only that gives at most 4 channels
 *   [count, values]                     flat: grey, or colours, interleaved or one plane after another
 */
import { LabError } from '../../../core/errors.ts';
import { shapeText, type Shape } from '../../../core/shapes.ts';
import { expectRoomFor } from '../../importing/limits.ts';
import type { Reading } from '../../importing/reading.ts';
import type { Numbers } from './arraySource.ts';

export type ImageShape = readonly [count: number, height: number, width: number, channels: number];

export interface ImageLayout {
  readonly shape: ImageShape;
  /** Values of one colour lie together: planes, to be interleaved. */
  readonly planes: boolean;
}

/** Pixels a side; more is no data for small networks. */
const LARGEST_SIDE = 4096;
export const MOST_CHANNELS = 4;

/** @param shape of rank 3 or 4 */
export function layoutOf(name: string, shape: Shape, reading: Reading): ImageLayout {
  const layout = layoutByRank(shape);
  if (shape.includes(0)) throw emptyImages(name, shape);
  const [, height, width, channels] = layout.shape;
  if (channels > MOST_CHANNELS || Math.max(height, width) > LARGEST_SIDE) {
    throw new LabError('image-size', {
      found: `${name}, whose sizes are ${shapeText(shape)}`,
      expected: `count, height, width (at most ${LARGEST_SIDE}), channels (at most ${MOST_CHANNELS})`,
      fix: 'order the dimensions so, channels last',
    });
  }
  expectRoomFor(name, layout.shape);
  if (layout.planes && channels > 1) {
    reading.remark('The files store one colour after another; their pixels were put together.');
  }
  return layout;
}

function layoutByRank(shape: Shape): ImageLayout {
  const [count = 0, second = 0, third = 0, fourth] = shape;
  const isPlanes = fourth !== undefined && fourth > MOST_CHANNELS && second <= MOST_CHANNELS;
  return isPlanes
    ? { shape: [count, third, fourth, second], planes: true }
    : { shape: [count, second, third, fourth ?? 1], planes: false };
}

function emptyImages(name: string, shape: Shape): LabError {
  return new LabError('empty-dataset', {
    found: `${name}, whose sizes ${shapeText(shape)} hold no pixel`,
    expected: 'at least two images',
    fix: 'choose another file',
  });
}

/**
 * How flat images are laid out: a square of grey pixels or of colours, else the height is asked.
 *
 * @param sample some values of the first images, whole images, by which planes are told
 */
export function layoutOfFlat(
  name: string,
  [count = 0, values = 0]: Shape,
  sample: Numbers,
  reading: Reading,
): ImageLayout {
  if (count === 0 || values === 0) throw emptyImages(name, [count, values]);
  const channels = [1, 3, 4].find((each) => Number.isInteger(Math.sqrt(values / each)));
  if (channels === undefined) return askHeight(name, count, values, reading);
  const side = Math.sqrt(values / channels);
  const shape = [count, side, side, channels] as const;
  if (channels === 1) return layoutOf(name, shape.slice(0, 3), reading);
  const planes = askPlanes(shape, sample, reading);
  layoutOf(name, shape, reading);
  return { shape, planes };
}

function askHeight(name: string, count: number, values: number, reading: Reading): ImageLayout {
  const heights = Array.from({ length: values - 2 }, (_, index) => index + 2).filter(
    (height) => values % height === 0 && height <= LARGEST_SIDE && values / height <= LARGEST_SIDE,
  );
  if (heights.length === 0) {
    throw new LabError('image-size', {
      found: `${name}, images of ${values} values each`,
      expected: 'a number of values that rows and columns multiply to, such as 784 = 28 × 28',
      fix: 'leave out columns that are no pixels',
    });
  }
  const height = reading.ask(
    {
      id: 'image-height',
      label: 'Size of the images',
      help: `Each has ${values} values, which is no square. Height × width:`,
      choices: heights.map((each) => ({
        value: String(each),
        label: `${each} × ${values / each} pixels`,
      })),
    },
    null,
  );
  return layoutOf(name, [count, Number(height), values / Number(height)], reading);
}

function askPlanes(shape: ImageShape, sample: Numbers, reading: Reading): boolean {
  const answer = reading.ask(
    {
      id: 'colour-order',
      label: 'Order of the colours',
      help: `Each image has ${shape[1] * shape[2] * shape[3]} values: ${shapeText(shape.slice(1))}.`,
      choices: [
        { value: 'interleaved', label: 'Pixel by pixel: red, green, blue, red, green, blue, …' },
        {
          value: 'planes',
          label: 'Colour by colour: all red values, then all green, then all blue',
        },
      ],
    },
    looksPlanar(shape, sample) ? 'planes' : 'interleaved',
  );
  return answer === 'planes';
}

/** Whichever order makes neighbours more alike, right and below. */
function looksPlanar([, , width, channels]: ImageShape, sample: Numbers): boolean {
  const planar = differenceAt(sample, 1) + differenceAt(sample, width);
  const interleaved = differenceAt(sample, channels) + differenceAt(sample, width * channels);
  return planar < interleaved;
}

/** Mean absolute difference of values so many places apart. */
function differenceAt(values: Numbers, distance: number): number {
  let sum = 0;
  for (let at = distance; at < values.length; at++) {
    sum += Math.abs(values[at]! - values[at - distance]!);
  }
  return sum / Math.max(1, values.length - distance);
}

/** Planes to pixels, in place: [count, channels, pixels] to [count, pixels, channels]. */
export async function interleave(
  images: Uint8Array,
  [count, height, width, channels]: ImageShape,
  reading: Pick<Reading, 'progress'>,
): Promise<void> {
  const pixels = height * width;
  const size = pixels * channels;
  const planes = new Uint8Array(size); // of one image
  for (let image = 0; image < count; image++) {
    const begin = image * size;
    planes.set(images.subarray(begin, begin + size));
    for (let channel = 0; channel < channels; channel++) {
      const plane = channel * pixels;
      for (let pixel = 0, at = begin + channel; pixel < pixels; pixel++, at += channels) {
        images[at] = planes[plane + pixel]!;
      }
    }
    if (image % 256 === 0) await reading.progress(image, count, 'Ordering colours');
  }
}

/** Values of the first images, by which their layout is told. */
export const SAMPLE_IMAGES = 32;
