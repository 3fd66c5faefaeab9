/**
 * The maximum over windows of size × size pixels that lie side by side, and its gradient. Pixels that
 * fill no window belong to none. A chunk is some rows of windows; channels go by four at a time.
 */
import { prepare, run } from './threads';

/** Numbers of the image in a chunk, about. */
const NUMBERS_AT_ONCE: i32 = 1 << 15;

@unmanaged
class MaxPool {
  x: usize;
  y: usize;
  /** Of the gradient alone. */
  upstream: usize;
  result: usize;
  height: i32;
  size: i32;
  /** Windows in a row, rows of windows in an image, in all of them, in a chunk. */
  columns: i32;
  rowsOfImage: i32;
  rows: i32;
  rowsAtOnce: i32;
  /** Bytes of a pixel, of a row of pixels. */
  pixel: usize;
  line: usize;
}

/** x [images, height, width, channels]; y [images, height / size, width / size, channels]. */
export function maxPool(
  x: usize,
  y: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
): void {
  const job = prepare<MaxPool>();
  job.x = x;
  job.y = y;
  const chunks = lay(job, images, height, width, channels, size);
  run(maxPoolChunk, chunks);
}

/** To the first entry of each window that equals its maximum; none equals NaN. */
export function maxPoolGradient(
  upstream: usize,
  x: usize,
  y: usize,
  result: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  size: i32,
): void {
  const job = prepare<MaxPool>();
  job.upstream = upstream;
  job.x = x;
  job.y = y;
  job.result = result;
  const chunks = lay(job, images, height, width, channels, size);
  run(maxPoolGradientChunk, chunks);
}

/** Sets the sizes. @returns chunks of rows of windows */
function lay(job: MaxPool, images: i32, height: i32, width: i32, channels: i32, size: i32): i32 {
  job.height = height;
  job.size = size;
  job.columns = width / size;
  job.rowsOfImage = height / size;
  job.rows = images * job.rowsOfImage;
  job.rowsAtOnce = max(1, NUMBERS_AT_ONCE / (size * width * channels));
  job.pixel = (<usize>channels) << 2;
  job.line = <usize>width * job.pixel;
  return (job.rows + job.rowsAtOnce - 1) / job.rowsAtOnce;
}

/** Bytes from the beginning of the images to a row of windows. */
function windowsAt(job: MaxPool, row: i32): usize {
  const image = row / job.rowsOfImage;
  const line = image * job.height + (row - image * job.rowsOfImage) * job.size;
  return <usize>line * job.line;
}

function maxPoolChunk(fields: usize, chunk: i32): void {
  const job = changetype<MaxPool>(fields);
  const end = min(job.rows, (chunk + 1) * job.rowsAtOnce);
  for (let row = chunk * job.rowsAtOnce; row < end; row++) {
    let from = job.x + windowsAt(job, row);
    let to = job.y + <usize>(row * job.columns) * job.pixel;
    for (let column = 0; column < job.columns; column++) {
      largestOfWindow(from, job.size, job.pixel, job.line, to);
      from += <usize>job.size * job.pixel;
      to += job.pixel;
    }
  }
}

function largestOfWindow(x: usize, size: i32, pixel: usize, line: usize, y: usize): void {
  const whole = pixel & ~15;
  const across = <usize>size * pixel;
  const last = x + <usize>size * line;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    let largest = v128.load(x + at);
    for (let row = x + at; row < last; row += line) {
      const end = row + across;
      for (let entry = row; entry < end; entry += pixel) {
        largest = f32x4.max(largest, v128.load(entry));
      }
    }
    v128.store(y + at, largest);
  }
  for (; at < pixel; at += 4) {
    let largest = load<f32>(x + at);
    for (let row = x + at; row < last; row += line) {
      const end = row + across;
      for (let entry = row; entry < end; entry += pixel) {
        largest = max<f32>(largest, load<f32>(entry));
      }
    }
    store<f32>(y + at, largest);
  }
}

function maxPoolGradientChunk(fields: usize, chunk: i32): void {
  const job = changetype<MaxPool>(fields);
  const end = min(job.rows, (chunk + 1) * job.rowsAtOnce);
  const across = <usize>job.size * job.pixel;
  const covered = <usize>job.columns * across;
  const linesLeft = <usize>(job.height - job.rowsOfImage * job.size);
  for (let row = chunk * job.rowsAtOnce; row < end; row++) {
    const begin = windowsAt(job, row);
    const result = job.result + begin;
    let window = begin;
    let at = <usize>(row * job.columns) * job.pixel;
    for (let column = 0; column < job.columns; column++) {
      spreadToWindow(job, job.upstream + at, job.y + at, window);
      window += across;
      at += job.pixel;
    }
    for (let line: usize = 0; line < <usize>job.size; line++) {
      memory.fill(result + line * job.line + covered, 0, job.line - covered);
    }
    if ((row + 1) % job.rowsOfImage == 0) {
      memory.fill(result + <usize>job.size * job.line, 0, linesLeft * job.line);
    }
  }
}

/** @param window bytes from the beginning of the images to a window */
function spreadToWindow(job: MaxPool, upstream: usize, y: usize, window: usize): void {
  const pixel = job.pixel;
  const line = job.line;
  const whole = pixel & ~15;
  const across = <usize>job.size * pixel;
  const x = job.x;
  const result = job.result;
  const last = window + <usize>job.size * line;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const largest = v128.load(y + at);
    let left = v128.load(upstream + at);
    for (let row = window + at; row < last; row += line) {
      const end = row + across;
      for (let entry = row; entry < end; entry += pixel) {
        const hit = f32x4.eq(v128.load(x + entry), largest);
        v128.store(result + entry, v128.and(left, hit));
        left = v128.andnot(left, hit);
      }
    }
  }
  for (; at < pixel; at += 4) {
    const largest = load<f32>(y + at);
    let left = load<f32>(upstream + at);
    for (let row = window + at; row < last; row += line) {
      const end = row + across;
      for (let entry = row; entry < end; entry += pixel) {
        const hit = load<f32>(x + entry) == largest;
        store<f32>(result + entry, hit ? left : 0);
        if (hit) left = 0;
      }
    }
  }
}
