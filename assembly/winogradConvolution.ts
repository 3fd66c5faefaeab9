/**
 * Convolutions by Winograd's algorithm (winograd.ts): the forward pass, and the gradient for the image,
 * which is one with the filter turned by half a turn.
 *
 * A chunk is some tiles: their pixels are transformed, multiplied point by point, and their results
 * transformed back, all within a thread's scratch memory.
 */
import { multiplyScattered } from './scatteredTile';
import { ownScratch, prepare, run } from './threads';
import { TILE_COLUMNS, TILE_ROWS } from './tile';
import { POINTS, transformFilter, transformPixels, transformResults } from './winograd';
import { listPositions } from './windows';

/** Floats of a point's tiles, inputs and outputs together, in a chunk: all points fit into the caches. */
const TILE_FLOATS: i32 = 6144;
const TILES: i32 = 96;
/** Bytes by which points lie further apart than they must, so that they fall into different cache sets. */
const APART: usize = 192;

/** Where things lie in a thread's scratch memory. */
const ZEROS: usize = 0;
const ROWS: usize = 64;
const RESULTS: usize = ROWS + <usize>TILES * 4;
const PIXELS: usize = 1024;

/** Tiles of a chunk: fewer, the more channels they have. */
export function tilesAtOnce(inputs: i32, outputs: i32): i32 {
  return max(TILE_ROWS, min(TILES, (TILE_FLOATS / (inputs + outputs) / TILE_ROWS) * TILE_ROWS));
}

/** Bytes between points of so many tiles of so many channels. */
export function pointBytes(tiles: i32, channels: i32): usize {
  return ((<usize>(tiles * channels)) << 2) + APART;
}

/**
 * Panels [outputs / 8, inputs, 8] for each point, of a filter [3, 3, inputs, outputs]; or of the turned
 * one, whose inputs and outputs are exchanged: then the filter is [3, 3, outputs, inputs].
 */
export function packWinograd(
  filter: usize,
  isTurned: bool,
  inputs: i32,
  outputs: i32,
  to: usize,
): void {
  const tap = (<usize>(inputs * outputs)) << 2;
  const from = isTurned ? filter + tap * 8 : filter;
  const each = isTurned ? <usize>0 - tap : tap;
  const input: usize = isTurned ? 4 : (<usize>outputs) << 2;
  const output: usize = isTurned ? (<usize>inputs) << 2 : 4;
  for (let column = 0; column < outputs; column += 4) {
    const panel = to + ((<usize>(column / 8) * <usize>inputs) << 5) + ((<usize>(column & 4)) << 2);
    for (let i = 0; i < inputs; i++) {
      const place = from + <usize>i * input + <usize>column * output;
      transformFilter(place, each, output, panel + ((<usize>i) << 5), tap);
    }
  }
}

@unmanaged
class Winograd {
  x: usize;
  panels: usize;
  bias: usize;
  result: usize;
  rectifies: bool;
  height: i32;
  width: i32;
  /** Tiles of an image, and of all. */
  tileRows: i32;
  tileColumns: i32;
  tiles: i32;
  tilesAtOnce: i32;
  /** Bytes of a row, of an image, zeros included. */
  line: usize;
  image: usize;
  entries: usize;
  inputs: i32;
  outputs: i32;
}

/**
 * result [images, height, width, outputs] = activation(x ∗ filter + bias); both channel counts
 * multiples of 8.
 *
 * @param x with zeros around: two rows and columns more than the tiles cover
 * @param bias 0: none
 * @param entries room for a list of 16 entries for each input
 */
