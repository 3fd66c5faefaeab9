/**
 * The contract of a transform: something that changes an image, by a strength that a slider sets.
 * At its options' defaults a transform changes nothing.
 *
 * A geometric one says where each position of the *result* looks in the *source* (inverse mapping),
 * so that neighbours in a chain compose into one resampling. Others change values.
 *
 * What is random is drawn from the stream handed over, which is the image's own: the same seed
 * gives the same picture, whichever other images are transformed beside it. Images may have any number
 * of channels: geometry moves all of a pixel's together, and every change of values says what it does.
 */
import type { ImageSize, InverseMap } from '../core/geometry.ts';
import type { OptionRecord, OptionSchema, Values } from '../core/options.ts';
import type { RandomStream } from '../core/random.ts';
import type { System } from '../core/system.ts';

export type { ImageSize, InverseMap };

/** What transforms do, in the order shown to people. */
export const transformGroups = [
  { id: 'geometry', label: 'Geometry' },
  { id: 'noise', label: 'Noise' },
  { id: 'blur', label: 'Blur' },
  { id: 'light', label: 'Light' },
  { id: 'overlay', label: 'Drawn over' },
] as const;
export type TransformGroup = (typeof transformGroups)[number]['id'];

/** Changes one image in place: values [height * width * channels], each in [0, 1] before and after. */
export type ChangeImage = (values: Float32Array, random: RandomStream) => void;

export interface Transform<Schema extends OptionSchema = OptionSchema> extends System<Schema> {
  readonly group: TransformGroup;
  /** A setting that shows at a glance what it does: where a slider starts when it is added. */
  readonly example: OptionRecord;
  /**
   * Values of its strength, the first number that the example moves, at which a severity curve asks;
   * from one end of its range to the other. Absent: even steps (studies/robustness/severity.ts).
   */
  readonly strengths?: readonly number[];
  /** Where a position of the result looks in the source. Either this or `change`. */
  inverse?(options: Values<Schema>, size: ImageSize, random: RandomStream): InverseMap;
  /**
   * Does it take pictures for equirectangular ones of a sphere? Then a chain that holds it interpolates
   * across the seam, where left and right meet, and across the poles, in place of fading to black.
   */
  readonly wraps?: true;
  /** Does `inverse` draw from `random`? Then each image has a map of its own. */
  drawsMap?(options: Values<Schema>): boolean;
  /**
   * Prepares once for all images of a size. `shared` draws the same for every image, where what is
   * random belongs to the setting and not to the image.
   */
  change?(options: Values<Schema>, size: ImageSize, shared: RandomStream): ChangeImage;
}

export function defineTransform<const Schema extends OptionSchema>(
  transform: Transform<Schema>,
): Transform<Schema> {
  return transform;
}

export const clip = (value: number): number => Math.min(1, Math.max(0, value));
