/** What encodings ask of the plane, and bounds on what they may take of memory. */
import { countParameters, type ParameterSpec } from '../../core/parameters.ts';
import type { Plane } from '../encoding.ts';

/** Pixels along an axis: x runs over the width, y (and any further axis) over the height. */
export function pixelsAlong({ height, width }: Plane, axis: number): number {
  return axis === 0 ? width : height;
}

/** A fault where an encoding knows no other number of axes than two. */
export function planeFault({ dimensions }: Plane): string | undefined {
  if (dimensions === 2) return undefined;
  return `it lies on a plane of two axes and the coordinates have ${dimensions}; choose waves along each axis instead`;
}

const MOST_BYTES = 64 * 2 ** 20;
const MOST_FEATURES = 4096;

/** A fault where the parameters would take more than 64 MiB; an optimiser holds them three times. */
export function memoryFault(
  parameters: readonly ParameterSpec[],
  remedy: string,
): string | undefined {
  const bytes = 4 * countParameters(parameters);
  if (bytes <= MOST_BYTES) return undefined;
  return `its table would take ${Math.ceil(bytes / 2 ** 20)} MiB and 64 is the most; ${remedy}`;
}

/** A fault where a pixel would be told more numbers than any first layer here can read. */
export function widthFault(features: number, remedy: string): string | undefined {
  if (features <= MOST_FEATURES) return undefined;
  return `it would give ${features} features for each pixel and ${MOST_FEATURES} is the most; ${remedy}`;
}
