/**
 * A viewing: how images are shown to a model. Plain data, so that it is a link, a slider's state, a
 * row of a table and what the engine is asked; training/presenting.ts does what it says.
 *
 *   image -> changes, the first acts first -> sensor -> pixels with places, or a grid
 */
import { LabError } from '../core/errors.ts';
import { faultOf, readOptions, type OptionRecord, type OptionSchema } from '../core/options.ts';
import type { SystemChoice } from '../core/system.ts';
import { findSensor } from '../sensors/index.ts';
import { findTransform } from '../transforms/index.ts';

/**
 * A transform, perhaps with ranges: where `to` names an option, each image draws its value evenly
 * between the one in `options` and that one, from a stream of its own.
 */
export interface RangedChoice extends SystemChoice {
  /** Numbers only; whole numbers where the option is. */
  readonly to?: OptionRecord;
}

/** A geometry that somebody believes in, right or wrong. */
export interface Geometry {
  readonly changes: readonly SystemChoice[];
  readonly sensor: SystemChoice | null;
}

export interface Viewing {
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
export function readChange({ id, options, to = {} }: RangedChoice): RangedChoice {
  const transform = findTransform(id);
  const schema: OptionSchema = transform.options;
  const read = readOptions(schema, options, transform.label);
  for (const [name, value] of Object.entries(to)) {
    const option = Object.hasOwn(schema, name) ? schema[name]! : undefined;
    const isNumber = option?.kind === 'number' || option?.kind === 'integer';
    const fault = isNumber ? faultOf(option, value) : 'expected a range over a number of it';
    if (!fault) continue;
    throw new LabError('illegal-range', {
      found: `${option?.label ?? `"${name}"`} up to ${JSON.stringify(value)} in ${transform.label}`,
      expected: fault.replace(/^expected /, ''),
      fix: 'choose a value in that range',
    });
  }
  return Object.keys(to).length > 0 ? { id, options: read, to } : { id, options: read };
}
