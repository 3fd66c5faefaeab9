/** Colour images made grey (pictures/luma.ts). */
import { LabError } from '../../core/errors.ts';
import { choice, type Values } from '../../core/options.ts';
import type { ImageSet, UnsealedDataset } from '../dataset.ts';
import { lumaOf } from '../pictures/luma.ts';

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

function greyOf(set: ImageSet): ImageSet {
  const { images: rgb } = set;
  const grey = new Uint8Array(rgb.length / 3);
  for (let at = 0, from = 0; at < grey.length; at++, from += 3) {
    grey[at] = lumaOf(rgb[from]!, rgb[from + 1]!, rgb[from + 2]!);
  }
  return { ...set, images: grey };
}
