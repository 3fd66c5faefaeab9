/** Sines and cosines of phases, and the matrices that make phases of coordinates. */
import type { Ops, Tensor } from '../../core/ops.ts';

/** All sines, then all cosines: [rows, waves] in radians → [rows, 2 * waves] in [-1, 1]. */
export function sinesAndCosines(ops: Ops, phase: Tensor): Tensor {
  return ops.concat([ops.sin(phase), ops.cos(phase)], 1);
}

/**
 * A matrix that multiplies each axis by factors of its own: [dimensions, Σ factors], axis by axis.
 * `coords · matrix` then lists every factor of x, every factor of y.
 */
export function alongAxes(ops: Ops, factors: readonly (readonly number[])[]): Tensor {
  const width = factors.reduce((sum, each) => sum + each.length, 0);
  const matrix = new Float64Array(factors.length * width);
  let column = 0;
  factors.forEach((own, axis) => {
    for (const factor of own) matrix[axis * width + column++] = factor;
  });
  return ops.constant(matrix, [factors.length, width]);
}

/** The same factors along each of `dimensions` axes. */
export function alongEachAxis(ops: Ops, factors: readonly number[], dimensions: number): Tensor {
  return alongAxes(
    ops,
    Array.from({ length: dimensions }, () => factors),
  );
}

/** π, 2π, 4π … radians per unit: the octaves of NeRF. */
export function octavesOf(count: number): number[] {
  return Array.from({ length: count }, (_, octave) => 2 ** octave * Math.PI);
}
