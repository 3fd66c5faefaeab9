/**
 * A viewing: how images are shown to a model. Plain data, so that it is a link, a slider's state, a
 * row of a table and what the engine is asked; training/presenting.ts does what it says.
 *
 *   image -> changes, the first acts first -> sensor -> pixels with places, or a grid
 */
import { readOptions } from '../core/options.ts';
import type { SystemChoice } from '../core/system.ts';
import { findSensor } from '../sensors/index.ts';
import { findTransform } from '../transforms/index.ts';
import { readRanged, type RangedChoice } from './ranges.ts';

export type { RangedChoice };

/** A geometry that somebody believes in, right or wrong. */
export interface Geometry {
  readonly changes: readonly SystemChoice[];
  readonly sensor: SystemChoice | null;
}

export interface Viewing {
  /** Where one has a range, each image draws for itself. */
  readonly changes: readonly RangedChoice[];
  /** null: the grid that the model was trained on. */
  readonly sensor: SystemChoice | null;
  /**
   * true: a model of pixels receives where each of them looks, through the sensor's lens and all
   * geometric changes; a model of grids receives the image resampled back to upright.
   */
  readonly told: boolean;
  /** What it is told, where that is not the truth: an estimate. The sensor's pixels stay where they are. */
  readonly assumed?: Geometry;
  /** Where told: does each pixel count for the area that it looks at, so that a sum is an integral? */
  readonly weighted: boolean;
  /** Of everything that is drawn. */
  readonly seed: number;
}

/** Images as they are. */
export const plainViewing: Viewing = {
  changes: [],
  sensor: null,
  told: false,
  weighted: true,
  seed: 0,
};

/** Checks a viewing from a link or a file. Throws a LabError that names what is illegal. */
export function readViewing(viewing: Viewing): Viewing {
  const { sensor } = viewing;
  return {
    ...viewing,
    changes: viewing.changes.map(readChange),
    sensor: sensor && {
      id: sensor.id,
      options: readOptions(
        findSensor(sensor.id).options,
        sensor.options,
        findSensor(sensor.id).label,
      ),
    },
  };
}

/** A transform with options, and perhaps ranges, that are all legal. Throws a LabError. */
export function readChange(change: RangedChoice): RangedChoice {
  return readRanged(change, findTransform(change.id));
}
