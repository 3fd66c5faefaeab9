/**
 * The gradient of a 3 × 3 filter by Winograd's algorithm (winograd.ts): pixels and upstream gradient
 * are transformed tile by tile, multiplied and added up point by point, and the sums transformed to
 * taps. Tiles are cut into parts by shape alone; partial results are added in order.
 */
import { roundUp } from './packing';
import { addPartials } from './partials';
import { multiplyScattered } from './scatteredTile';
import { ownScratch, prepare, run } from './threads';
import { TILE_COLUMNS, TILE_ROWS } from './tile';
import { collectFilter, POINTS, spreadResults, transformPixels } from './winograd';
import { pointBytes, tilesAtOnce } from './winogradConvolution';
import { listPositions } from './windows';

/** Tiles of a part at least, and parts at most. */
const PART: i32 = 96;
const PARTS: i32 = 16;
/** Floats of all partial results, about. */
const PARTIAL_FLOATS: i32 = 1 << 20;

@unmanaged
class WinogradFilter {
  x: usize;
  upstream: usize;
  partials: usize;
  height: i32;
  width: i32;
  tileRows: i32;
  tileColumns: i32;
  tiles: i32;
  tilesAtOnce: i32;
  part: i32;
  line: usize;
  image: usize;
  entries: usize;
  inputs: i32;
  outputs: i32;
}

/** Parts of so many tiles: partial results [16, inputs, outputs]. */
export function winogradFilterParts(tiles: i32, inputs: i32, outputs: i32): i32 {
  const size = partSize(tiles, inputs, outputs);
  return (tiles + size - 1) / size;
}

function partSize(tiles: i32, inputs: i32, outputs: i32): i32 {
  const parts = max(4, min(PARTS, PARTIAL_FLOATS / (POINTS * inputs * outputs)));
  return max(PART, roundUp((tiles + parts - 1) / parts, tilesAtOnce(inputs, outputs)));
}

/**
 * @param x with zeros around, as for `winograd`
 * @param upstream [images, height, width, outputs]
 * @param partials room for as many results as there are parts
 * @param entries room for a list of 16 entries for each tile of a chunk
 * @param result [3, 3, inputs, outputs]
 */
export function winogradFilter(
  x: usize,
  upstream: usize,
  partials: usize,
  result: usize,
  images: i32,
  height: i32,
  width: i32,
  line: usize,
  image: usize,
  entries: usize,
  inputs: i32,
  outputs: i32,
): void {
  const job = prepare<WinogradFilter>();
  job.x = x;
  job.upstream = upstream;
  job.partials = partials;
  job.height = height;
  job.width = width;
  job.tileRows = (height + 1) / 2;
  job.tileColumns = (width + 1) / 2;
  job.tiles = images * job.tileRows * job.tileColumns;
  job.tilesAtOnce = tilesAtOnce(inputs, outputs);
  job.part = partSize(job.tiles, inputs, outputs);
  job.line = line;
  job.image = image;
  job.entries = entries;
  job.inputs = inputs;
  job.outputs = outputs;
  const atOnce = job.tilesAtOnce;
  const point = pointBytes(atOnce, inputs);
  listPositions(0, POINTS * atOnce, 1, POINTS, atOnce, 0, (<usize>inputs) << 2, point, 0, entries);
  const parts = (job.tiles + job.part - 1) / job.part;
  run(winogradFilterChunk, parts);
  const size = inputs * outputs;
  addPartials(partials, POINTS * size, parts);
  for (let at: usize = 0; at < (<usize>size) << 2; at += 16) {
    collectFilter(partials + at, (<usize>size) << 2, result + at, (<usize>size) << 2);
  }
}

function winogradFilterChunk(fields: usize, chunk: i32): void {
  const job = changetype<WinogradFilter>(fields);
  const inputs = job.inputs;
  const pixel = (<usize>inputs) << 2;
  const stride = (<usize>job.outputs) << 2;
  const size = <usize>inputs * stride;
  const partial = job.partials + <usize>(chunk * POINTS) * size;
  const rows = ownScratch();
  const results = rows + ((<usize>roundUp(inputs, TILE_ROWS)) << 2);
  const pixels = ownScratch() + 4096;
  const panels = pixels + <usize>POINTS * pointBytes(job.tilesAtOnce, inputs);
  const end = min(job.tiles, (chunk + 1) * job.part);
  memory.fill(partial, 0, <usize>POINTS * size);
  listPositions(0, inputs, TILE_ROWS, 1, inputs, pixels, 4, 0, 0, rows);
  listPositions(0, inputs, TILE_ROWS, 1, inputs, partial, stride, 0, 0, results);
  for (let first = chunk * job.part; first < end; first += job.tilesAtOnce) {
    const count = min(job.tilesAtOnce, end - first);
    for (let tile = 0; tile < count; tile++) {
      const line = (first + tile) / job.tileColumns;
      const image = line / job.tileRows;
      const row = 2 * (line - image * job.tileRows);
      const column = 2 * (first + tile - line * job.tileColumns);
      const from = <usize>image * job.image + <usize>row * job.line + <usize>column * pixel;
      const to = pixels + <usize>tile * pixel;
      transformPixels(job.x + from, pixel, job.line, to, pointBytes(job.tilesAtOnce, inputs));
      const place = (image * job.height + row) * job.width + column;
      spreadTile(job, <usize>place * stride, row, column, panels + ((<usize>tile) << 5));
    }
    addPoints(job, count, rows, results, panels);
  }
}

/** The upstream gradient of one tile, to its row of every panel. */
function spreadTile(job: WinogradFilter, offset: usize, row: i32, column: i32, to: usize): void {
  const stride = (<usize>job.outputs) << 2;
  const panel = (<usize>job.tilesAtOnce) << 5;
  const point = <usize>(job.outputs / TILE_COLUMNS) * panel + 64;
  const hasSecondRow = row + 1 < job.height;
  const hasSecondColumn = column + 1 < job.width;
  const line = <usize>job.width * stride;
  let from = job.upstream + offset;
  for (const end = from + stride; from < end; from += 32, to += panel) {
    spreadResults(from, stride, line, hasSecondRow, hasSecondColumn, to, point);
    spreadResults(from + 16, stride, line, hasSecondRow, hasSecondColumn, to + 16, point);
  }
}

/** Adds [inputs, count] · [count, outputs] for each point. */
function addPoints(
  job: WinogradFilter,
  count: i32,
  rows: usize,
  results: usize,
  panels: usize,
): void {
  const inputs = job.inputs;
  const outputs = job.outputs;
  const panel = (<usize>job.tilesAtOnce) << 5;
  const point = <usize>(outputs / TILE_COLUMNS) * panel + 64;
  const end = (<usize>roundUp(inputs, TILE_ROWS)) << 2;
  for (let each = 0; each < POINTS; each++) {
    const entries = job.entries + ((<usize>(each * job.tilesAtOnce)) << 2);
    const b = panels + <usize>each * point;
    for (let row: usize = 0; row < end; row += 24) {
      for (let column = 0; column < outputs; column += TILE_COLUMNS) {
        const offset = (<usize>(each * inputs * outputs + column)) << 2;
        const from = b + <usize>(column / TILE_COLUMNS) * panel;
        const to = results + row;
        multiplyScattered(rows + row, entries, count, from, to, offset, to, offset);
      }
    }
  }
}
