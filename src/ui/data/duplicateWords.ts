/** What duplicates mean for who trains on them, in sentences. */
import type { DatasetDescription } from '../../datasets/analysis/description.ts';
import { countText } from '../../store/wording.ts';

const counted = (count: number, one: string, many: string) =>
  count === 1 ? `1 ${one}` : `${countText(count)} ${many}`;

export function duplicatesText({ duplicates }: Pick<DatasetDescription, 'duplicates'>): string {
  if (duplicates.length === 0) return 'No two images have the same pixels.';
  const images = duplicates.reduce((sum, group) => sum + group.length, 0);
  const groups = counted(duplicates.length, 'group', 'groups');
  return `${countText(images)} images are there more than once, in ${groups} with the very same pixels.`;
}

export function leakText(leakedTestImages: number): string {
  const images = counted(leakedTestImages, 'test image is', 'test images are');
  return `${images} in the training part, too: a model can know ${leakedTestImages === 1 ? 'it' : 'them'} by heart, so the test asks less than it seems.`;
}

export function contradictionText(contradictions: number): string {
  const groups = counted(contradictions, 'group is', 'groups are');
  return `${groups} of more than one class: no model can be right about all of these images.`;
}
