/**
 * Decoding PNG, the same on every machine: the numbers in the file, without gamma or colour profile,
 * alpha kept beside them. Browsers' decoders change the first and lose colours at low alpha.
 *
 *   signature, then chunks of length, type, data and CRC-32, which is checked in all of them;
 *   IHDR first, PLTE and tRNS if any, the zlib data in IDATs, IEND last
 *
 * Memory is asked for by the sizes in IHDR alone: what unpacks to more is dropped.
 *
 * W3C, Portable Network Graphics, third edition 2023, sections 5 and 11.
 */
import { unzlibSync } from 'fflate';
import { concatBytes } from '../../core/hash.ts';
import { crc32 } from '../files/crc32.ts';
import { pictureDamaged } from './heads.ts';
import { pixelsOf, unpackedSize, type PngHeader } from './pngPixels.ts';

const SIGNATURE = 8; // bytes
const AROUND = 12; // bytes of a chunk besides its data

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/** @returns uint8 [height, width, 4], not premultiplied */
export function decodePng(name: string, bytes: Uint8Array): Uint8Array {
  const chunks = readChunks(name, bytes);
  const header = readHeader(name, chunks[0]!);
  const dataOf = (type: string) =>
    chunks.filter((chunk) => chunk.type === type).map(({ data }) => data);
  const palette = dataOf('PLTE')[0];
  const unpacked = unpackPixels(name, header, concatBytes(dataOf('IDAT')));
  const rgba = pixelsOf({ ...header, palette, transparency: dataOf('tRNS')[0] }, unpacked);
  if (rgba) return rgba;
  throw pictureDamaged(name, 'whose pixels are filtered or coloured in a way that PNG has not');
}

function readChunks(name: string, bytes: Uint8Array): readonly Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE; chunks.at(-1)?.type !== 'IEND';) {
    const length = at + AROUND <= bytes.length ? view.getUint32(at) : Infinity;
    const end = at + AROUND + length;
    if (end > bytes.length) {
      throw pictureDamaged(name, `which breaks off after ${bytes.length} bytes`);
    }
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) {
      throw pictureDamaged(name, `whose ${shown(type)} chunk at byte ${at} has a wrong checksum`);
    }
    chunks.push({ type, data: bytes.subarray(at + 8, end - 4) });
    at = end;
  }
  return chunks;
}

const shown = (type: string) => type.replace(/[^a-z]/gi, '?');

/** Bits per value that a colour type may have. */
const depths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

function readHeader(name: string, { type, data }: Chunk): PngHeader {
  const [depth, colour, packing, filtering, interlacing] = data.subarray(8);
  const sound =
    type === 'IHDR' &&
    data.length === 13 &&
    depths[colour!]?.includes(depth!) &&
    packing === 0 &&
    filtering === 0 &&
    interlacing! <= 1;
  if (!sound) throw pictureDamaged(name, 'whose header describes no PNG');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    depth: depth!,
    colour: colour!,
    interlaced: interlacing === 1,
  };
}

function unpackPixels(name: string, header: PngHeader, packed: Uint8Array): Uint8Array {
  const size = unpackedSize(header);
  let unpacked: Uint8Array;
  try {
    unpacked = unzlibSync(packed, { out: new Uint8Array(size) });
  } catch {
    throw pictureDamaged(name, 'whose packed pixels are damaged');
  }
  if (unpacked.length === size) return unpacked;
  throw pictureDamaged(name, `whose pixels end after ${unpacked.length} of ${size} bytes`);
}
