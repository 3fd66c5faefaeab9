/**
 * Colour images made grey.
 *
 * Grey is the luma of ITU-R BT.601 (0.299 red + 0.587 green + 0.114 blue) of the values as they are
 * stored, in whole numbers of 1/65,536 and rounded: the very values of Pillow's `convert('L')`.
 */
import { LabError } from '../../core/errors.ts';
import { choice, type Values } from '../../core/options.ts';
import type { ImageSet, UnsealedDataset } from '../dataset.ts';

export const colourOptions = {
  colour: choice({
    label: 'Colour',
    help: 'Grey is 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601).',
    default: 'as-is',
    choices: [
      { value: 'as-is', label: 'As it is' },
      { value: 'grey', label: 'Grey' },
    ],
  }),
};

/** The very same object where it stays as it is, or is grey already. */
export function makeGrey<Kind extends UnsealedDataset>(
  dataset: Kind,
  { colour }: Values<typeof colourOptions>,
): Kind {
  const { channels, label, train, test } = dataset;
  if (colour === 'as-is' || channels === 1) return dataset;
  if (channels !== 3) {
    throw new LabError('no-colour', {
      found: `${label}, whose images have ${channels} channels`,
      expected: '3 channels, red, green and blue, to make grey of',
      fix: 'leave the colour as it is',
    });
  }
  return { ...dataset, channels: 1, train: greyOf(train), test: greyOf(test) };
}

const [RED, GREEN, BLUE, HALF] = [19595, 38470, 7471, 2 ** 15]; // of 65,536

function greyOf(set: ImageSet): ImageSet {
  const { images: rgb } = set;
  const grey = new Uint8Array(rgb.length / 3);
  for (let at = 0, from = 0; at < grey.length; at++, from += 3) {
    const sum = RED * rgb[from]! + GREEN * rgb[from + 1]! + BLUE * rgb[from + 2]! + HALF;
    grey[at] = sum >>> 16;
  }
  return { ...set, images: grey };
}
