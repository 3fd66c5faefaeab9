/** What told and not told mean at the present setting, in a sentence for each kind of model. */
import type { Viewing } from '../../store/robustness.ts';
import { findTransform } from '../../transforms/index.ts';

/** Is there anything to be told of: a sensor, or a change of geometry? */
export const hasGeometry = ({ sensor, changes }: Viewing): boolean =>
  sensor !== null || changes.some(({ id }) => findTransform(id).group === 'geometry');

export function tellingText(viewing: Viewing): string {
  const { told, sensor } = viewing;
  if (!hasGeometry(viewing)) {
    return told
      ? 'There is nothing to tell: no sensor, and no change of the geometry.'
      : 'Each pixel lies where it lies in the grid.';
  }
  if (told) {
    return 'Models of pixels receive where each pixel looks; models of grids get the image resampled back to upright.';
  }
  return sensor
    ? 'Models of pixels take each pixel for lying where it lies on the sensor; models of grids get the sensor’s picture resampled to their grid.'
    : 'Every model takes the changed image for an upright one.';
}
