/**
 * Integrated log-linear waves: what a wave looks like on average over a pixel, not at its centre.
 *
 *   coords   [rows, dimensions], each in [-1, 1]
 *   features [rows, 2 * dimensions * octaves] all sines, then all cosines, axis by axis, octave by
 *            octave: sin(2^k π x) · exp(−½ (2^k π σ)²), the mean over a Gaussian of deviation σ
 *            (+ dimensions raw coordinates at the end when asked)
 *
 * Waves too fast for the footprint fade to 0 by themselves, so octaves can be added without noise
 * and the footprint becomes the knob: 0 is the log-linear encoding; about half a pixel and more is
 * smooth. σ is measured in pixels of the grid that the model is trained on, along each axis.
 *
 * Barron et al. 2021, arXiv:2103.13415 (mip-NeRF), section 3.1, for an isotropic footprint.
 */
import { integer, number, toggle } from '../core/options.ts';
import { defineEncoding } from './encoding.ts';
import { pixelsAlong } from './terms/plane.ts';
import { alongEachAxis, octavesOf, sinesAndCosines } from './terms/waves.ts';

export const integrated = defineEncoding({
  id: 'integrated',
  label: 'Integrated (mip-NeRF)',
  summary:
    'Log-linear waves averaged over a pixel: what is too fast to be seen fades instead of adding noise.',
  reference: 'Barron et al. 2021, arXiv:2103.13415',
  knob: 'footprint',
  options: {
    footprint: number({
      label: 'Footprint',
      help: 'Deviation of the blur. 0.29 is a square pixel; larger fades fast waves: smoother.',
      default: 0.29,
      min: 0,
      max: 8,
      unit: 'pixels',
    }),
    octaves: integer({
      label: 'Octaves',
      help: 'Each adds a wave twice as fast; those finer than the footprint vanish by themselves.',
      default: 6,
      min: 1,
      max: 10,
    }),
    includeRaw: toggle({
      label: 'Raw coordinates, too',
      help: 'Adds x and y as they are, as log-linear does.',
      default: true,
    }),
  },
  outputWidth: ({ octaves, includeRaw }, { dimensions }) =>
    2 * dimensions * octaves + (includeRaw ? dimensions : 0),
  parameters: () => [],
  encode(ops, _parameter, coords, { options: { footprint, octaves, includeRaw }, plane }) {
    const factors = octavesOf(octaves);
    const fading = Array.from({ length: plane.dimensions }, (_, axis) => {
      const deviation = (footprint * 2) / pixelsAlong(plane, axis);
      return factors.map((factor) => Math.exp(-((factor * deviation) ** 2) / 2));
    }).flat();
    const waved = sinesAndCosines(
      ops,
      ops.matMul(coords, alongEachAxis(ops, factors, plane.dimensions)),
    );
    const faded = ops.mul(waved, ops.constant([...fading, ...fading], [1, 2 * fading.length]));
    return includeRaw ? ops.concat([faded, coords], 1) : faded;
  },
});
