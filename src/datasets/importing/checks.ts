/**
 * What is checked of images and labels whatever files they come from. Faults that would make
 * training mean nothing are refused; what a person may live with becomes a remark.
 */
import { LabError } from '../../core/errors.ts';
import { shapeText } from '../../core/shapes.ts';
import { countsOf } from '../analysis/counts.ts';
import type { LabelledPart } from '../formats/format.ts';
import { expectRoomFor } from './limits.ts';

/** A label is stored in a byte, and 255 stands for an answer that is no number. */
export const MOST_CLASSES = 255;
/** Classes that a remark names; the rest are counted. */
const NAMED = 5;

export function expectImages(part: LabelledPart): void {
  if (part.shape.includes(0)) {
    throw new LabError('empty-dataset', {
      found: `${part.name}, whose sizes ${shapeText(part.shape)} hold no pixel`,
      expected: 'at least two images',
      fix: 'choose other files',
    });
  }
  expectRoomFor(part.name, part.shape);
}

export function expectOneSize(train: LabelledPart, test: LabelledPart): void {
  const [trainSize, testSize] = [train.shape.slice(1), test.shape.slice(1)];
  if (shapeText(trainSize) === shapeText(testSize)) return;
  throw new LabError('size-mismatch', {
    found: `${train.name} of ${shapeText(trainSize)} and ${test.name} of ${shapeText(testSize)}`,
    expected: 'training and test images of one size',
    fix: 'choose files of one dataset',
  });
}

/** The labels as bytes, each below the number of classes that the files name, or below 255. */
export function readLabels({ labels, labelsName }: LabelledPart, named?: number): Uint8Array {
  const classes = named ?? MOST_CLASSES;
  const wrong = labels.findIndex((label: number) => label < 0 || label >= classes);
  if (wrong < 0) return Uint8Array.from(labels);
  throw new LabError('label-range', {
    found: `label ${labels[wrong]} at example ${wrong} of ${labelsName}`,
    expected: `labels from 0 to ${classes - 1}${named === undefined ? '' : ', one for each class name'}`,
    fix: 'number the classes from 0',
  });
}

/** Their names; numbers where the files have none. */
export function readClassNames(
  names: readonly string[] | undefined,
  labels: readonly Uint8Array[],
): readonly string[] {
  if (!names) {
    const highest = Math.max(...labels.map((part) => part.reduce((a, b) => Math.max(a, b), 0)));
    return Array.from({ length: highest + 1 }, (_, index) => String(index));
  }
  if (names.length <= MOST_CLASSES) return names;
  throw new LabError('class-count', {
    found: `${names.length} classes`,
    expected: `at most ${MOST_CLASSES}: a label takes one byte`,
    fix: 'choose fewer of them, or join classes that belong together',
  });
}

export function expectTwoClasses(labels: Uint8Array, labelsName: string): void {
  if (labels.some((label) => label !== labels[0])) return;
  throw new LabError('one-class', {
    found: `${labels.length} training examples, all of class ${labels[0]}, in ${labelsName}`,
    expected: 'at least two classes: with one, every model is always right',
    fix: 'choose data of several classes',
  });
}

/** What a person should know of how images spread over classes. */
export function remarksOnClasses(
  classNames: readonly string[],
  train: Uint8Array,
  test: Uint8Array,
): string[] {
  const trainCounts = countsOf(train, classNames.length);
  const testCounts = countsOf(test, classNames.length);
  const which = (holds: (label: number) => boolean) =>
    classNames.filter((_, label) => holds(label));
  const untold = which((label) => trainCounts[label] === 0 && testCounts[label] === 0);
  const unlearned = which((label) => trainCounts[label] === 0 && testCounts[label]! > 0);
  const single = which((label) => trainCounts[label] === 1);
  const untested = which((label) => trainCounts[label]! > 0 && testCounts[label] === 0);
  return [
    sentence(untold, 'no image at all'),
    sentence(unlearned, 'test images but no training image: no model can learn what is there'),
    sentence(single, 'a single training image'),
    sentence(untested, 'no test image: accuracy there is not known'),
  ].filter((remark) => remark !== undefined);
}

function sentence(names: readonly string[], what: string): string | undefined {
  if (names.length === 0) return undefined;
  const listed = names.slice(0, NAMED).join(', ');
  const rest = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  const [noun, verb] = names.length === 1 ? ['Class', 'has'] : ['Classes', 'have'];
  return `${noun} ${listed}${rest} ${verb} ${what}.`;
}
