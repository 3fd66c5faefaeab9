/**
 * Reading many small pieces of one file in the order in which they lie: a megabyte is read for the
 * first and answers the next hundreds. Each question to the disk costs a message between processes,
 * which is more than unpacking a small picture.
 */
import type { SourceFile } from './sourceFile.ts';

const WINDOW = 2 ** 20; // bytes
/** Pieces that are read at the same time may lie on both sides of a border. */
const WINDOWS_KEPT = 3;

interface Window {
  readonly begin: number;
  readonly end: number;
  readonly bytes: Promise<Uint8Array>;
}

/** Like the file's `slice`; the bytes are shared and must not be changed. */
export type ReadPiece = (begin: number, end: number) => Promise<Uint8Array>;

export function readingAhead(file: SourceFile): ReadPiece {
  let windows: Window[] = [];
  return async (begin, end) => {
    if (end - begin > WINDOW / 2) return file.slice(begin, end);
    let window = windows.find((each) => each.begin <= begin && end <= each.end);
    if (!window) {
      const windowEnd = Math.min(file.size, begin + WINDOW);
      window = { begin, end: windowEnd, bytes: file.slice(begin, windowEnd) };
      windows = [window, ...windows].slice(0, WINDOWS_KEPT);
    }
    const bytes = await window.bytes;
    return bytes.subarray(begin - window.begin, end - window.begin);
  };
}
