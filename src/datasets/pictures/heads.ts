/**
 * What a picture's first bytes say of it, before anything is decoded: a file of 48 KB may decode to
 * 1.6 GB. Its type follows from its bytes, not from its name.
 *
 *   PNG    W3C, PNG third edition 2023, section 11.2.1 (IHDR)
 *   JPEG   ITU-T T.81, section B.2.2 (frame header); the turn from Exif 2.3, tag 0x0112
 *   WebP   RFC 9649, section 2
 *   GIF    CompuServe, GIF89a
 *   BMP    Microsoft, BITMAPINFOHEADER
 */
import { LabError } from '../../core/errors.ts';
import { readGifHead, readWebpHead, readBmpHead } from './otherHeads.ts';
import { readJpegHead } from './jpegHead.ts';
import type { Picture } from './picture.ts';

export interface PictureHead {
  readonly format: Picture['kind']['format'];
  /** In pixels, as it is shown: once turned. */
  readonly width: number;
  readonly height: number;
  /** Bits per value. */
  readonly depth: number;
  /** null where the file does not say. */
  readonly grey: boolean | null;
  readonly alpha: boolean;
  readonly animated: boolean;
  /** Its file says that it is shown turned or mirrored. */
  readonly turned: boolean;
}

/** Pixels a side. */
export const LARGEST_SIDE = 4096;
/** Bytes in which all but few heads end. */
export const HEAD_BYTES = 2 ** 16;

/** What a head is read from: undefined where the bytes end before the head does. */
export type ReadHead = (bytes: Uint8Array) => Omit<PictureHead, 'format'> | 'inks' | undefined;

const kinds: readonly {
  readonly format: PictureHead['format'];
  readonly begins: (bytes: Uint8Array) => boolean;
  readonly read: ReadHead;
}[] = [
  { format: 'png', begins: (bytes) => startsWith(bytes, '\x89PNG\r\n\x1a\n'), read: readPngHead },
  { format: 'jpeg', begins: (bytes) => startsWith(bytes, '\xff\xd8\xff'), read: readJpegHead },
  {
    format: 'webp',
    begins: (bytes) => startsWith(bytes, 'RIFF') && startsWith(bytes.subarray(8), 'WEBP'),
    read: readWebpHead,
  },
  { format: 'gif', begins: (bytes) => /^GIF8[79]a$/.test(latin(bytes, 6)), read: readGifHead },
  { format: 'bmp', begins: (bytes) => startsWith(bytes, 'BM'), read: readBmpHead },
];

/** Undefined for what is no picture that the lab reads. */
export const formatOf = (bytes: Uint8Array): PictureHead['format'] | undefined =>
  kinds.find(({ begins }) => begins(bytes))?.format;

/**
 * @param bytes all of the file, or its first HEAD_BYTES
 * @param size of the file
 * @returns undefined where more bytes are needed
 */
export function readHead(name: string, bytes: Uint8Array, size: number): PictureHead | undefined {
  const kind = kinds.find(({ begins }) => begins(bytes));
  if (!kind) throw noPicture(name, bytes);
  const head = kind.read(bytes);
  if (head === 'inks') throw inks(name);
  if (!head && bytes.length < size) return undefined;
  if (!head) throw pictureDamaged(name, `whose ${size} bytes do not tell its size`);
  expectSize(name, head);
  return { format: kind.format, ...head };
}

export function pictureDamaged(name: string, what: string): LabError {
  return new LabError('picture-damaged', {
    found: `${name}, ${what}`,
    expected: 'a whole picture',
    fix: 'copy it again, or leave it out',
  });
}

function expectSize(name: string, { width, height }: { width: number; height: number }): void {
  if (Math.min(width, height) > 0 && Math.max(width, height) <= LARGEST_SIDE) return;
  throw new LabError('picture-size', {
    found: `${name}, a picture of ${width} × ${height} pixels`,
    expected: `1 to ${LARGEST_SIDE} pixels a side`,
    fix: 'make it smaller, or leave it out',
  });
}

function readPngHead(bytes: Uint8Array): ReturnType<ReadHead> {
  if (bytes.length < 33 || latin(bytes.subarray(12), 4) !== 'IHDR') return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const colour = bytes[25]!;
  let [alpha, animated] = [(colour & 4) !== 0, false];
  for (let at = 33; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) {
    const type = latin(bytes.subarray(at + 4), 4);
    if (type === 'IDAT') break;
    alpha ||= type === 'tRNS';
    animated ||= type === 'acTL';
  }
  const grey = colour === 3 ? null : (colour & 2) === 0; // a palette may hold either
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  return { width, height, depth: bytes[24]!, grey, alpha, animated, turned: false };
}

const otherTypes: readonly (readonly [RegExp, string])[] = [
  [/^(\ufeff|\xef\xbb\xbf)?\s*<(\?xml|svg|!--)/i, 'drawn by SVG, whose size is free'],
  [/^\s*<(!doctype|html)/i, 'a web page'],
  [/^(II\*\0|MM\0\*)/, 'a TIFF picture'],
  [/^.{4}ftypavi[fs]/s, 'an AVIF picture'],
  [/^.{4}ftyp(hei|mif)/s, 'a HEIC picture'],
  [/^PK/, 'a zip file'],
  [/^%PDF/, 'a PDF document'],
];

function noPicture(name: string, bytes: Uint8Array): LabError {
  const start = latin(bytes, 64);
  const other = otherTypes.find(([begins]) => begins.test(start))?.[1];
  const digits = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0'));
  const what = bytes.length === 0 ? 'which holds nothing' : `which begins with ${digits.join(' ')}`;
  return new LabError('no-picture', {
    found: `${name}, ${other ?? what}`,
    expected: 'a PNG, JPEG, WebP, GIF or BMP picture',
    fix: 'convert it to PNG, or leave it out',
  });
}

/** Browsers turn printing inks into light each in their own way: the same file, other numbers. */
function inks(name: string): LabError {
  return new LabError('picture-inks', {
    found: `${name}, a JPEG in printing inks (CMYK)`,
    expected: 'grey or RGB, which is the same numbers everywhere',
    fix: 'convert it to RGB, or leave it out',
  });
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return latin(bytes, text.length) === text;
}

/** One letter per byte. */
const latin = (bytes: Uint8Array, length: number) =>
  String.fromCharCode(...bytes.subarray(0, length));
