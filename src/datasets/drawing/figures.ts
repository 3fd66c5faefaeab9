/**
 * Drawing small grey figures on black, one per image, for the datasets that the page makes itself.
 *
 *   images uint8 [count, side, side, 1]   0 = black, 255 = full
 *
 * Only + − × ÷ and square roots are used, which IEEE 754 fixes to the last bit: every browser draws
 * the very same bytes. Sines and cosines would not.
 */
import type { RandomStream } from '../../core/random.ts';
import type { ImageSet } from '../dataset.ts';

export interface Figure {
  /** Pixels from the image's left and top edge; a pixel's centre lies at ½. */
  readonly centreX: number;
  readonly centreY: number;
  /** Pixels from the centre beyond which, on either axis, the figure is black. */
  readonly reach: number;
  /** 0 = black, 1 = full. */
  readonly brightness: number;
  /** How full the figure is at an offset from its centre in pixels, 0 to 1. */
  intensity(x: number, y: number): number;
}

/** The next number of the dataset's stream, in [low, high). */
export type Draw = (low: number, high: number) => number;

/** Images of one figure each; the classes take turns, so that each has its share. */
export function drawFigures(
  { count, side, classes }: { count: number; side: number; classes: number },
  stream: RandomStream,
  figureOf: (label: number, draw: Draw) => Figure,
): ImageSet {
  const images = new Uint8Array(count * side * side);
  const labels = Uint8Array.from({ length: count }, (_, image) => image % classes);
  let drawn = 0;
  const draw: Draw = (low, high) => low + (high - low) * stream.uniform(drawn++);
  labels.forEach((label, image) => {
    const view = images.subarray(image * side * side, (image + 1) * side * side);
    paint(view, side, figureOf(label, draw));
  });
  return { count, images, labels };
}

function paint(image: Uint8Array, side: number, figure: Figure): void {
  const { centreX, centreY, reach, brightness } = figure;
  const first = (centre: number) => Math.max(0, Math.floor(centre - reach));
  const last = (centre: number) => Math.min(side - 1, Math.ceil(centre + reach));
  for (let row = first(centreY); row <= last(centreY); row++) {
    for (let column = first(centreX); column <= last(centreX); column++) {
      const value = figure.intensity(column + 0.5 - centreX, row + 0.5 - centreY);
      image[row * side + column] = Math.round(255 * brightness * value);
    }
  }
}
