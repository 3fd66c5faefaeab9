/**
 * A cylinder: x is an angle, so the left edge meets the right one; y is the height.
 *
 *   coords   [rows, 2]; x may be any number, x and x + 2 are one place; |y| ≤ 1 inside
 *   features in [-1, 1], of around = (1, cos mα, sin mα for m = 1 … harmonics), α = π x,
 *            and of upright = (1, cos(π k (y + 1) / 2) for k = 1 … levels)
 *            products: [rows, (1 + 2 * harmonics) * (1 + levels) − 1], each with each, upright running
 *                      fastest, without 1 · 1
 *            apart:    [rows, 2 * harmonics + levels]
 *
 * For panoramas. A picture that is turned about the upright axis shifts only the phases of its
 * harmonics. Only whole frequencies fit around, so there is no seam; more of them tell nearer angles
 * apart. Products know where on the cylinder a place is, apart it is told its angle and its height.
 *
 * Kim et al. 2020, arXiv:2007.10588 (CyCNN), for images on a cylinder; Ahmed, Natarajan and Rao 1974,
 * "Discrete cosine transform", for the features of the height.
 */
import { choice, integer } from '../core/options.ts';
import type { Ops, Tensor } from '../core/ops.ts';
import { defineEncoding } from './encoding.ts';
import { planeFault } from './terms/plane.ts';
import { harmonicsOf } from './terms/polar.ts';
import { longitudeOf } from './terms/sphere.ts';

/** cos mα for m = 1 … harmonics, then sin mα: [rows, 2] → [rows, 2 * harmonics] */
function wavesAround(ops: Ops, coords: Tensor, harmonics: number): Tensor {
  const { cosine, sine } = longitudeOf(ops, coords);
  const { cosines, sines } = harmonicsOf(ops, ops.concat([cosine, sine], 1), harmonics);
  return ops.concat([...cosines, ...sines], 1);
}

/** cos(π k (y + 1) / 2) for k = 1 … levels: [rows, 2] → [rows, levels] */
function wavesUpright(ops: Ops, coords: Tensor, levels: number): Tensor {
  const quarterTurns = Float64Array.from({ length: levels }, (_, i) => ((i + 1) * Math.PI) / 2);
  const fromTop = ops.affine(ops.slice(coords, 1, 1, 1), 1, 1);
  return ops.cos(ops.matMul(fromTop, ops.constant(quarterTurns, [1, levels])));
}

/** Each of a with each of b, b running fastest: [rows, a], [rows, b] → [rows, a * b] */
function productsOf(ops: Ops, a: Tensor, b: Tensor): Tensor {
  const [rows, ofA] = a.shape as [number, number];
  const ofB = b.shape[1]!;
  const products = ops.mul(ops.reshape(a, [rows, ofA, 1]), ops.reshape(b, [rows, 1, ofB]));
  return ops.reshape(products, [rows, ofA * ofB]);
}

export const cylindrical = defineEncoding({
  id: 'cylindrical',
  label: 'Cylindrical',
  summary:
    'The image around a cylinder: its left edge meets its right one, without a seam. For panoramas.',
  reference: 'Kim et al. 2020, arXiv:2007.10588',
  knob: 'harmonics',
  options: {
    harmonics: integer({
      label: 'Harmonics',
      help: 'Waves around the cylinder. More tell nearer angles apart.',
      default: 6,
      min: 1,
      max: 16,
    }),
    levels: integer({
      label: 'Waves of the height',
      help: 'Cosines from the top to the bottom. More tell nearer heights apart.',
      default: 6,
      min: 1,
      max: 16,
    }),
    arrangement: choice({
      label: 'Arrangement',
      help: 'Products know places on the cylinder; apart, angle and height are told one by one.',
      default: 'product',
      choices: [
        { value: 'product', label: 'Products' },
        { value: 'apart', label: 'Apart' },
      ],
    }),
  },
  fault: (_, plane) => planeFault(plane),
  outputWidth: ({ harmonics, levels, arrangement }) =>
    arrangement === 'apart' ? 2 * harmonics + levels : (1 + 2 * harmonics) * (1 + levels) - 1,
  parameters: () => [],
  encode(ops, _parameter, coords, { options: { harmonics, levels, arrangement } }) {
    const around = wavesAround(ops, coords, harmonics);
    const upright = wavesUpright(ops, coords, levels);
    if (arrangement === 'apart') return ops.concat([around, upright], 1);
    // (1, around) ⊗ (1, upright) without 1 · 1: what is upright alone, then the products.
    const rows = coords.shape[0]!;
    const one = ops.constant(new Float64Array(rows).fill(1), [rows, 1]);
    const products = productsOf(ops, around, ops.concat([one, upright], 1));
    return ops.concat([upright, products], 1);
  },
});
