/**
 * The contract of a transform: something that changes an image, by a strength that a slider sets.
 * At its options' defaults a transform changes nothing.
 *
 * A geometric one says where each position of the *result* looks in the *source* (inverse mapping),
 * so that several compose into one resampling. Others change the resampled values.
 */
import type { ImageSize, InverseMap } from '../core/geometry.ts';
import type { OptionSchema, Values } from '../core/options.ts';
import type { RandomStream } from '../core/random.ts';
import type { System } from '../core/system.ts';

export type { ImageSize, InverseMap };

export interface Transform<Schema extends OptionSchema = OptionSchema> extends System<Schema> {
  /** Where a position of the result looks in the source. */
  inverse?(options: Values<Schema>, size: ImageSize): InverseMap;
  /** Changes values [height * width * channels], each in [0, 1], in place. */
  change?(
    values: Float32Array,
    options: Values<Schema>,
    size: ImageSize,
    random: RandomStream,
  ): void;
}

export function defineTransform<const Schema extends OptionSchema>(
  transform: Transform<Schema>,
): Transform<Schema> {
  return transform;
}
