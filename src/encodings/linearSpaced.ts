/**
 * Waves along each axis whose frequencies are evenly spaced, up to the finest that pixels can show.
 *
 *   coords   [rows, dimensions], each in [-1, 1]
 *   features [rows, 2 * dimensions * waves] sin(π f x), then cos(π f x), axis by axis;
 *            f from 1 to share * pixels / 2 in equal steps
 *            (+ dimensions raw coordinates at the end when asked)
 *
 * At f = pixels / 2 (Nyquist) a wave changes sign from pixel to pixel. A lower share is smoother.
 * Equal steps resolve fine places evenly, where octaves leave gaps between high frequencies.
 *
 * Jaegle et al. 2021, arXiv:2103.03206 (Perceiver), section 3.2.
 */
import { integer, number, toggle } from '../core/options.ts';
import { defineEncoding } from './encoding.ts';
import { pixelsAlong } from './terms/plane.ts';
import { alongAxes, sinesAndCosines } from './terms/waves.ts';

export const linearSpaced = defineEncoding({
  id: 'linear-spaced',
  label: 'Linear-spaced (Perceiver)',
  summary: 'Waves along each axis in equal steps of frequency, up to what the pixels can show.',
  reference: 'Jaegle et al. 2021, arXiv:2103.03206',
  knob: 'share',
  options: {
    waves: integer({
      label: 'Frequencies',
      help: 'Along each axis; each gives a sine and a cosine.',
      default: 14,
      min: 1,
      max: 64,
    }),
    share: number({
      label: 'Highest frequency',
      help: 'Small: smooth over the image. 1: the finest wave changes sign from pixel to pixel.',
      default: 0.5,
      min: 0.05,
      max: 1,
      unit: '× Nyquist',
    }),
    includeRaw: toggle({
      label: 'Raw coordinates, too',
      help: 'Adds x and y as they are: an anchor that no wave repeats.',
      default: true,
    }),
  },
  outputWidth: ({ waves, includeRaw }, { dimensions }) =>
    2 * dimensions * waves + (includeRaw ? dimensions : 0),
  parameters: () => [],
  encode(ops, _parameter, coords, { options: { waves, share, includeRaw }, plane }) {
    const factors = Array.from({ length: plane.dimensions }, (_, axis) => {
      const highest = (share * pixelsAlong(plane, axis)) / 2;
      const step = waves > 1 ? (highest - 1) / (waves - 1) : 0;
      return Array.from({ length: waves }, (_unused, wave) => Math.PI * (1 + step * wave));
    });
    const waved = sinesAndCosines(ops, ops.matMul(coords, alongAxes(ops, factors)));
    return includeRaw ? ops.concat([waved, coords], 1) : waved;
  },
});
