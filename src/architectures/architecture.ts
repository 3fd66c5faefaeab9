/**
 * The contract of an architecture: what a network's parameters are, how data flows through it, and
 * what that costs, all known before anything runs.
 *
 * Inputs and outputs are named ports. A classifier that reads `pixels` receives
 *   values   [rows, channels]       the pixels that `layout` lists: any number, at any places
 *   coords   [places, dimensions]
 *   features [places, features]     the encoded coords; absent at width 0
 * one that reads a `grid` receives
 *   grid     [batch, height, width, channels]
 *   coords and features as above, places row by row, where it uses an encoding
 * and both answer
 *   logits   [batch, classes]
 * and may show what they made on the way, under names that begin with `activation/`
 *   [batch, height, width, channels] of a grid, [rows, width] of pixels, [batch, width] of neither
 */
import type { OptionSchema, Values } from '../core/options.ts';
import type { Ops, ParameterLookup, Ports, Tensor } from '../core/ops.ts';
import type { Origins } from '../core/origins.ts';
import type { ParameterSpec } from '../core/parameters.ts';
import type { PixelLayout } from '../core/pixels.ts';
import type { RandomStream } from '../core/random.ts';
import type { Shape } from '../core/shapes.ts';
import type { System } from '../core/system.ts';

/** The sizes that an architecture is built for. */
export interface ModelSizes {
  /** Of the images that it is trained on, in pixels. */
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Length of the answer: classes for a classifier. */
  readonly outputs: number;
  /** Features per position from the encoding; 0 without one. */
  readonly features: number;
  /** Places that pixels came from which were moved; absent: their own. */
  readonly origins?: Origins | undefined;
}

/** One station of the shape pipeline: what the data look like here, for one example. */
export interface Stage {
  readonly label: string;
  /** Of one example, without the batch: [784, 128]. */
  readonly shape: Shape;
  /** Multiply-adds to get here from the stage before, forward, per example. */
  readonly multiplyAdds: number;
  /** Multiply-adds that are shared by all examples of a batch (paid once per step). */
  readonly sharedMultiplyAdds?: number;
  /**
   * Numbers made to get here that the way back reads again, for one example; where absent, those of
   * `shape`. A step's memory is estimated by it.
   */
  readonly kept?: number;
}

/** Which pixels a model reads, and what each of them counts for. */
export interface PixelSet {
  readonly layout: PixelLayout;
  /**
   * [places] what the pixels at a place count for where pixels are summed, none of them 0; on the
   * average over an image that is seen whole, 1 for each pixel trained for. Absent: 1 for each.
   */
  readonly weights?: Tensor | undefined;
}

/** For architectures that draw (layers/dropout.ts). */
export interface Drawing {
  /** true while a gradient is taken; evaluation runs with false. */
  readonly training: boolean;
  /** A named stream of this step. */
  readonly random: (name: string) => RandomStream;
}

/** `PixelSet`: for architectures that read pixels. */
export interface ForwardContext<Schema extends OptionSchema> extends PixelSet, Drawing {
  readonly options: Values<Schema>;
  readonly sizes: ModelSizes;
}

export interface ForwardResult {
  readonly outputs: Ports;
  /** New values of untrained parameters (running statistics), by parameter name. */
  readonly state?: Readonly<Record<string, Tensor>>;
}

export interface Architecture<Schema extends OptionSchema = OptionSchema> extends System<Schema> {
  readonly reads: 'pixels' | 'grid';
  /** false: the encoding picker is disabled and the spec carries none. */
  readonly usesEncoding: boolean;
  /**
   * Options that grow together where a model is made as large as another; what they do not list
   * (layers, kernels) says what kind of model it is. Absent where there is nothing to widen.
   */
  readonly widths?: readonly (keyof Schema & string)[];
  /** Where it uses none: why, as one sentence for the person who looks for the picker. */
  readonly whyNoEncoding?: string;
  /**
   * May black pixels share their rows (core/pixels.ts)? Not where a pixel's latent depends on its
   * image. true where absent; only asked of those that read pixels.
   */
  sharesBlackPixels?(options: Values<Schema>): boolean;
  /** Why these options cannot work for these sizes, in words; undefined when they can. */
  fault?(options: Values<Schema>, sizes: ModelSizes): string | undefined;
  parameters(options: Values<Schema>, sizes: ModelSizes): ParameterSpec[];
  stages(options: Values<Schema>, sizes: ModelSizes): Stage[];
  /**
   * Name of the parameter by which a grid enters, for pictures (probes/): filters
   * [height, width, in, out] or weights [height * width * channels, units]. Absent where there is none.
   */
  readonly firstLayer?: string;
  /** Present where latents are pooled and each depends on its own pixel alone. */
  halves?(options: Values<Schema>): PooledHalves<Schema> | undefined;
  forward(
    ops: Ops,
    parameter: ParameterLookup,
    inputs: Ports,
    context: ForwardContext<Schema>,
  ): ForwardResult;
}

export function defineArchitecture<const Schema extends OptionSchema>(
  architecture: Architecture<Schema>,
): Architecture<Schema> {
  return architecture;
}

/**
 * A pixel model in its two halves, so that pixels can be left out of the pool without computing the
 * others again (probes/). `forward` is `decide` of `encode`.
 */
export interface PooledHalves<Schema extends OptionSchema> {
  /** Latents of all rows, before pooling: [rows, width]. */
  encode(
    ops: Ops,
    parameter: ParameterLookup,
    inputs: Ports,
    context: ForwardContext<Schema>,
  ): Tensor;
  /** Pools the rows of each image and answers: [rows, width] → [images, classes]. */
  decide(
    ops: Ops,
    parameter: ParameterLookup,
    latents: Tensor,
    context: ForwardContext<Schema>,
  ): Tensor;
}

/** Reads a port that the architecture needs; a missing one is our mistake and is named. */
export function port(inputs: Ports, name: string): Tensor {
  const tensor = inputs[name];
  if (!tensor)
    throw new Error(`port "${name}" is missing; found ${Object.keys(inputs).join(', ')}`);
  return tensor;
}
