/**
 * Images without meaning, whose share of black pixels is known.
 *
 *   dense   every pixel is lit
 *   sparse  19 % of the pixels are lit, as in MNIST: those on the ridges of a few random waves
 */
import { createRandom, type RandomStream } from '../../src/core/random.ts';

export type Drawing = 'dense' | 'sparse';

/** Of MNIST's pixels, those that are not black. */
export const LIT = 0.19;
const WAVES = 4;

interface ImageSize {
  readonly count: number;
  readonly side: number;
  readonly channels: number;
}

/** [count, side, side, channels] */
export function drawImages(drawing: Drawing, { count, side, channels }: ImageSize): Uint8Array {
  const stream = createRandom(1).stream(`bench/${drawing}`);
  const pixels = side * side;
  const images = Uint8Array.from(
    { length: count * pixels * channels },
    (_, entry) => 1 + stream.integer(entry, 255),
  );
  if (drawing === 'dense') return images;
  for (let image = 0; image < count; image++) {
    for (const pixel of darkPixels(stream, image, side)) {
      const begin = (image * pixels + pixel) * channels;
      images.fill(0, begin, begin + channels);
    }
  }
  return images;
}

/** All but the LIT share of the pixels with the largest sum of waves. */
function darkPixels(stream: RandomStream, image: number, side: number): number[] {
  const waves = Array.from({ length: WAVES }, (_, wave) => {
    const at = 3 * (image * WAVES + wave);
    return [stream.normal(at) * 4, stream.normal(at + 1) * 4, stream.uniform(at + 2) * 6] as const;
  });
  const height = (pixel: number) => {
    const x = (pixel % side) / side;
    const y = Math.floor(pixel / side) / side;
    return waves.reduce((sum, [a, b, phase]) => sum + Math.sin(a * x + b * y + phase), 0);
  };
  const order = Array.from({ length: side * side }, (_, pixel) => pixel)
    .map((pixel) => [height(pixel), pixel] as const)
    .sort(([a], [b]) => a - b)
    .map(([, pixel]) => pixel);
  return order.slice(0, Math.round((1 - LIT) * side * side));
}
