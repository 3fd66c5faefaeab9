/**
 * Convolutions of images that have their zeros around them, as products of windows and a packed
 * filter. The gradient for the image is one of these, too: of the upstream gradient and the filter
 * turned by half a turn; with a stride, one for every phase of it.
 */
import { packPanels, packTransposedPanels, roundUp } from './packing';
import { finish } from './blocks';
import { multiplyScatteredBlock, SPARE_BYTES } from './scatteredTile';
import { ownScratch, prepare, run } from './threads';
import { TILE_COLUMNS, TILE_ROWS } from './tile';
import { listEntries, listPositions } from './windows';

/** Windows of a chunk, a multiple of the tile's rows. */
const WINDOWS_AT_ONCE: i32 = 96;

/** Where things lie in a thread's scratch memory. */
const SPARE: usize = 0;
const WINDOWS: usize = SPARE_BYTES;
const RESULTS: usize = WINDOWS + <usize>WINDOWS_AT_ONCE * 4;

/** Floats that a filter [inner, columns] takes in panels that begin with their bias. */
export function filterFloats(inner: i32, columns: i32): i32 {
  return (inner + 1) * roundUp(columns, TILE_COLUMNS);
}

/** Panels of a filter [inner, columns], each with its columns' bias before it. */
export function packFilter(filter: usize, bias: usize, inner: i32, columns: i32, to: usize): void {
  for (let column = 0; column < columns; column += TILE_COLUMNS) {
    const width = min(TILE_COLUMNS, columns - column);
    const offset = (<usize>column) << 2;
    packPanels(1, bias + offset, 0, 0, width, to);
    packPanels(inner, filter + offset, (<usize>columns) << 2, 0, width, to + 32);
    to += (<usize>(inner + 1)) << 5;
  }
}

/**
 * Panels of every `stride`-th tap of a filter [height, width, inputs, outputs] from (top, left) on,
 * the last tap first, inputs and outputs exchanged, with a bias of 0.
 */
export function packTurnedFilter(
  filter: usize,
  height: i32,
  width: i32,
  inputs: i32,
  outputs: i32,
  top: i32,
  left: i32,
  stride: i32,
  to: usize,
): void {
  const bytes = (<usize>outputs) << 2;
  const lastY = lastTap(top, height, stride);
  const lastX = lastTap(left, width, stride);
  for (let column = 0; column < inputs; column += TILE_COLUMNS) {
    memory.fill(to, 0, 32);
    to += 32;
    for (let y = lastY; y >= top; y -= stride) {
      for (let x = lastX; x >= left; x -= stride) {
        const from = filter + <usize>((y * width + x) * inputs + column) * bytes;
        packTransposedPanels(outputs, from, bytes, min(TILE_COLUMNS, inputs - column), to);
        to += (<usize>outputs) << 5;
      }
    }
  }
}

/** The last of the taps first, first + stride, ... below `length`; before the first where there is none. */
function lastTap(first: i32, length: i32, stride: i32): i32 {
  return first < length ? first + ((length - 1 - first) / stride) * stride : first - 1;
}

@unmanaged
class Convolution {
  x: usize;
  panels: usize;
  result: usize;
  /** Only where results lie one behind the other. */
  rectifies: bool;
  /** Positions of the window in an image, and in all of them. */
  height: i32;
  width: i32;
  windows: i32;
  /** Bytes between neighbouring windows, rows of windows and images, in x and in the result. */
  column: usize;
  row: usize;
  image: usize;
  resultColumn: usize;
  resultRow: usize;
  resultImage: usize;
  /** List of the entries of a window, of how many. */
  entries: usize;
  inner: i32;
  columns: i32;
}

/**
 * result[window] = activation(bias + window · filter), for the windows at [images, height, width].
 *
 * @param x where the first window begins
 * @param panels the filter, packed
 * @param runs rows of a window, each of `runLength` numbers and `line` bytes from the next
 * @param entries room for a list of the entries of a window
 */
export function convolve(
  x: usize,
  panels: usize,
  result: usize,
  rectifies: bool,
  images: i32,
  height: i32,
  width: i32,
  column: usize,
  row: usize,
  image: usize,
  resultColumn: usize,
  resultRow: usize,
  resultImage: usize,
  runs: i32,
  runLength: i32,
  line: usize,
  entries: usize,
  columns: i32,
): void {
  listEntries(runs, runLength, line, 1, entries);
  const job = prepare<Convolution>();
  job.x = x;
  job.panels = panels;
  job.result = result;
  job.rectifies = rectifies;
  job.height = height;
  job.width = width;
  job.windows = images * height * width;
  job.column = column;
  job.row = row;
  job.image = image;
  job.resultColumn = resultColumn;
  job.resultRow = resultRow;
  job.resultImage = resultImage;
  job.entries = entries;
  job.inner = runs * runLength;
  job.columns = columns;
  run(convolveChunk, (job.windows + WINDOWS_AT_ONCE - 1) / WINDOWS_AT_ONCE);
}

function convolveChunk(fields: usize, chunk: i32): void {
  const job = changetype<Convolution>(fields);
  const first = chunk * WINDOWS_AT_ONCE;
  const count = min(WINDOWS_AT_ONCE, job.windows - first);
  const windows = ownScratch() + WINDOWS;
  const results = ownScratch() + RESULTS;
  const height = job.height;
  const width = job.width;
  listPositions(
    first,
    count,
    TILE_ROWS,
    height,
    width,
    job.result,
    job.resultColumn,
    job.resultRow,
    job.resultImage,
    results,
  );
  listPositions(
    first,
    count,
    TILE_ROWS,
    height,
    width,
    job.x,
    job.column,
    job.row,
    job.image,
    windows,
  );
  multiplyScatteredBlock(
    windows,
    roundUp(count, TILE_ROWS),
    job.entries,
    job.inner,
    job.panels,
    true,
    results,
    job.columns,
    ownScratch() + SPARE,
  );
  if (!job.rectifies) return;
  const stride = (<usize>job.columns) << 2;
  finish(job.result + <usize>first * stride, stride, count, job.columns, 0, true);
}
