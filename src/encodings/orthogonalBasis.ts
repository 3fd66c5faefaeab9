/**
 * Orthogonal functions of each axis, or their products: polynomials or cosines, coarse to fine.
 *
 *   coords   [rows, dimensions], held within [-1, 1] (polynomials explode outside)
 *   features per axis: [rows, dimensions * order], φ_1 … φ_order of x, then of y
 *            product:  [rows, (order + 1)^dimensions], φ_i(x) φ_j(y) from φ_0 = 1, y running fastest
 *
 *   cosine     cos(π k (c + 1) / 2): DCT-II, exactly orthogonal on the pixel grid
 *   Chebyshev  T_k(c), T_k+1 = 2 c T_k − T_k−1: crowded towards the edges
 *   Legendre   P_k(c), (k + 1) P_k+1 = (2k + 1) c P_k − k P_k−1: orthogonal over the square
 *
 * All lie in [-1, 1]. The highest order is the knob: low is smooth. A product to the order
 * pixels − 1 tells every pixel exactly apart, as a table does.
 *
 * Ahmed, Natarajan and Rao 1974, "Discrete cosine transform" (IEEE Trans. Computers C-23);
 * Chebyshev 1854 and Legendre 1785 for the polynomials.
 */
import { choice, integer } from '../core/options.ts';
import type { Ops, Tensor } from '../core/ops.ts';
import { defineEncoding } from './encoding.ts';
import { clamp, productOfAxes, sideBySide } from './terms/axes.ts';
import { widthFault } from './terms/plane.ts';

/** φ_0 … φ_order by φ_k+1 = a_k · x · φ_k − b_k · φ_k−1: [rows, dimensions] → [rows, dimensions, order + 1] */
function byRecurrence(
  ops: Ops,
  x: Tensor,
  order: number,
  coefficients: (k: number) => readonly [number, number],
): Tensor {
  const terms = [ops.constant(new Float64Array(x.shape[0]! * x.shape[1]!).fill(1), x.shape), x];
  for (let k = 1; k < order; k++) {
    const [a, b] = coefficients(k);
    const grown = ops.affine(ops.mul(x, terms[k]!), a);
    terms.push(ops.sub(grown, b === 1 ? terms[k - 1]! : ops.affine(terms[k - 1]!, b)));
  }
  const columns = terms.map((term) => ops.reshape(term, [...x.shape, 1]));
  return ops.concat(columns, 2);
}

function cosines(ops: Ops, x: Tensor, order: number): Tensor {
  const halfTurns = Float64Array.from({ length: order + 1 }, (_, k) => (Math.PI * k) / 2);
  const factors = ops.constant(halfTurns, [1, 1, order + 1]);
  const fromEdge = ops.affine(ops.reshape(x, [...x.shape, 1]), 1, 1);
  return ops.cos(ops.mul(fromEdge, factors));
}

const bases = {
  cosine: cosines,
  chebyshev: (ops: Ops, x: Tensor, order: number) => byRecurrence(ops, x, order, () => [2, 1]),
  legendre: (ops: Ops, x: Tensor, order: number) =>
    byRecurrence(ops, x, order, (k) => [(2 * k + 1) / (k + 1), k / (k + 1)]),
};

const widthOf = (arrangement: 'axes' | 'product', order: number, dimensions: number) =>
  arrangement === 'axes' ? dimensions * order : (order + 1) ** dimensions;

export const orthogonalBasis = defineEncoding({
  id: 'orthogonal-basis',
  label: 'Cosines or polynomials (DCT)',
  summary:
    'Orthogonal functions from coarse to fine: the cosines of JPEG, or Chebyshev and Legendre polynomials.',
  reference: 'Ahmed, Natarajan and Rao 1974, "Discrete cosine transform"',
  knob: 'order',
  options: {
    order: integer({
      label: 'Highest order',
      help: 'Low: smooth over the image. Pixels − 1 is all that the grid can hold.',
      default: 8,
      min: 1,
      max: 31,
    }),
    basis: choice({
      label: 'Functions',
      help: 'Cosines are orthogonal on the pixel grid; polynomials bend fastest near the edges.',
      default: 'cosine',
      choices: [
        { value: 'cosine', label: 'Cosine (DCT)' },
        { value: 'chebyshev', label: 'Chebyshev' },
        { value: 'legendre', label: 'Legendre' },
      ],
    }),
    arrangement: choice({
      label: 'Arrangement',
      help: 'Products know corners and spots, at many more features.',
      default: 'axes',
      choices: [
        { value: 'axes', label: 'Per axis' },
        { value: 'product', label: 'Products' },
      ],
    }),
  },
  fault: ({ order, arrangement }, { dimensions }) =>
    widthFault(
      widthOf(arrangement, order, dimensions),
      'choose a lower order, or one set per axis',
    ),
  outputWidth: ({ order, arrangement }, { dimensions }) => widthOf(arrangement, order, dimensions),
  parameters: () => [],
  encode(ops, _parameter, coords, { options: { order, basis, arrangement } }) {
    const terms = bases[basis](ops, clamp(ops, coords, -1, 1), order); // [rows, dimensions, order + 1]
    if (arrangement === 'product') return productOfAxes(ops, terms);
    return sideBySide(ops, ops.slice(terms, 2, 1, order));
  },
});
