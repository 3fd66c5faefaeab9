/** The frame header of a JPEG file, and how its Exif data turn it. */
import type { ReadHead } from './heads.ts';

const EXIF = 0xe1; // marker APP1
const SCAN = 0xda; // marker SOS: no header follows

export const readJpegHead: ReadHead = (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let orientation = 1;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++; // fill bytes
      continue;
    }
    const length = view.getUint16(at + 2);
    const segment = bytes.subarray(at + 4, at + 2 + length);
    if (marker === EXIF) orientation = orientationOf(segment) ?? orientation;
    if (isFrame(marker)) return readFrame(segment, orientation);
    if (marker === SCAN || length < 2) return undefined;
    at += 2 + length;
  }
  return undefined;
};

/** SOF0 to SOF15, among which lie Huffman tables, arithmetic conditioning and a reserved one. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function readFrame(segment: Uint8Array, orientation: number): ReturnType<ReadHead> {
  if (segment.length < 6) return undefined;
  const [depth, heightHigh, heightLow, widthHigh, widthLow, components] = segment;
  if (components === 4) return 'inks';
  const stored = [256 * widthHigh! + widthLow!, 256 * heightHigh! + heightLow!] as const;
  const [width, height] = orientation >= 5 ? [stored[1], stored[0]] : stored;
  const turned = orientation !== 1;
  return {
    width,
    height,
    depth: depth!,
    grey: components === 1,
    alpha: false,
    animated: false,
    turned,
  };
}

/** Exif is a TIFF file within: byte order, then directories of 12 bytes an entry. */
function orientationOf(segment: Uint8Array): number | undefined {
  if (String.fromCharCode(...segment.subarray(0, 6)) !== 'Exif\0\0' || segment.length < 14) {
    return undefined;
  }
  const view = new DataView(segment.buffer, segment.byteOffset + 6, segment.byteLength - 6);
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > view.byteLength) return undefined;
  const count = view.getUint16(directory, little);
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + 12 * index;
    if (entry + 12 > view.byteLength) return undefined;
    if (view.getUint16(entry, little) !== 0x0112) continue;
    const value = view.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}
