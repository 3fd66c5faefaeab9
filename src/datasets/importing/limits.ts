/** How much one dataset may hold. Asked before anything is allocated. */
import { LabError } from '../../core/errors.ts';
import { shapeText } from '../../core/shapes.ts';

/** Pixel values of all images of a part together; each takes a byte. */
const MOST_VALUES = 2 ** 30;

/** @param shape [count, height, width, channels] */
export function expectRoomFor(name: string, shape: readonly number[]): void {
  if (shape.reduce((product, size) => product * size, 1) <= MOST_VALUES) return;
  const perImage = shape.slice(1).reduce((product, size) => product * size, 1);
  throw new LabError('too-many-pixels', {
    found: `${name}, ${shapeText(shape)} pixel values`,
    expected: `at most ${MOST_VALUES.toLocaleString('en')} of them (${Math.floor(
      MOST_VALUES / perImage,
    ).toLocaleString('en')} images of this size)`,
    fix: 'choose a part of the data, or make the images smaller',
  });
}
