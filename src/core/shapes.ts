/**
 * Shapes are lists of sizes, row-major, channels last: `[batch, height, width, channels]`.
 * The words are those of docs/SHAPES.md.
 */
export type Shape = readonly number[];

/** Number of elements of an array of that shape; 1 for the scalar shape `[]`. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((size, length) => size * length, 1);
}

export function shapesEqual(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** `[32, 784, 128]` as people read it: `32 × 784 × 128`; the scalar shape reads `scalar`. */
export function shapeText(shape: Shape): string {
  return shape.length === 0 ? 'scalar' : shape.join(' × ');
}

/** Throws, naming both shapes, unless `shape` is `expected`; -1 in `expected` accepts any length. */
export function expectShape(what: string, shape: Shape, expected: Shape): void {
  const fits =
    shape.length === expected.length &&
    expected.every((length, axis) => length === -1 || length === shape[axis]);
  if (fits) return;
  const wanted = expected.map((length) => (length === -1 ? 'any' : length)).join(' × ');
  throw new Error(`${what}: found shape [${shapeText(shape)}], expected [${wanted}]`);
}

/**
 * The shape that two operands share after broadcasting by NumPy's rule: align at the last axis,
 * a length of 1 stretches.
 */
export function broadcastShape(a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const lengthA = a[axis - (rank - a.length)] ?? 1;
    const lengthB = b[axis - (rank - b.length)] ?? 1;
    if (lengthA !== lengthB && lengthA !== 1 && lengthB !== 1) {
      throw new Error(`cannot broadcast [${shapeText(a)}] with [${shapeText(b)}]`);
    }
    return lengthA === 1 ? lengthB : lengthA;
  });
}

/** Axes of `to` that broadcasting from `from` stretched: those a gradient is summed over. */
export function broadcastAxes(from: Shape, to: Shape): number[] {
  const shift = to.length - from.length;
  return to.flatMap((length, axis) =>
    axis < shift || (from[axis - shift] === 1 && length !== 1) ? [axis] : [],
  );
}

/** Row-major distance in elements between neighbours along each axis. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  }
  return strides;
}
