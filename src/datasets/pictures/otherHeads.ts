/** Heads of WebP, GIF and BMP files. */
import type { ReadHead } from './heads.ts';

const viewOf = (bytes: Uint8Array) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Lossy (VP8), lossless (VP8L) or with more than one picture's worth of chunks (VP8X). */
export const readWebpHead: ReadHead = (bytes) => {
  if (bytes.length < 30) return undefined;
  const view = viewOf(bytes);
  const common = { depth: 8, grey: null, turned: false };
  const kind = String.fromCharCode(...bytes.subarray(12, 16));
  if (kind === 'VP8 ') {
    const [width, height] = [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
    return { ...common, width, height, alpha: false, animated: false };
  }
  if (kind === 'VP8L') {
    const fields = view.getUint32(21, true);
    const [width, height] = [(fields & 0x3fff) + 1, ((fields >>> 14) & 0x3fff) + 1];
    return { ...common, width, height, alpha: (fields & 0x10000000) !== 0, animated: false };
  }
  if (kind !== 'VP8X') return undefined;
  const flags = bytes[20]!;
  const sideAt = (at: number) => (view.getUint32(at, true) & 0xffffff) + 1;
  const [width, height] = [sideAt(24), (view.getUint32(26, true) >>> 8) + 1];
  return { ...common, width, height, alpha: (flags & 0x10) !== 0, animated: (flags & 2) !== 0 };
};

/** Animated where a second picture follows; what follows beyond the bytes given is not counted. */
export const readGifHead: ReadHead = (bytes) => {
  if (bytes.length < 13) return undefined;
  const view = viewOf(bytes);
  const tableBytes = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const afterBlocks = (from: number) => {
    let at = from;
    while (at < bytes.length && bytes[at] !== 0) at += 1 + bytes[at]!;
    return at + 1;
  };
  let [pictures, alpha] = [0, false];
  for (let at = 13 + tableBytes(bytes[10]!); at + 10 < bytes.length && pictures < 2;) {
    if (bytes[at] === 0x2c) {
      pictures++;
      at = afterBlocks(at + 11 + tableBytes(bytes[at + 9]!));
    } else if (bytes[at] === 0x21) {
      alpha ||= bytes[at + 1] === 0xf9 && (bytes[at + 3]! & 1) !== 0;
      at = afterBlocks(at + 2);
    } else break;
  }
  const [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  return { width, height, depth: 8, grey: null, alpha, animated: pictures > 1, turned: false };
};

/** A negative height means rows from the top. */
export const readBmpHead: ReadHead = (bytes) => {
  if (bytes.length < 30) return undefined;
  const view = viewOf(bytes);
  const old = view.getUint32(14, true) === 12;
  const width = old ? view.getUint16(18, true) : Math.abs(view.getInt32(18, true));
  const height = old ? view.getUint16(20, true) : Math.abs(view.getInt32(22, true));
  const bits = view.getUint16(old ? 24 : 28, true);
  const common = { depth: 8, grey: null, animated: false, turned: false };
  return { ...common, width, height, alpha: bits === 32 };
};
