/** Which images of a part are listed, and what they are called. */
import type { Part } from '../../datasets/analysis/description.ts';
import { countText } from '../../store/wording.ts';

export const partName: Record<Part, string> = { train: 'Training', test: 'Test' };

/** Numbers of all images of a part. */
export const allImages = (count: number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, index) => index);

/** Numbers of the images of a class, ascending. */
export function imagesOf(labels: Uint8Array, label: number): Uint32Array {
  let count = 0;
  for (const each of labels) if (each === label) count++;
  const numbers = new Uint32Array(count);
  let at = 0;
  labels.forEach((each, index) => {
    if (each === label) numbers[at++] = index;
  });
  return numbers;
}

/** Where an image stands in an ascending list; null where it does not. */
export function placeIn(order: Uint32Array, number: number): number | null {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order[middle]! < number) low = middle + 1;
    else high = middle;
  }
  return order[low] === number ? low : null;
}

/** `Image 1,234 of 60,000, class 7`; numbers begin with 1 for people. */
export function imageName(index: number, count: number, className: string | undefined): string {
  const name = className === undefined ? '' : `, class ${className}`;
  return `Image ${countText(index + 1)} of ${countText(count)}${name}`;
}
