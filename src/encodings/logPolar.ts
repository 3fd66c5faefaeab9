/**
 * Log-polar coordinates: waves of the logarithm of the distance, and waves around the circle.
 *
 *   coords   [rows, 2], each in [-1, 1]; on images that are not square the longer side keeps that
 *            range
 *   features [rows, 2 * octaves + 2 * harmonics] in [-1, 1]: sin(2^k π ℓ), cos(2^k π ℓ) for each
 *            octave, then cos mθ, then sin mθ for m = 1 … harmonics;
 *            ℓ = 2 ln(1 + r / ε) / ln(1 + √2 / ε) − 1, −1 at the centre and 1 at a corner
 *
 * Turning an image shifts the angle; resizing it shifts ℓ, except within the core ε, which keeps the
 * logarithm finite. As in an eye, the middle is told finely and the rim coarsely: a smaller core
 * is finer still. The centre has no direction and is told 0 for all harmonics.
 *
 * Schwartz 1977, "Spatial mapping in the primate sensory projection" (Biol. Cybernetics 25);
 * Esteves et al. 2017, arXiv:1709.01889.
 */
import { integer, number } from '../core/options.ts';
import { defineEncoding } from './encoding.ts';
import { planeFault } from './terms/plane.ts';
import { harmonicsOf, isotropic, radiusOf } from './terms/polar.ts';
import { alongEachAxis, octavesOf, sinesAndCosines } from './terms/waves.ts';

export const logPolar = defineEncoding({
  id: 'log-polar',
  label: 'Log-polar',
  summary:
    'Waves of the logarithm of the distance and around the circle: turning and resizing become shifts.',
  reference: 'Esteves et al. 2017, arXiv:1709.01889',
  knob: 'octaves',
  options: {
    octaves: integer({
      label: 'Octaves of distance',
      help: 'Each adds rings twice as fine. Few: smooth from the middle outwards.',
      default: 3,
      min: 1,
      max: 8,
    }),
    harmonics: integer({
      label: 'Harmonics of angle',
      help: 'Waves around the circle. More tell nearer directions apart.',
      default: 4,
      min: 1,
      max: 16,
    }),
    core: number({
      label: 'Core',
      help: 'Within it distance counts evenly, beyond by its logarithm. Small: the middle finest.',
      default: 1,
      min: 0.05,
      max: 16,
      unit: 'pixels',
    }),
  },
  fault: (_, plane) => planeFault(plane),
  outputWidth: ({ octaves, harmonics }) => 2 * octaves + 2 * harmonics,
  parameters: () => [],
  encode(ops, _parameter, coords, { options: { octaves, harmonics, core }, plane }) {
    const place = isotropic(ops, coords, plane);
    const radius = radiusOf(ops, place); // [rows, 1]
    const epsilon = (2 * core) / Math.max(plane.height, plane.width);
    const logarithm = ops.log(ops.affine(radius, 1 / epsilon, 1));
    const level = ops.affine(logarithm, 2 / Math.log(1 + Math.SQRT2 / epsilon), -1); // ℓ
    const rings = sinesAndCosines(
      ops,
      ops.matMul(level, alongEachAxis(ops, octavesOf(octaves), 1)),
    );
    const { cosines, sines } = harmonicsOf(ops, ops.div(place, radius), harmonics);
    return ops.concat([rings, ...cosines, ...sines], 1);
  },
});
