/**
 * Labels from an array: whole numbers [count] or [count, 1], or one-hot rows [count, classes]. Numbers
 * may be stored as floats as long as they are whole.
 */
import { LabError } from '../../../core/errors.ts';
import { shapeText } from '../../../core/shapes.ts';
import type { Reading } from '../../importing/reading.ts';
import type { LabelledPart } from '../format.ts';
import type { ArraySource, Numbers } from './arraySource.ts';

export type Labels = LabelledPart['labels'];

const LARGEST_LABEL = 2 ** 31 - 1;

export async function readLabelArray(array: ArraySource, reading: Reading): Promise<Labels> {
  const { name, shape } = array;
  const classes = shape.slice(1).reduce((product, size) => product * size, 1);
  if (classes === 1) return wholeNumbers(name, await array.read());
  if (shape.length !== 2 || classes === 0) throw notLabels(array, 'no single number for an image');
  const labels = oneHotLabels(array, await array.read(), classes);
  reading.remark(`The labels of ${name} are one-hot rows; the place of the 1 became the class.`);
  return labels;
}

/** The same numbers in a type of 32 bits at most. */
export function wholeNumbers(
  name: string,
  values: Numbers,
  place = (index: number) => `example ${index}`,
): Labels {
  const isSmall =
    values instanceof Uint8Array ||
    values instanceof Int8Array ||
    values instanceof Int16Array ||
    values instanceof Int32Array;
  if (isSmall) return values;
  const broken = values.findIndex((value: number) => !Number.isInteger(value));
  if (broken >= 0) {
    throw new LabError('label-type', {
      found: `label ${values[broken]} at ${place(broken)} of ${name}`,
      expected: 'whole numbers, from 0 on',
      fix: 'number the classes from 0 and save the labels as whole numbers',
    });
  }
  const far = values.findIndex((value: number) => Math.abs(value) > LARGEST_LABEL);
  if (far < 0) return Int32Array.from(values);
  throw new LabError('label-range', {
    found: `label ${values[far]} at ${place(far)} of ${name}`,
    expected: 'labels from 0 to 254',
    fix: 'number the classes from 0',
  });
}

function oneHotLabels(array: ArraySource, values: Numbers, classes: number): Labels {
  const labels = new Int32Array(values.length / classes);
  for (let row = 0; row < labels.length; row++) {
    const one = oneOf(values, row * classes, classes);
    if (one < 0) throw notLabels(array, `row ${row} is not one-hot: one 1, the rest 0`);
    labels[row] = one;
  }
  return labels;
}

/** Where in a row the only 1 among zeros is; −1 where the row is otherwise. */
function oneOf(values: Numbers, begin: number, classes: number): number {
  let one = -1;
  for (let column = 0; column < classes; column++) {
    const value = values[begin + column]!;
    if (value === 0) continue;
    if (value !== 1 || one >= 0) return -1;
    one = column;
  }
  return one;
}

function notLabels({ name, shape, type }: ArraySource, why: string): LabError {
  return new LabError('label-shape', {
    found: `${name} of ${shapeText(shape)} ${type}: ${why}`,
    expected: 'labels [count] or [count × 1], or one-hot rows [count × classes]',
    fix: 'choose another array for the labels, or save them as one number per image',
  });
}
