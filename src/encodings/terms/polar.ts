/**
 * A place seen from the middle of the image: how far, and in which direction.
 *
 * The direction of the centre itself does not exist. It comes out as (0, 0), which is the mean over
 * all directions, so that a pixel in the very middle (of an image of odd size) gets a finite answer
 * that prefers no side. No atan2: it jumps where the angle wraps.
 */
import type { Ops, Tensor } from '../../core/ops.ts';
import type { Plane } from '../encoding.ts';

/** Keeps the square root's slope finite at 0; the radius there is 1e-6 instead of 0. */
const LEAST_SQUARE = 1e-12;

/** √(Σ x²): [rows, dimensions] → [rows, 1] */
export function radiusOf(ops: Ops, coords: Tensor): Tensor {
  const square = ops.sum(ops.square(coords), [1]);
  return ops.reshape(ops.sqrt(ops.affine(square, 1, LEAST_SQUARE)), [coords.shape[0]!, 1]);
}

/**
 * Coordinates in which a circle of pixels is a circle: the longer side of the image keeps [-1, 1].
 */
export function isotropic(ops: Ops, coords: Tensor, { height, width }: Plane): Tensor {
  if (height === width) return coords;
  const longer = Math.max(height, width);
  return ops.mul(coords, ops.constant([width / longer, height / longer], [1, 2]));
}

/**
 * cos mθ and sin mθ for m = 1 … count, by repeated multiplication of (x + iy): [rows, 2] → two
 * lists of [rows, 1]. From a pair of length ρ instead of 1 they come out as ρ^m cos mθ, ρ^m sin mθ.
 */
export function harmonicsOf(
  ops: Ops,
  pair: Tensor,
  count: number,
): { cosines: Tensor[]; sines: Tensor[] } {
  const x = ops.slice(pair, 1, 0, 1);
  const y = ops.slice(pair, 1, 1, 1);
  const cosines = [x];
  const sines = [y];
  for (let order = 1; order < count; order++) {
    const cosine = cosines[order - 1]!;
    const sine = sines[order - 1]!;
    cosines.push(ops.sub(ops.mul(cosine, x), ops.mul(sine, y)));
    sines.push(ops.add(ops.mul(sine, x), ops.mul(cosine, y)));
  }
  return { cosines, sines };
}
