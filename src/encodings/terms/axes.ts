/** Coordinates axis by axis: held inside the image, measured against marks, multiplied out. */
import type { Ops, Tensor } from '../../core/ops.ts';

/** Holds every entry within [low, high]. */
export function clamp(ops: Ops, x: Tensor, low: number, high: number): Tensor {
  const above = ops.relu(ops.affine(x, 1, -low));
  const excess = ops.relu(ops.affine(x, 1, -high));
  return ops.affine(ops.sub(above, excess), 1, low);
}

/** What is measured along each axis, side by side: [rows, dimensions, entries] → [rows, dimensions * entries]. */
export function sideBySide(ops: Ops, perAxis: Tensor): Tensor {
  const [rows, dimensions, entries] = perAxis.shape as [number, number, number];
  return ops.reshape(perAxis, [rows, dimensions * entries]);
}

/**
 * Every product of an entry of each axis: [rows, dimensions, entries] → [rows, entries ^ dimensions],
 * the last axis running fastest.
 */
export function productOfAxes(ops: Ops, perAxis: Tensor): Tensor {
  const [rows, dimensions, entries] = perAxis.shape as [number, number, number];
  const along = (axis: number) => ops.reshape(ops.slice(perAxis, 1, axis, 1), [rows, 1, entries]);
  let product = ops.reshape(along(0), [rows, entries]);
  for (let axis = 1; axis < dimensions; axis++) {
    const before = product.shape[1]!;
    const pairs = ops.mul(ops.reshape(product, [rows, before, 1]), along(axis));
    product = ops.reshape(pairs, [rows, before * entries]);
  }
  return product;
}
