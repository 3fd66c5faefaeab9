/**
 * A result seen as nested axes over which other arrays are read with strides (0 repeats an entry):
 * broadcasting and transposing are both that. Axes that can be walked as one are joined, so that most
 * arrays of any rank come down to one or two.
 */
import { stridesOf, type Shape } from '../../../core/shapes.ts';

export interface Axes {
  readonly counts: readonly number[];
  /** For each array that is read, as many strides as counts, in numbers. */
  readonly strides: readonly (readonly number[])[];
}

/** Strides of x as it is read when its shape is stretched to `shape` by NumPy's rule. */
export function stretchedStrides(x: Shape, shape: Shape): number[] {
  const shift = shape.length - x.length;
  const own = stridesOf(x);
  return shape.map((_, axis) => (axis < shift || x[axis - shift] === 1 ? 0 : own[axis - shift]!));
}

/** The same walk over fewer axes: without those of length 1, and with neighbours joined. */
export function joined(shape: Shape, strides: readonly (readonly number[])[]): Axes {
  const counts: number[] = [];
  const walks: number[][] = strides.map(() => []);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const count = shape[axis]!;
    if (count === 1) continue;
    const last = counts.length - 1;
    const continues =
      last >= 0 && walks.every((walk, i) => strides[i]![axis] === walk[last]! * counts[last]!);
    if (continues) counts[last]! *= count;
    else {
      counts.push(count);
      walks.forEach((walk, i) => walk.push(strides[i]![axis]!));
    }
  }
  return { counts: counts.reverse(), strides: walks.map((walk) => walk.reverse()) };
}

/** As many axes as the module's loops take. */
export const AXES = 4;

/** The axes as the module reads them: counts, then strides in bytes; undefined where they are too many. */
export function layoutOf({ counts, strides }: Axes): number[] | undefined {
  if (counts.length > AXES) return undefined;
  const missing = new Array<number>(AXES - counts.length);
  const bytes = (walk: readonly number[]) => walk.map((stride) => 4 * stride);
  return [...missing.fill(1), ...counts].concat(
    ...strides.map((walk) => [...missing.map(() => 0), ...bytes(walk)]),
  );
}
