/**
 * Hides a rectangle of the image.
 *
 *   value ← tone where |x − x of the middle| and |y − y of the middle| are below `size`, in [-1, 1]²
 *
 * What to expect: moved over an image, it shows which places a model needs. Colour: a grey patch.
 *
 * DeVries and Taylor 2017, "Improved regularization of convolutional neural networks with cutout",
 * arXiv:1708.04552.
 */
import { pixelCentre } from '../core/coordinates.ts';
import { number, toggle } from '../core/options.ts';
import { defineTransform } from './transform.ts';

export const occlusion = defineTransform({
  id: 'occlusion',
  label: 'Occlusion',
  summary: 'Hides a rectangle. Move it over the image to see which places a model needs.',
  reference: 'DeVries and Taylor 2017, arXiv:1708.04552',
  group: 'overlay',
  example: { size: 0.4, tone: 0.5 },
  options: {
    size: number({
      label: 'Occlusion',
      help: 'Side of what is hidden, as a share of the image’s side.',
      default: 0,
      min: 0,
      max: 1,
    }),
    x: number({
      label: 'Place x',
      help: 'Its middle: −1 is the left edge, 1 the right one.',
      default: 0,
      min: -1,
      max: 1,
    }),
    y: number({
      label: 'Place y',
      help: 'Its middle: −1 is the top edge, 1 the bottom one.',
      default: 0,
      min: -1,
      max: 1,
    }),
    tone: number({
      label: 'Tone',
      help: 'Its grey, where black is 0 and full is 1.',
      default: 0,
      min: 0,
      max: 1,
    }),
    anywhere: toggle({
      label: 'Anywhere',
      help: 'Each image has its patch at a place of its own.',
      default: false,
    }),
  },

  change:
    ({ size, x, y, tone, anywhere }, { height, width, channels }) =>
    (values, random) => {
      const middleX = anywhere ? 2 * random.uniform(0) - 1 : x;
      const middleY = anywhere ? 2 * random.uniform(1) - 1 : y;
      for (let row = 0; row < height; row++) {
        if (Math.abs(pixelCentre(row, height) - middleY) >= size) continue;
        for (let column = 0; column < width; column++) {
          if (Math.abs(pixelCentre(column, width) - middleX) >= size) continue;
          const start = (row * width + column) * channels;
          values.fill(tone, start, start + channels);
        }
      }
    },
});
