/**
 * Spatters the image with drops of mud.
 *
 *   drops: where a blurred random field is above its threshold; blurred by 1.5 pixels, and cut where
 *   less than 0.8 is left
 *   value ← value · (1 − drop) + tone · drop
 *
 * `cover` sets the threshold: about so large a share of the field is above it, of which the cut leaves
 * the inner parts. Colour: mud is grey. What to expect: patches hide strokes, and dark grey ones appear
 * beside them.
 *
 * MNIST-C's `spatter` has a field of mean 0.65, deviation 0.3, threshold 0.65: a cover of ½, of
 * grain 1 and tone 63/255 (Mu and Gilmer 2019, arXiv:1906.02337).
 */
import { number } from '../core/options.ts';
import { createGaussianFilter, noiseLeftBy } from './imaging/gaussianFilter.ts';
import { clip, defineTransform } from './transform.ts';

const SOFTNESS = 1.5; // pixels
const CUT = 0.8;

export const spatter = defineTransform({
  id: 'spatter',
  label: 'Spatter',
  summary: 'Spatters the image with drops of mud that hide what lies under them.',
  reference: 'Mu and Gilmer 2019, MNIST-C, arXiv:1906.02337',
  group: 'overlay',
  example: { cover: 0.5 },
  options: {
    cover: number({
      label: 'Spatter',
      help: 'How much is hit: about this share, of which the inner parts stay.',
      default: 0,
      min: 0,
      max: 1,
    }),
    grain: number({
      label: 'Grain',
      help: 'How large drops are.',
      default: 1,
      min: 0.5,
      max: 4,
      unit: 'pixels',
    }),
    tone: number({
      label: 'Tone',
      help: 'Grey of the mud, where black is 0 and full is 1.',
      default: 63 / 255,
      min: 0,
      max: 1,
    }),
  },

  change({ cover, grain, tone }, { height, width, channels }) {
    const plane = { height, width, channels: 1 };
    const gather = createGaussianFilter(plane, grain, 'nearest');
    const soften = createGaussianFilter(plane, SOFTNESS, 'nearest');
    const threshold = thresholdFor(cover) * noiseLeftBy(grain);
    const drops = new Float64Array(height * width);
    return (values, random) => {
      if (cover === 0) return;
      for (let i = 0; i < drops.length; i++) drops[i] = random.normal(i);
      gather(drops);
      for (let i = 0; i < drops.length; i++) drops[i] = drops[i]! > threshold ? 1 : 0;
      soften(drops);
      for (let i = 0; i < values.length; i++) {
        const drop = drops[Math.floor(i / channels)]!;
        if (drop >= CUT) values[i] = clip(values[i]! * (1 - drop) + tone * drop);
      }
    };
  },
});

/** What about that share of a standard normal lies above: the logistic's, within 0.01 of the share. */
function thresholdFor(share: number): number {
  return Math.log((1 - share) / share) / 1.702;
}
