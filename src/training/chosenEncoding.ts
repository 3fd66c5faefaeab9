/** The encoding that a spec chooses, on the plane of its images. */
import { faultError } from '../core/errors.ts';
import { readOptions, type OptionRecord } from '../core/options.ts';
import type { Ops, ParameterLookup, Tensor } from '../core/ops.ts';
import type { SystemChoice } from '../core/system.ts';
import type { Encoding, Plane } from '../encodings/encoding.ts';
import { findEncoding } from '../encodings/index.ts';

export const DIMENSIONS = 2;

export interface ChosenEncoding {
  readonly encoding: Encoding;
  readonly options: OptionRecord;
  readonly plane: Plane;
  /** Features for each place; 0 for none. */
  readonly width: number;
}

/** Throws a LabError for an unknown encoding, illegal options, or options that do not fit the images. */
export function chooseEncoding(
  choice: SystemChoice,
  { height, width }: { height: number; width: number },
): ChosenEncoding {
  const encoding = findEncoding(choice.id);
  const options = readOptions(encoding.options, choice.options, encoding.label);
  const plane = { dimensions: DIMENSIONS, height, width };
  expectFit(encoding.label, encoding.fault?.(options, plane));
  return { encoding, options, plane, width: encoding.outputWidth(options, plane) };
}

/** @param fault `what is wrong; what to do`, or undefined where all fits */
export function expectFit(label: string, fault: string | undefined): void {
  if (!fault) return;
  throw faultError('options-do-not-fit', label, fault, 'options that fit the images');
}

/**
 * @param coords [places, dimensions]
 * @param positions the values of `coords`, on the host
 * @returns features [places, width]
 */
export function encodeCoords(
  { encoding, options, plane }: ChosenEncoding,
  ops: Ops,
  parameter: ParameterLookup,
  coords: Tensor,
  positions: Float32Array,
): Tensor {
  return encoding.encode(ops, parameter, coords, { options, plane, positions });
}
