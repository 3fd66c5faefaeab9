/**
 * Windows of images. An image with zeros laid around it has every window whole; then the place of an
 * entry of a window is the place of the window plus that of the entry in it, and two lists say all.
 */
import { prepare, run } from './threads';

@unmanaged
class Padding {
  x: usize;
  to: usize;
  height: i32;
  /** Bytes of a row of x. */
  row: usize;
  top: i32;
  /** Bytes of zeros to the left. */
  left: usize;
  toHeight: i32;
  toRow: usize;
  rows: i32;
  rowsAtOnce: i32;
}

/** Bytes that a chunk of `padImages` writes, about. */
const PADDED_AT_ONCE: i32 = 1 << 17;

/** Copies images [images, height, width, channels] into the midst of zeros. */
export function padImages(
  x: usize,
  to: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  toHeight: i32,
  toWidth: i32,
): void {
  const job = prepare<Padding>();
  job.x = x;
  job.to = to;
  job.height = height;
  job.row = (<usize>(width * channels)) << 2;
  job.top = top;
  job.left = (<usize>(left * channels)) << 2;
  job.toHeight = toHeight;
  job.toRow = (<usize>(toWidth * channels)) << 2;
  job.rows = images * toHeight;
  job.rowsAtOnce = max(1, PADDED_AT_ONCE / (toWidth * channels * 4));
  run(padImagesChunk, (job.rows + job.rowsAtOnce - 1) / job.rowsAtOnce);
}

function padImagesChunk(fields: usize, chunk: i32): void {
  const job = changetype<Padding>(fields);
  const end = min(job.rows, (chunk + 1) * job.rowsAtOnce);
  const right = job.left + job.row;
  for (let row = chunk * job.rowsAtOnce; row < end; row++) {
    const image = row / job.toHeight;
    const y = row - image * job.toHeight - job.top;
    const to = job.to + <usize>row * job.toRow;
    if (y < 0 || y >= job.height) {
      memory.fill(to, 0, job.toRow);
      continue;
    }
    memory.fill(to, 0, job.left);
    memory.copy(to + job.left, job.x + <usize>(image * job.height + y) * job.row, job.row);
    memory.fill(to + right, 0, job.toRow - right);
  }
}

/**
 * Addresses of the positions [first, first + count) of a grid [images, height, width]; the last one
 * stands in for those that are missing to a multiple of `multiple`.
 *
 * @param column bytes between neighbours along a row; `row` and `image` likewise
 */
export function listPositions(
  first: i32,
  count: i32,
  multiple: i32,
  height: i32,
  width: i32,
  origin: usize,
  column: usize,
  row: usize,
  image: usize,
  list: usize,
): void {
  const line = first / width;
  let x = first - line * width;
  let y = line % height;
  let rowAt = origin + <usize>(line / height) * image + <usize>y * row;
  let at = rowAt + <usize>x * column;
  const end = list + ((<usize>count) << 2);
  while (list < end) {
    store<usize>(list, at);
    list += 4;
    at += column;
    if (++x < width) continue;
    x = 0;
    rowAt += row;
    if (++y == height) {
      y = 0;
      rowAt += image - <usize>height * row;
    }
    at = rowAt;
  }
  for (let i = count; i % multiple != 0; i++, list += 4) store<usize>(list, load<usize>(list - 4));
}

/**
 * The entries of a window, in bytes from its beginning.
 *
 * @param runs its rows, each of `runLength` numbers and `line` bytes from the next
 */
export function listEntries(
  runs: i32,
  runLength: i32,
  line: usize,
  multiple: i32,
  list: usize,
): void {
  const inner = runs * runLength;
  if (inner > 0) listPositions(0, inner, multiple, runs, runLength, 0, 4, line, 0, list);
}
