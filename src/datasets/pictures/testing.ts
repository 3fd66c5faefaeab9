/** For tests: JPEG by jpeg-js, PNG by our own decoder, nothing else; and pictures as files. */
import { encode as encodePng } from 'fast-png';
import jpeg from 'jpeg-js';
import type { Reading } from '../importing/reading.ts';
import { decodePicture } from './decode.ts';
import type { PlatformDecoder } from './picture.ts';

const nodeDecoder: PlatformDecoder = async ({ name, bytes, type }) => {
  if (type !== 'image/jpeg') throw new Error(`${name}: Node decodes no ${type}`);
  const options = { useTArray: true, tolerantDecoding: false, formatAsRGBA: true } as const;
  const { width, height, data } = jpeg.decode(bytes, options);
  return { width, height, rgba: data };
};

export const decodeInNode: Reading['decodePicture'] = (file) => decodePicture(file, nodeDecoder);

export interface TestPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: Uint8Array | Uint16Array;
}

/** The bytes of a PNG, by fast-png. */
export const pngOf = ({ data, ...picture }: TestPicture): Uint8Array<ArrayBuffer> =>
  new Uint8Array(encodePng({ ...picture, data, depth: data instanceof Uint16Array ? 16 : 8 }));

/** A PNG of one grey or colour. */
export const evenPng = (width: number, height: number, ...value: number[]) =>
  pngOf({
    ...{ width, height },
    channels: value.length as TestPicture['channels'],
    data: Uint8Array.from(
      { length: width * height * value.length },
      (_, i) => value[i % value.length]!,
    ),
  });

/** The bytes of a JPEG, by jpeg-js. */
export function jpegOf(width: number, height: number, rgba: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(jpeg.encode({ width, height, data: Buffer.from(rgba) }, 95).data);
}
