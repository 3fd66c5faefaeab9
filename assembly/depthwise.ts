/**
 * Depthwise convolutions: each channel by its own filter [kernelHeight, kernelWidth, channels]. Every
 * number of a result is a sum over the taps that meet the image; channels go by sixteen at a time,
 * then by four, then one by one.
 *
 * The gradient for the image is such a sum, too: over the taps through which a pixel was seen, each
 * `stride`-th of the filter, while the places it was seen from go backwards.
 */
import { ownScratch, prepare, run } from './threads';
import { multiplyAdd } from './vector';

/** Multiplications of a chunk, about. */
const PRODUCTS_AT_ONCE: i32 = 1 << 18;

/** What a place along one axis meets: its first tap, how many, and the first source place. */
@unmanaged
class Meeting {
  tap: i32;
  taps: i32;
  source: i32;
}

@unmanaged
class Depthwise {
  x: usize;
  filter: usize;
  result: usize;
  isGradient: bool;
  /** Of what is read, and of what is written. */
  fromHeight: i32;
  fromWidth: i32;
  height: i32;
  width: i32;
  rows: i32;
  rowsAtOnce: i32;
  kernelHeight: i32;
  kernelWidth: i32;
  top: i32;
  left: i32;
  stride: i32;
  /** Bytes of a pixel. */
  pixel: usize;
}

/**
 * @param isGradient x is the gradient upstream [images, fromHeight, fromWidth, channels] and the
 *   result that for the image [images, height, width, channels]; else image and result
 * @param top zeros above the image, `left` those beside it
 */
export function depthwise(
  x: usize,
  filter: usize,
  result: usize,
  isGradient: bool,
  images: i32,
  fromHeight: i32,
  fromWidth: i32,
  height: i32,
  width: i32,
  channels: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  top: i32,
  left: i32,
  stride: i32,
): void {
  const job = prepare<Depthwise>();
  job.x = x;
  job.filter = filter;
  job.result = result;
  job.isGradient = isGradient;
  job.fromHeight = fromHeight;
  job.fromWidth = fromWidth;
  job.height = height;
  job.width = width;
  job.rows = images * height;
  job.rowsAtOnce = max(1, PRODUCTS_AT_ONCE / (width * channels * kernelHeight * kernelWidth));
  job.kernelHeight = kernelHeight;
  job.kernelWidth = kernelWidth;
  job.top = top;
  job.left = left;
  job.stride = stride;
  job.pixel = (<usize>channels) << 2;
  run(depthwiseChunk, (job.rows + job.rowsAtOnce - 1) / job.rowsAtOnce);
}

function depthwiseChunk(fields: usize, chunk: i32): void {
  const job = changetype<Depthwise>(fields);
  const end = min(job.rows, (chunk + 1) * job.rowsAtOnce);
  const size = offsetof<Meeting>();
  const down = changetype<Meeting>(ownScratch());
  const columns = ownScratch() + size;
  for (let column = 0; column < job.width; column++) {
    const across = changetype<Meeting>(columns + <usize>column * size);
    meet(across, job.isGradient, column, job.fromWidth, job.kernelWidth, job.left, job.stride);
  }
  let to = job.result + <usize>(chunk * job.rowsAtOnce * job.width) * job.pixel;
  for (let row = chunk * job.rowsAtOnce; row < end; row++) {
    const image = row / job.height;
    const y = row - image * job.height;
    meet(down, job.isGradient, y, job.fromHeight, job.kernelHeight, job.top, job.stride);
    const line = (image * job.fromHeight + down.source) * job.fromWidth;
    for (let column = 0; column < job.width; column++) {
      const across = changetype<Meeting>(columns + <usize>column * size);
      const from = job.x + <usize>(line + across.source) * job.pixel;
      const filter = job.filter + <usize>(down.tap * job.kernelWidth + across.tap) * job.pixel;
      sumTaps(job, from, filter, down.taps, across.taps, to);
      to += job.pixel;
    }
  }
}

/** The taps that one place of the result meets along one axis. */
function meet(
  meeting: Meeting,
  isGradient: bool,
  place: i32,
  fromLength: i32,
  kernel: i32,
  before: i32,
  stride: i32,
): void {
  if (!isGradient) {
    const begin = place * stride - before;
    meeting.tap = max(0, -begin);
    meeting.taps = max(0, min(kernel, fromLength - begin) - meeting.tap);
    meeting.source = begin + meeting.tap;
    return;
  }
  // place + before = stride · source + tap
  const reach = place + before;
  const rest = reach % stride;
  const least = max(0, reach - stride * (fromLength - 1) - rest);
  meeting.tap = rest + ((least + stride - 1) / stride) * stride;
  const last = min(kernel - 1, reach);
  meeting.taps = meeting.tap > last ? 0 : (last - meeting.tap) / stride + 1;
  meeting.source = (reach - meeting.tap) / stride;
}

/** to [channels] = Σ_taps x · filter, from the first of each on. */
function sumTaps(
  job: Depthwise,
  x: usize,
  filter: usize,
  rows: i32,
  columns: i32,
  to: usize,
): void {
  const pixel = job.pixel;
  const step = job.isGradient ? <usize>0 - pixel : pixel;
  const xLine = step * <usize>job.fromWidth - step * <usize>columns;
  const filterStep = job.isGradient ? <usize>job.stride * pixel : pixel;
  const filterLine = filterStep * <usize>job.kernelWidth - filterStep * <usize>columns;
  const sixteens = pixel & ~63;
  const fours = pixel & ~15;
  let at: usize = 0;
  for (; at < sixteens; at += 64) {
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    let from = x + at;
    let weight = filter + at;
    for (let row = 0; row < rows; row++, from += xLine, weight += filterLine) {
      for (let column = 0; column < columns; column++, from += step, weight += filterStep) {
        sum0 = multiplyAdd(v128.load(from), v128.load(weight), sum0);
        sum1 = multiplyAdd(v128.load(from, 16), v128.load(weight, 16), sum1);
        sum2 = multiplyAdd(v128.load(from, 32), v128.load(weight, 32), sum2);
        sum3 = multiplyAdd(v128.load(from, 48), v128.load(weight, 48), sum3);
      }
    }
    v128.store(to + at, sum0);
    v128.store(to + at, sum1, 16);
    v128.store(to + at, sum2, 32);
    v128.store(to + at, sum3, 48);
  }
  for (; at < fours; at += 16) {
    let sum = f32x4.splat(0);
    let from = x + at;
    let weight = filter + at;
    for (let row = 0; row < rows; row++, from += xLine, weight += filterLine) {
      for (let column = 0; column < columns; column++, from += step, weight += filterStep) {
        sum = multiplyAdd(v128.load(from), v128.load(weight), sum);
      }
    }
    v128.store(to + at, sum);
  }
  for (; at < pixel; at += 4) {
    let sum: f32 = 0;
    let from = x + at;
    let weight = filter + at;
    for (let row = 0; row < rows; row++, from += xLine, weight += filterLine) {
      for (let column = 0; column < columns; column++, from += step, weight += filterStep) {
        sum += load<f32>(from) * load<f32>(weight);
      }
    }
    store<f32>(to + at, sum);
  }
}
