/**
 * Places on a sphere, of an equirectangular picture: the unit vector, and waves of it.
 *
 *   coords   [rows, 2]; φ = π x, ϑ = π (y + 1) / 2 from the north pole at the top to the south pole at
 *            the bottom; past an edge the angles go on, around or over the pole
 *   features [rows, 3 + 6 * octaves] in [-1, 1]: v = (sin ϑ cos φ, sin ϑ sin φ, cos ϑ), then
 *            sin(2^k π v) for each octave k of each component, then cos(2^k π v)
 *
 * No seam and no pole: places that are near on the sphere are told nearly the same, also where the
 * picture tears them apart. More octaves tell nearer places apart. The waves lie along three axes of
 * space, so a rotation changes them other than by a phase: spherical harmonics are its kin.
 *
 * Mai et al. 2023, arXiv:2306.17624 (Sphere2Vec); the octaves are those of Mildenhall et al. 2020,
 * arXiv:2003.08934 (NeRF), for directions.
 */
import { integer } from '../core/options.ts';
import { defineEncoding } from './encoding.ts';
import { planeFault } from './terms/plane.ts';
import { unitVectorOf } from './terms/sphere.ts';
import { alongEachAxis, octavesOf, sinesAndCosines } from './terms/waves.ts';

export const spherical = defineEncoding({
  id: 'spherical',
  label: 'Spherical',
  summary:
    'The picture around a sphere, as a direction in space and waves of it: neither seam nor poles.',
  reference: 'Mai et al. 2023, arXiv:2306.17624',
  knob: 'octaves',
  options: {
    octaves: integer({
      label: 'Octaves',
      help: 'Waves of the direction, each twice as fast. 0: the direction alone, smooth and coarse.',
      default: 3,
      min: 0,
      max: 8,
    }),
  },
  fault: (_, plane) => planeFault(plane),
  outputWidth: ({ octaves }) => 3 + 6 * octaves,
  parameters: () => [],
  encode(ops, _parameter, coords, { options: { octaves } }) {
    const vector = unitVectorOf(ops, coords);
    if (octaves === 0) return vector;
    const phase = ops.matMul(vector, alongEachAxis(ops, octavesOf(octaves), 3)); // [rows, 3 * octaves]
    return ops.concat([vector, sinesAndCosines(ops, phase)], 1);
  },
});
