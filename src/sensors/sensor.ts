/**
 * The contract of a sensor: where the pixels lie that look at an image, and where each of them looks.
 *
 * Two planes, both with the lab's one convention (core/geometry.ts): the *sensor*, on which its
 * pixels have places, and the *image* that is looked at. Both run over [-1, 1]², x right, y down. A
 * lens takes a place of the sensor to where it looks in the image, just as a geometric transform's
 * inverse map does.
 *
 * What a model makes of a sensor is up to who asks it (training/presenting.ts):
 *   told       it receives each pixel with where it looks, and is spared those that see nothing
 *   not told   it receives each pixel with its place on the sensor, as if there were no lens
 */
import type { ImageSize, InverseMap } from '../core/geometry.ts';
import type { OptionRecord, OptionSchema, Values } from '../core/options.ts';
import type { RandomStream } from '../core/random.ts';
import type { System } from '../core/system.ts';

/** What sensors do, in the order shown to people. */
export const sensorGroups = [
  { id: 'sampling', label: 'Sampling' },
  { id: 'lens', label: 'Lens' },
  { id: 'surface', label: 'Surface' },
] as const;
export type SensorGroup = (typeof sensorGroups)[number]['id'];

export interface SensorPlan {
  /** [pixels * 2] where each pixel lies on the sensor: (x, y). */
  readonly places: Float32Array;
  /**
   * Rows and columns of the pixels where they form a grid over the whole sensor, listed row by row.
   * Absent where they do not: whoever needs a grid then takes the nearest pixel.
   */
  readonly lattice?: { readonly height: number; readonly width: number };
  /** Where a place of the sensor looks in the image; NaN where it sees nothing. Absent: straight ahead. */
  readonly lens?: InverseMap;
  /** [pixels] area of the sensor that each pixel stands for, to one another. Absent: all the same. */
  readonly areas?: Float32Array;
  /** [pixels] 1 where a pixel is dead: black to a model that is not told. Absent: none is. */
  readonly dead?: Uint8Array;
}

export interface Sensor<Schema extends OptionSchema = OptionSchema> extends System<Schema> {
  readonly group: SensorGroup;
  /** A setting that shows at a glance what it does: where its sliders start when it is chosen. */
  readonly example: OptionRecord;
  /**
   * Values of its strength, the first number that the example moves, at which a severity curve asks;
   * from one end of its range to the other. Absent: even steps (studies/robustness/severity.ts).
   */
  readonly strengths?: readonly number[];
  /** Why these options cannot look at images of this size: `what is wrong; what to do`. */
  fault?(options: Values<Schema>, size: ImageSize): string | undefined;
  /** The same sensor for every image that is looked at; `random` is its own. */
  plan(options: Values<Schema>, size: ImageSize, random: RandomStream): SensorPlan;
}

export function defineSensor<const Schema extends OptionSchema>(
  sensor: Sensor<Schema>,
): Sensor<Schema> {
  return sensor;
}
