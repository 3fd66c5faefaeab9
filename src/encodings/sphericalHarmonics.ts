/**
 * Real spherical harmonics, of an equirectangular picture: the waves of a sphere.
 *
 *   coords   [rows, 2]; φ = π x, ϑ = π (y + 1) / 2 from the north pole at the top to the south pole at
 *            the bottom; past an edge the angles go on, around or over the pole
 *   features [rows, (degree + 1)²]: Y_l,m at l² + l + m for l = 0 … degree, m = −l … l
 *
 *   Y_l,0 = K P_l(cos ϑ),  Y_l,m = √2 K P_l^m(cos ϑ) cos mφ,  Y_l,−m = √2 K P_l^m(cos ϑ) sin mφ
 *
 * orthonormal over the sphere, with the sign (−1)^m of Condon and Shortley within P_l^m: SciPy's
 * complex harmonics in real and imaginary parts, and tiny-cuda-nn's, whose "degree 4" ends with l = 3.
 * A rotation of the sphere mixes the harmonics of one degree among themselves and changes nothing
 * between degrees. A higher degree tells nearer places apart; about degree l, waves are 180° / l long.
 *
 * Computed as polynomials of the unit vector, so that the poles are places like any other.
 *
 * Rußwurm et al. 2023, arXiv:2310.06743; Müller et al. 2022, arXiv:2201.05989 (tiny-cuda-nn).
 */
import { integer } from '../core/options.ts';
import type { Ops, Tensor } from '../core/ops.ts';
import { defineEncoding } from './encoding.ts';
import { planeFault } from './terms/plane.ts';
import { harmonicsOf } from './terms/polar.ts';
import { unitVectorOf } from './terms/sphere.ts';

/**
 * P_l^m(z) / sin^m ϑ for l = m … degree, polynomials of z = cos ϑ: a list of [rows, 1]. By
 * (l − m + 1) P_l+1 = (2l + 1) z P_l − (l + m) P_l−1, from P_m = (−1)^m (2m − 1)!!
 */
function legendreOf(ops: Ops, z: Tensor, order: number, degree: number): Tensor[] {
  let first = 1;
  for (let m = 1; m <= order; m++) first *= -(2 * m - 1);
  const terms = [ops.constant(new Float64Array(z.shape[0]!).fill(first), z.shape)];
  if (degree > order) terms.push(ops.affine(z, (2 * order + 1) * first));
  for (let l = order + 1; l < degree; l++) {
    const share = l - order + 1;
    const grown = ops.affine(ops.mul(z, terms[l - order]!), (2 * l + 1) / share);
    const before = ops.affine(terms[l - order - 1]!, (l + order) / share);
    terms.push(ops.sub(grown, before));
  }
  return terms;
}

/** √((2l + 1) / 4π · (l − m)! / (l + m)!), and √2 of it where m > 0. */
function scaleOf(degree: number, order: number): number {
  let ratio = order > 0 ? 2 : 1;
  for (let k = degree - order + 1; k <= degree + order; k++) ratio /= k;
  return Math.sqrt(((2 * degree + 1) / (4 * Math.PI)) * ratio);
}

export const sphericalHarmonics = defineEncoding({
  id: 'spherical-harmonics',
  label: 'Spherical harmonics',
  summary:
    'The waves of a sphere, coarse to fine: orthogonal, without seam or poles. A rotation mixes only those of one degree.',
  reference: 'Rußwurm et al. 2023, arXiv:2310.06743',
  knob: 'degree',
  options: {
    degree: integer({
      label: 'Highest degree',
      help: 'Waves as short as 180° / degree; (degree + 1)² features. Higher: nearer places told apart.',
      default: 4,
      min: 1,
      max: 8,
    }),
  },
  fault: (_, plane) => planeFault(plane),
  outputWidth: ({ degree }) => (degree + 1) ** 2,
  parameters: () => [],
  encode(ops, _parameter, coords, { options: { degree } }) {
    const vector = unitVectorOf(ops, coords);
    const z = ops.slice(vector, 1, 2, 1);
    // sin^m ϑ cos mφ and sin^m ϑ sin mφ: the powers of x + iy.
    const { cosines, sines } = harmonicsOf(ops, ops.slice(vector, 1, 0, 2), degree);
    const features = new Array<Tensor>((degree + 1) ** 2);
    for (let m = 0; m <= degree; m++) {
      legendreOf(ops, z, m, degree).forEach((term, i) => {
        const l = m + i;
        const middle = l * l + l;
        const scaled = ops.affine(term, scaleOf(l, m));
        if (m === 0) features[middle] = scaled;
        else {
          features[middle + m] = ops.mul(scaled, cosines[m - 1]!);
          features[middle - m] = ops.mul(scaled, sines[m - 1]!);
        }
      });
    }
    return ops.concat(features, 1);
  },
});
