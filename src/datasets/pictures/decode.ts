/**
 * From a file's bytes to a picture: PNG by our own decoder, the same everywhere; the rest by the
 * browser's, or Node's in tests.
 */
import { codeOf } from '../../core/errors.ts';
import { pictureDamaged, readHead } from './heads.ts';
import type { Picture, PlatformDecoder } from './picture.ts';
import { decodePng } from './png.ts';

/** @throws LabError that names the file and says what is wrong with it */
export async function decodePicture(
  { name, bytes }: { name: string; bytes: Uint8Array<ArrayBuffer> },
  platform: PlatformDecoder,
): Promise<Picture> {
  const { width, height, turned, ...kind } = readHead(name, bytes, bytes.length)!;
  if (kind.format === 'png') return { width, height, kind, rgba: decodePng(name, bytes) };
  const decoded = await platform({ name, bytes, type: `image/${kind.format}`, turned }).catch(
    (error) => {
      throw codeOf(error) === undefined
        ? pictureDamaged(name, `whose ${kind.format.toUpperCase()} data cannot be decoded`)
        : error;
    },
  );
  if (decoded.width === width && decoded.height === height) {
    return { width, height, kind, rgba: decoded.rgba };
  }
  const sizes = [decoded, { width, height }].map((size) => `${size.width} × ${size.height}`);
  throw pictureDamaged(name, `decoded to ${sizes[0]} pixels where its head says ${sizes[1]}`);
}
