/**
 * Cuts a window out of the image and enlarges it to the whole size.
 *
 *   result(p) = source(share · p + (1 − share) · place)   in [-1, 1]²
 *   place (x, y): −1 = the window lies at the left or top edge, 1 = at the right or bottom one
 *
 * What to expect: as with scale, strokes grow; and what lies outside the window is gone. Beyond the
 * image's edge values fade to 0 as in every other transform; a crop that is resized by itself would
 * repeat its last pixels there.
 *
 * As `random resized crop` of Szegedy et al. 2014, arXiv:1409.4842, with its aspect kept.
 */
import { number, toggle } from '../core/options.ts';
import { defineTransform } from './transform.ts';

export const crop = defineTransform({
  id: 'crop',
  label: 'Crop and rescale',
  summary: 'Cuts a window out and enlarges it to the whole size. What lies outside is gone.',
  reference: 'Szegedy et al. 2014, arXiv:1409.4842',
  group: 'geometry',
  example: { share: 0.72 },
  strengths: [0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
  options: {
    share: number({
      label: 'Crop and rescale',
      help: 'Side of the window, where 1 is the whole image.',
      default: 1,
      min: 0.25,
      max: 1,
    }),
    x: number({
      label: 'Place x',
      help: 'Where the window lies: −1 at the left edge, 1 at the right one.',
      default: 0,
      min: -1,
      max: 1,
    }),
    y: number({
      label: 'Place y',
      help: 'Where the window lies: −1 at the top edge, 1 at the bottom one.',
      default: 0,
      min: -1,
      max: 1,
    }),
    anywhere: toggle({
      label: 'Anywhere',
      help: 'Each image has its window at a place of its own.',
      default: false,
    }),
  },

  drawsMap: ({ anywhere }) => anywhere,
  inverse({ share, x, y, anywhere }, _size, random) {
    const slack = 1 - share;
    const placeX = slack * (anywhere ? 2 * random.uniform(0) - 1 : x);
    const placeY = slack * (anywhere ? 2 * random.uniform(1) - 1 : y);
    return (atX, atY) => [share * atX + placeX, share * atY + placeY];
  },
});
