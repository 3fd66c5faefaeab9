/**
 * The contract of a positional encoding: coordinates in, features out.
 *
 *   coords   [..., dimensions]   each in [-1, 1] inside the image; any real number is legal
 *   features [..., outputWidth]
 *
 * Half-way between pixels is a legal question. An encoding knows the grid that the model is trained
 * on (a table has an entry for each of its pixels), never the image it is asked about.
 */
import type { OptionSchema, Values } from '../core/options.ts';
import type { Ops, ParameterLookup, Tensor } from '../core/ops.ts';
import type { ParameterSpec } from '../core/parameters.ts';
import type { System } from '../core/system.ts';

/** The plane that a model is trained on. */
export interface Plane {
  /** Axes of a coordinate: 2 for images. */
  readonly dimensions: number;
  /** Of the images that the model is trained on, in pixels. */
  readonly height: number;
  readonly width: number;
}

export interface EncodeContext<Schema extends OptionSchema> {
  readonly options: Values<Schema>;
  readonly plane: Plane;
  /**
   * The values of `coords` on the host, [rows * dimensions]: for tables, whose rows are looked up
   * by number. What is computed from them carries no gradient to the coordinates.
   */
  readonly positions: Float32Array;
}

export interface Encoding<Schema extends OptionSchema = OptionSchema> extends System<Schema> {
  /** Name of the option that matters most; null where there is none to turn. */
  readonly knob: (keyof Schema & string) | null;
  /** Why these options cannot work on this plane: `what is wrong; what to do`. undefined when they can. */
  fault?(options: Values<Schema>, plane: Plane): string | undefined;
  /** Features per position; 0 means the model is told nothing of where a pixel is. */
  outputWidth(options: Values<Schema>, plane: Plane): number;
  /** Named within the encoding; Gaussian Fourier's random projection is one, untrained. */
  parameters(options: Values<Schema>, plane: Plane): ParameterSpec[];
  /** Rows of coordinates to rows of features: [rows, dimensions] → [rows, outputWidth]. */
  encode(
    ops: Ops,
    parameter: ParameterLookup,
    coords: Tensor,
    context: EncodeContext<Schema>,
  ): Tensor;
}

export function defineEncoding<const Schema extends OptionSchema>(
  encoding: Encoding<Schema>,
): Encoding<Schema> {
  return encoding;
}
