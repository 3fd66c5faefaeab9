/**
 * Draws the image out to one side, as a moving camera does.
 *
 *   result(p) = Σ_i weight_i · source(p + i steps along the direction, to the nearest pixel)
 *   weight_i ∝ exp(−i² / 2 softness²), i from 0 to 2 · radius: the near end is the strongest
 *
 * Beyond the edge the image goes on as its last pixel. What to expect: strokes along the motion
 * stay, those across it fade.
 *
 * As ImageMagick's `motion-blur`. MNIST-C's has radius 10, softness 3 and a direction drawn from
 * ±45° for each image (Mu and Gilmer 2019, arXiv:1906.02337); values are not rounded to 8 bits here.
 */
import { integer, number } from '../core/options.ts';
import { clip, defineTransform, type ImageSize } from './transform.ts';

export const motionBlur = defineTransform({
  id: 'motion-blur',
  label: 'Motion blur',
  summary: 'Draws the image out to one side: strokes along the motion stay, others fade.',
  reference: 'Mu and Gilmer 2019, MNIST-C, arXiv:1906.02337',
  group: 'blur',
  example: { radius: 10 },
  options: {
    radius: integer({
      label: 'Motion blur',
      help: 'Half of how many pixels the motion covers.',
      default: 0,
      min: 0,
      max: 20,
      unit: 'pixels',
    }),
    softness: number({
      label: 'Softness',
      help: 'Standard deviation of how the far end fades.',
      default: 3,
      min: 0.5,
      max: 15,
      unit: 'pixels',
    }),
    direction: number({
      label: 'Direction',
      help: 'Where the trail goes: 0 to the left, 90 upwards.',
      default: 0,
      min: -180,
      max: 180,
      unit: '°',
    }),
    spread: number({
      label: 'Spread',
      help: 'Each image has a direction of its own, up to this far from the one above.',
      default: 0,
      min: 0,
      max: 180,
      unit: '°',
    }),
  },

  change({ radius, softness, direction, spread }, size) {
    const weights = fadingWeights(2 * radius + 1, softness);
    const work = new Float64Array(size.height * size.width * size.channels);
    return (values, random) => {
      if (radius === 0) return;
      const angle = direction + spread * (2 * random.uniform(0) - 1);
      drawOut(values, work, size, weights, (angle * Math.PI) / 180);
      for (let i = 0; i < work.length; i++) values[i] = clip(work[i]!);
    };
  },
});

function fadingWeights(length: number, deviation: number): Float64Array {
  const weights = Float64Array.from({ length }, (_, i) => Math.exp(-0.5 * (i / deviation) ** 2));
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}

function drawOut(
  values: Float32Array,
  result: Float64Array,
  { height, width, channels }: ImageSize,
  weights: Float64Array,
  radians: number,
): void {
  result.fill(0);
  weights.forEach((weight, i) => {
    const right = Math.ceil(i * Math.cos(radians) - 0.5);
    const down = Math.ceil(i * Math.sin(radians) - 0.5);
    for (let row = 0; row < height; row++) {
      const from = Math.min(height - 1, Math.max(0, row + down)) * width;
      for (let column = 0; column < width; column++) {
        const source = (from + Math.min(width - 1, Math.max(0, column + right))) * channels;
        const at = (row * width + column) * channels;
        for (let channel = 0; channel < channels; channel++) {
          result[at + channel]! += weight * values[source + channel]!;
        }
      }
    }
  });
}