export function winograd(
  x: usize,
  panels: usize,
  bias: usize,
  result: usize,
  rectifies: bool,
  images: i32,
  height: i32,
  width: i32,
  line: usize,
  image: usize,
  entries: usize,
  inputs: i32,
  outputs: i32,
): void {
  const job = prepare<Winograd>();
  job.x = x;
  job.panels = panels;
  job.bias = bias;
  job.result = result;
  job.rectifies = rectifies;
  job.height = height;
  job.width = width;
  job.tileRows = (height + 1) / 2;
  job.tileColumns = (width + 1) / 2;
  job.tiles = images * job.tileRows * job.tileColumns;
  job.tilesAtOnce = tilesAtOnce(inputs, outputs);
  job.line = line;
  job.image = image;
  job.entries = entries;
  job.inputs = inputs;
  job.outputs = outputs;
  const point = pointBytes(job.tilesAtOnce, inputs);
  listPositions(0, POINTS * inputs, 1, POINTS, inputs, 0, 4, point, 0, entries);
  run(winogradChunk, (job.tiles + job.tilesAtOnce - 1) / job.tilesAtOnce);
}

function winogradChunk(fields: usize, chunk: i32): void {
  const job = changetype<Winograd>(fields);
  const first = chunk * job.tilesAtOnce;
  const count = min(job.tilesAtOnce, job.tiles - first);
  const pixel = (<usize>job.inputs) << 2;
  const pixels = ownScratch() + PIXELS;
  const pixelPoint = pointBytes(job.tilesAtOnce, job.inputs);
  const results = pixels + <usize>POINTS * pixelPoint;
  for (let tile = 0; tile < count; tile++) {
    const line = (first + tile) / job.tileColumns;
    const image = line / job.tileRows;
    const row = line - image * job.tileRows;
    const column = first + tile - line * job.tileColumns;
    const from =
      <usize>image * job.image + <usize>(row * 2) * job.line + <usize>(2 * column) * pixel;
    transformPixels(job.x + from, pixel, job.line, pixels + <usize>tile * pixel, pixelPoint);
  }
  multiplyPoints(job, count, pixels, results);
  storeTiles(job, first, count, results);
}

/** [count, inputs] · [inputs, outputs] for each point. */
function multiplyPoints(job: Winograd, count: i32, pixels: usize, results: usize): void {
  const rows = ownScratch() + ROWS;
  const resultRows = ownScratch() + RESULTS;
  const zeros = ownScratch() + ZEROS;
  const inputs = job.inputs;
  const outputs = job.outputs;
  const resultPoint = pointBytes(job.tilesAtOnce, outputs);
  listPositions(0, count, TILE_ROWS, 1, count, pixels, (<usize>inputs) << 2, 0, 0, rows);
  listPositions(0, count, TILE_ROWS, 1, count, results, (<usize>outputs) << 2, 0, 0, resultRows);
  memory.fill(zeros, 0, 64);
  const starts = zeros + 32;
  for (let row: usize = 0; row < 24; row += 4) store<usize>(starts + row, zeros);
  let panel = job.panels;
  for (let point = 0; point < POINTS; point++) {
    const entries = job.entries + ((<usize>(point * inputs)) << 2);
    for (let column = 0; column < outputs; column += TILE_COLUMNS) {
      const offset = <usize>point * resultPoint + ((<usize>column) << 2);
      for (let row: usize = 0; row < (<usize>count) << 2; row += 24) {
        multiplyScattered(rows + row, entries, inputs, panel, starts, 0, resultRows + row, offset);
      }
      panel += (<usize>inputs) << 5;
    }
  }
}

function storeTiles(job: Winograd, first: i32, count: i32, results: usize): void {
  const pixel = (<usize>job.outputs) << 2;
  const line = <usize>job.width * pixel;
  const point = pointBytes(job.tilesAtOnce, job.outputs);
  const floor = f32x4.splat(job.rectifies ? 0 : -Infinity);
  for (let tile = 0; tile < count; tile++) {
    const tileLine = (first + tile) / job.tileColumns;
    const image = tileLine / job.tileRows;
    const row = 2 * (tileLine - image * job.tileRows);
    const column = 2 * (first + tile - tileLine * job.tileColumns);
    transformResults(
      results + <usize>tile * pixel,
      point,
      job.bias,
      floor,
      job.result + <usize>(image * job.height + row) * line + <usize>column * pixel,
      pixel,
      line,
      row + 1 < job.height,
      column + 1 < job.width,
    );
  }
}
