/** Every image of a dataset made anew, in another size. */
import { imageSizeOf } from '../analysis/slices.ts';
import type { ImageSet, UnsealedDataset } from '../dataset.ts';
import { expectRoomFor } from '../importing/limits.ts';
import type { PixelSize, Resample } from '../pictures/resampling.ts';

/** Pixel values between two breaths: some tens of milliseconds; all of CIFAR-10 takes seconds. */
const TASK_VALUES = 2 ** 21;

const letMessagesIn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** @param remake reads an image and writes the new one */
export async function remakeImages<Kind extends UnsealedDataset>(
  dataset: Kind,
  { height, width }: PixelSize,
  remake: Resample,
): Promise<Kind> {
  const [before, after] = [imageSizeOf(dataset), height * width * dataset.channels];
  const perTask = Math.max(1, Math.floor(TASK_VALUES / Math.max(before, after)));
  const remade = async (set: ImageSet): Promise<ImageSet> => {
    expectRoomFor(dataset.label, [set.count, height, width, dataset.channels]);
    const images = new Uint8Array(set.count * after);
    for (let index = 0; index < set.count; index++) {
      remake(set.images, index * before, images, index * after);
      if ((index + 1) % perTask === 0) await letMessagesIn();
    }
    return { ...set, images };
  };
  const [train, test] = [await remade(dataset.train), await remade(dataset.test)];
  return { ...dataset, height, width, train, test };
}
