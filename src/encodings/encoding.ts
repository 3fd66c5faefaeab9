/**
 * The contract of a positional encoding: coordinates in, features out.
 *
 *   coords   [..., dimensions]   each in [-1, 1] inside the image; any real number is legal
 *   features [..., outputWidth]
 *
 * An encoding knows nothing of images or grids: half-way between pixels is a legal question.
 */
import type { OptionSchema, Values } from '../core/options.ts';
import type { Ops, ParameterLookup, Tensor } from '../core/ops.ts';
import type { ParameterSpec } from '../core/parameters.ts';
import type { System } from '../core/system.ts';

export interface Encoding<Schema extends OptionSchema = OptionSchema> extends System<Schema> {
  /** Features per position; 0 means the model is told nothing of where a pixel is. */
  outputWidth(options: Values<Schema>, dimensions: number): number;
  /** Named within the encoding; Gaussian Fourier's random projection is one, untrained. */
  parameters(options: Values<Schema>, dimensions: number): ParameterSpec[];
  /** Rows of coordinates to rows of features: [rows, dimensions] → [rows, outputWidth]. */
  encode(ops: Ops, parameter: ParameterLookup, coords: Tensor, options: Values<Schema>): Tensor;
}

export function defineEncoding<const Schema extends OptionSchema>(
  encoding: Encoding<Schema>,
): Encoding<Schema> {
  return encoding;
}
