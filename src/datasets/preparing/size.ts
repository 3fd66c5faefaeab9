/** Images of another size, resampled as pictures/resampling.ts says. */
import { choice, type Values } from '../../core/options.ts';
import { imageSizeOf } from '../analysis/slices.ts';
import type { ImageSet, UnsealedDataset } from '../dataset.ts';
import { expectRoomFor } from '../importing/limits.ts';
import { createResampler, type PixelSize } from '../pictures/resampling.ts';

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
  const { height, width } = size;
  if (height === dataset.height && width === dataset.width) return dataset;
  const resample = createResampler(dataset, size, dataset.channels);
  const [before, after] = [imageSizeOf(dataset), height * width * dataset.channels];
  const perTask = Math.max(1, Math.floor(TASK_VALUES / Math.max(before, after)));
  const resized = async (set: ImageSet): Promise<ImageSet> => {
    expectRoomFor(dataset.label, [set.count, height, width, dataset.channels]);
    const images = new Uint8Array(set.count * after);
    for (let index = 0; index < set.count; index++) {
      resample(set.images, index * before, images, index * after);
      if ((index + 1) % perTask === 0) await letMessagesIn();
    }
    return { ...set, images };
  };
  const [train, test] = [await resized(dataset.train), await resized(dataset.test)];
  return { ...dataset, height, width, train, test };
}

/** Pixel values between two breaths: some tens of milliseconds; all of CIFAR-10 takes seconds. */
const TASK_VALUES = 2 ** 21;

const letMessagesIn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** The size in the same proportions, as nearly as whole pixels can, whose longer side is `side`. */
function scaledTo(side: number, { height, width }: PixelSize): PixelSize {
  const scale = side / Math.max(height, width);
  const scaled = (length: number) => Math.max(1, Math.round(length * scale));
  return { height: scaled(height), width: scaled(width) };
}
