/**
 * Polar coordinates: how far from the middle, and in which direction.
 *
 *   coords   [rows, 2], each in [-1, 1]; on images that are not square the longer side keeps that
 *            range, so that a circle of pixels is a circle
 *   features [rows, 1 + 2 * harmonics]: r in [0, √2] inside, then cos mθ for m = 1 … harmonics,
 *            then sin mθ
 *
 * Turning an image about its middle shifts only the angle. More harmonics tell nearer directions
 * apart; along r it stays as coarse as raw coordinates. The centre has no direction: it is told 0
 * for all harmonics, the mean over all directions. That is a jump, for its neighbours are told ±1;
 * faded harmonics, (r / √2)^m cos mθ with r held at √2, have none, and are smooth polynomials of x
 * and y.
 *
 * Esteves et al. 2017, arXiv:1709.01889 (polar transformer networks), for the coordinates.
 */
import { integer, toggle } from '../core/options.ts';
import { defineEncoding } from './encoding.ts';
import { clamp } from './terms/axes.ts';
import { planeFault } from './terms/plane.ts';
import { harmonicsOf, isotropic, radiusOf } from './terms/polar.ts';

export const polar = defineEncoding({
  id: 'polar',
  label: 'Polar',
  summary: 'Distance and direction from the middle: a turned image shifts only its angles.',
  reference: 'Esteves et al. 2017, arXiv:1709.01889',
  knob: 'harmonics',
  options: {
    harmonics: integer({
      label: 'Harmonics',
      help: 'Waves around the circle. More tell nearer directions apart.',
      default: 4,
      min: 1,
      max: 16,
    }),
    faded: toggle({
      label: 'Fade to the centre',
      help: 'High harmonics vanish near the middle, where directions crowd: no jump at the centre.',
      default: false,
    }),
  },
  fault: (_, plane) => planeFault(plane),
  outputWidth: ({ harmonics }) => 1 + 2 * harmonics,
  parameters: () => [],
  encode(ops, _parameter, coords, { options: { harmonics, faded }, plane }) {
    const place = isotropic(ops, coords, plane);
    const radius = radiusOf(ops, place); // [rows, 1]
    const direction = ops.div(place, radius);
    const share = () => ops.affine(clamp(ops, radius, 0, Math.SQRT2), Math.SQRT1_2);
    const pair = faded ? ops.mul(direction, share()) : direction;
    const { cosines, sines } = harmonicsOf(ops, pair, harmonics);
    return ops.concat([radius, ...cosines, ...sines], 1);
  },
});
