/**
 * A position of an equirectangular picture as a unit vector, and as waves around its axis.
 *
 *   φ = π x           longitude: the left and the right edge are one line
 *   ϑ = π (y + 1) / 2 from the north pole (top edge) to the south pole (bottom edge)
 *
 * Past an edge the angles go on, around or over the pole, so every position is a place on the sphere.
 */
import type { Ops, Tensor } from '../../core/ops.ts';

/** cos φ and sin φ, φ = π x: [rows, 2] → two of [rows, 1] */
export function longitudeOf(ops: Ops, coords: Tensor): { cosine: Tensor; sine: Tensor } {
  const angle = ops.affine(ops.slice(coords, 1, 0, 1), Math.PI);
  return { cosine: ops.cos(angle), sine: ops.sin(angle) };
}

/** (sin ϑ cos φ, sin ϑ sin φ, cos ϑ): [rows, 2] → [rows, 3] */
export function unitVectorOf(ops: Ops, coords: Tensor): Tensor {
  const polar = ops.affine(ops.slice(coords, 1, 1, 1), Math.PI / 2, Math.PI / 2);
  const fromAxis = ops.sin(polar);
  const { cosine, sine } = longitudeOf(ops, coords);
  return ops.concat([ops.mul(fromAxis, cosine), ops.mul(fromAxis, sine), ops.cos(polar)], 1);
}
