/**
 * Pictures in rows, decoded into images of one size: the same questions and the same policy as for
 * folders of pictures. All are read before the first is decoded, since their heads tell the sizes.
 */
import { leaveOut } from '../importing/leavingOut.ts';
import { expectRoomFor } from '../importing/limits.ts';
import type { Reading } from '../importing/reading.ts';
import { HEAD_BYTES, readHead, type PictureHead } from '../pictures/heads.ts';
import { renderPicture, type Rendering } from '../pictures/rendering.ts';
import { askRendering } from './imageFolderQuestions.ts';

export interface RowPicture {
  /** `train.parquet › row 17` */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A picture whose head could be read. */
export interface SeenPicture extends RowPicture {
  readonly head: PictureHead;
}

/** Decoded at the same time: the browser decodes beside this thread. */
const AT_ONCE = 8;

/** Undefined, and told, where it is no picture. */
export function seePicture(picture: RowPicture, reading: Reading): SeenPicture | undefined {
  const { name, bytes } = picture;
  try {
    const head =
      readHead(name, bytes.subarray(0, HEAD_BYTES), bytes.length) ??
      readHead(name, bytes, bytes.length);
    return { ...picture, head: head! };
  } catch (error) {
    return leaveOut(picture, error, reading);
  }
}

/** One rendering for the pictures of all parts. */
export const askForAll = (parts: readonly (readonly SeenPicture[])[], reading: Reading) =>
  askRendering(
    parts.flatMap((pictures) => pictures.map(({ head }) => head)),
    reading,
  );

export interface DecodedPictures {
  /** uint8 [kept, height, width, channels] */
  readonly images: Uint8Array;
  /** Numbers of the pictures that could be decoded. */
  readonly kept: readonly number[];
}

export async function decodePictures(
  name: string,
  pictures: readonly SeenPicture[],
  rendering: Rendering,
  reading: Reading,
): Promise<DecodedPictures> {
  const { height, width, channels } = rendering;
  const size = height * width * channels;
  expectRoomFor(name, [pictures.length, height, width, channels]);
  const images = new Uint8Array(pictures.length * size);
  const isWhole = new Uint8Array(pictures.length);
  let next = 0;
  const decodeSome = async () => {
    while (next < pictures.length) {
      const index = next++;
      const picture = pictures[index]!;
      await reading.progress(index, pictures.length, 'Reading pictures');
      const decoded = await reading
        .decodePicture(picture)
        .catch((error: unknown) => leaveOut(picture, error, reading));
      if (!decoded) continue;
      renderPicture(decoded, rendering, images.subarray(index * size, (index + 1) * size));
      isWhole[index] = 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, decodeSome));

  // Where pictures turned out to be damaged the others close up.
  const kept = pictures.flatMap((_, index) => (isWhole[index] ? [index] : []));
  kept.forEach((from, to) => {
    if (from !== to) images.copyWithin(to * size, from * size, (from + 1) * size);
  });
  return { images: images.subarray(0, kept.length * size), kept };
}
