/**
 * How bright each pixel is: 0.2125 red + 0.7154 green + 0.0721 blue, as scikit-image's `rgb2gray`;
 * the mean where there are not three channels.
 */
import type { ImageSize } from '../../core/geometry.ts';

const RGB = [0.2125, 0.7154, 0.0721];

/** @returns [height * width] in `plane` */
export function readLuminance(
  values: Float32Array,
  { channels }: ImageSize,
  plane: Float64Array,
): void {
  const weights = channels === 3 ? RGB : Array<number>(channels).fill(1 / channels);
  for (let pixel = 0; pixel < plane.length; pixel++) {
    let sum = 0;
    for (let i = 0; i < channels; i++) sum += weights[i]! * values[pixel * channels + i]!;
    plane[pixel] = sum;
  }
}
