/**
 * Lays fog over the image: a random pattern, coarse and fine at once, that light adds up with.
 *
 *   value ← (value + strength · fog) · brightest / (brightest + strength), fog in [0, 1]
 *
 * Each image has fog of its own. Colour: the same fog in every channel. What to expect: the ground is
 * no longer black, and unevenly so; ink pales.
 *
 * The fog is a corner of a plasma fractal of side 256, or the next power of two that holds the image.
 * MNIST-C's `fog` has strength 3, decay 1.4 (Mu and Gilmer 2019, arXiv:1906.02337).
 */
import { number } from '../core/options.ts';
import type { RandomStream } from '../core/random.ts';
import { drawPlasma } from './imaging/plasma.ts';
import { clip, defineTransform } from './transform.ts';

const LEAST_SIDE = 256;

export const fog = defineTransform({
  id: 'fog',
  label: 'Fog',
  summary: 'Lays uneven fog over the image: ink pales, and the ground is no longer black.',
  reference: 'Mu and Gilmer 2019, MNIST-C, arXiv:1906.02337',
  group: 'overlay',
  example: { strength: 3, decay: 1.4 },
  options: {
    strength: number({
      label: 'Fog',
      help: 'Light of the fog, where 1 is as much as full ink.',
      default: 0,
      min: 0,
      max: 5,
    }),
    decay: number({
      label: 'Smoothness',
      help: 'By how much finer parts of the fog are weaker than coarser ones.',
      default: 2,
      min: 1.1,
      max: 4,
    }),
  },

  change({ strength, decay }, { height, width, channels }) {
    let side = LEAST_SIDE;
    while (side < Math.max(height, width)) side *= 2;
    const heights = new Float64Array(strength > 0 ? side * side : 0);
    return (values, random) => {
      if (strength === 0) return;
      drawPlasma(heights, side, decay, coarseUniform(random));
      const brightest = values.reduce((a, b) => Math.max(a, b), 0);
      const share = brightest / (brightest + strength);
      for (let i = 0; i < values.length; i++) {
        const pixel = Math.floor(i / channels);
        const place = Math.floor(pixel / width) * side + (pixel % width);
        values[i] = clip((values[i]! + strength * heights[place]!) * share);
      }
    };
  },
});

/** 16 bits a draw, at the middle of their step: fog has 65,535 draws, and half of them is half the time. */
function coarseUniform(random: RandomStream): (draw: number) => number {
  return (draw) => (((random.bits(draw >>> 1) >>> (16 * (draw & 1))) & 0xffff) + 0.5) / 0x10000;
}
