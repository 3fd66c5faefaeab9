/** Which images of a part are listed, and what they are called. */
import type { Part } from '../../datasets/analysis/description.ts';
import { countText } from '../../store/wording.ts';

export const partName: Record<Part, string> = { train: 'Training', test: 'Test' };

/** Numbers of the images of a class, ascending; of all for null. */
export function imagesOf(labels: Uint8Array, label: number | null): Uint32Array {
  if (label === null) return Uint32Array.from(labels, (_, index) => index);
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
export function imageName(
  order: Uint32Array,
  place: number,
  labels: Uint8Array,
  classNames: readonly string[],
): string {
  const number = order[place] ?? 0;
  const name = classNames[labels[number]!] ?? String(labels[number]);
  return `Image ${countText(number + 1)} of ${countText(labels.length)}, class ${name}`;
}
