/** Images of another size, resampled as pictures/resampling.ts says. */
import { choice, type Values } from '../../core/options.ts';
import type { UnsealedDataset } from '../dataset.ts';
import { createResampler, type PixelSize } from '../pictures/resampling.ts';
import { remakeImages } from './remaking.ts';

const sides = [7, 8, 14, 16, 20, 24, 28, 32, 48, 64, 96, 128] as const;

export const sizeOptions = {
  /** No plain numbers: a link would read them as such, and not as a choice. */
  side: choice<'as-is' | `${(typeof sides)[number]}px`>({
    label: 'Pixel size',
    help: 'Of the longer side; the other follows in proportion. Fewer pixels train faster.',
    default: 'as-is',
    choices: [
      { value: 'as-is', label: 'As it is' },
      ...sides.map((side) => ({ value: `${side}px` as const, label: `${side} pixels` })),
    ],
  }),
};

/** The very same object where the size stays. */
export async function resizeImages<Kind extends UnsealedDataset>(
  dataset: Kind,
  { side }: Values<typeof sizeOptions>,
): Promise<Kind> {
  const size = side === 'as-is' ? dataset : scaledTo(Number.parseInt(side), dataset);
  if (size.height === dataset.height && size.width === dataset.width) return dataset;
  return remakeImages(dataset, size, createResampler(dataset, size, dataset.channels));
}

/** The size in the same proportions, as nearly as whole pixels can, whose longer side is `side`. */
function scaledTo(side: number, { height, width }: PixelSize): PixelSize {
  const scale = side / Math.max(height, width);
  const scaled = (length: number) => Math.max(1, Math.round(length * scale));
  return { height: scaled(height), width: scaled(width) };
}
