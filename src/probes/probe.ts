/**
 * The contract of a probe: a question about one image to a model with weights, answered by pictures.
 *
 * A probe sees the model through `Subject`: plain arrays in, plain arrays out. It knows no
 * architecture by name; what a model cannot be asked is absent from its subject, and `fault` says so.
 */
import type { OptionSchema, Values } from '../core/options.ts';
import type { Shape } from '../core/shapes.ts';
import type { System } from '../core/system.ts';

export interface NamedArray {
  readonly name: string;
  readonly shape: Shape;
  readonly values: Float32Array;
}

/** A model with weights, and the image that it is asked about. */
export interface Subject {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Of the answers, in order. */
  readonly classNames: readonly string[];
  readonly reads: 'pixels' | 'grid';
  /** [height * width * channels], each in [0, 1]. */
  readonly image: Float32Array;
  /** Logits [count, classes] for images [count, height, width, channels]. */
  answer(images: Float32Array, count: number): Promise<Float32Array>;
  /**
   * What the model makes of an image on the way: its outputs `activation/…`, in order, named by what
   * follows the slash. [1, height, width, c] of a grid, [pixels, width] of pixels place by place,
   * [1, width] of neither.
   */
  activations(image: Float32Array): Promise<readonly NamedArray[]>;
  /**
   * Logits [pixels, classes], each with one pixel of the image left out of the pool, exactly; absent
   * where the model does not pool pixels that know nothing of each other.
   */
  readonly leaveOut?: () => Promise<Float32Array>;
  /**
   * The parameter by which a grid enters: filters [height, width, in, out], or weights
   * [height * width * channels, units]. Absent where there is no such one.
   */
  readonly firstLayer?: NamedArray;
  /** Lets waiting messages in; between long pieces of work. */
  breathe(): Promise<void>;
}

/** A picture of numbers over the image plane, or over a filter. */
export interface ProbeMap {
  readonly label: string;
  readonly height: number;
  readonly width: number;
  /** [height * width] */
  readonly values: Float32Array;
}

export interface ProbeGroup {
  readonly label: string;
  /** true: zero is the middle of the colour scale, negative and positive differ in hue. */
  readonly signed: boolean;
  readonly maps: readonly ProbeMap[];
  /** Maps that there are, where only some are in `maps`. */
  readonly total: number;
}

export interface ProbeAnswer {
  /** How the numbers were computed and in which unit, for the person: one sentence. */
  readonly method: string;
  readonly groups: readonly ProbeGroup[];
}

export interface Probe<Schema extends OptionSchema = OptionSchema> extends System<Schema> {
  /** Why this model cannot be asked: `what is missing; what to do`. undefined when it can. */
  fault?(subject: Subject): string | undefined;
  look(subject: Subject, options: Values<Schema>): Promise<ProbeAnswer>;
}

export function defineProbe<const Schema extends OptionSchema>(
  probe: Probe<Schema>,
): Probe<Schema> {
  return probe;
}
