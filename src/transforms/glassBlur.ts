/**
 * As seen through structured glass: blurred, pixels swapped with neighbours, blurred again.
 *
 *   blur; cut down to 8-bit levels; then, `passes` times and from the last pixel to the first, each
 *   pixel but those at the rim swaps by a coin with one up to `reach` up and left of it, up to
 *   `reach` − 1 down and right; blur
 *
 * What to expect: strokes dissolve at their edges while their place stays. Colour: the channels of a
 * pixel stay together.
 *
 * MNIST-C's `glass_blur` has deviation 0.7, reach 1, 2 passes (Mu and Gilmer 2019, arXiv:1906.02337).
 * The original swaps grey pixels alone correctly: of coloured ones it overwrites one.
 */
import { integer, number } from '../core/options.ts';
import type { RandomStream } from '../core/random.ts';
import { createGaussianFilter } from './imaging/gaussianFilter.ts';
import { clip, defineTransform, type ImageSize } from './transform.ts';

/** A level that was stored as float32 must not fall to the one below: k / 255 · 255 < k for some. */
const ROUNDING = 1e-4;

export const glassBlur = defineTransform({
  id: 'glass-blur',
  label: 'Glass blur',
  summary: 'As through structured glass: blurs, swaps neighbouring pixels, and blurs again.',
  reference: 'Mu and Gilmer 2019, MNIST-C, arXiv:1906.02337',
  group: 'blur',
  example: { deviation: 0.7, passes: 2 },
  options: {
    deviation: number({
      label: 'Glass blur',
      help: 'Standard deviation of the blur before and after pixels are swapped.',
      default: 0,
      min: 0,
      max: 2,
      unit: 'pixels',
    }),
    passes: integer({
      label: 'Passes',
      help: 'How often every pixel may swap with a neighbour.',
      default: 0,
      min: 0,
      max: 5,
    }),
    reach: integer({
      label: 'Reach',
      help: 'How far away the other pixel may be.',
      default: 1,
      min: 1,
      max: 4,
      unit: 'pixels',
    }),
  },

  change({ deviation, passes, reach }, size) {
    const blur = createGaussianFilter(size, deviation, 'nearest');
    const work = new Float64Array(size.height * size.width * size.channels);
    return (values, random) => {
      if (deviation === 0 && passes === 0) return;
      work.set(values);
      blur(work);
      for (let i = 0; i < work.length; i++) {
        work[i] = Math.floor(255 * work[i]! + ROUNDING) / 255;
      }
      for (let pass = 0; pass < passes; pass++) swapNeighbours(work, size, reach, pass, random);
      blur(work);
      for (let i = 0; i < work.length; i++) values[i] = clip(work[i]!);
    };
  },
});

function swapNeighbours(
  values: Float64Array,
  { height, width, channels }: ImageSize,
  reach: number,
  pass: number,
  random: RandomStream,
): void {
  for (let row = height - reach; row > reach; row--) {
    for (let column = width - reach; column > reach; column--) {
      const pixel = row * width + column;
      const draw = 4 * (pass * height * width + pixel);
      if (random.uniform(draw) < 0.5) continue;
      const right = random.integer(draw + 1, 2 * reach) - reach;
      const down = random.integer(draw + 2, 2 * reach) - reach;
      const other = pixel + down * width + right;
      for (let channel = 0; channel < channels; channel++) {
        const held = values[pixel * channels + channel]!;
        values[pixel * channels + channel] = values[other * channels + channel]!;
        values[other * channels + channel] = held;
      }
    }
  }
}
