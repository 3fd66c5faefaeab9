/**
 * The gradient of a depthwise convolution's filter: for each tap and channel, Σ over places of image
 * times upstream gradient. Rows of places are cut into parts by shape alone; each part has a partial
 * result, and these are added in order.
 */
import { addPartials } from './partials';
import { prepare, run } from './threads';
import { multiplyAdd } from './vector';

/** Multiplications of a part at least, about, and parts at most. */
const PART: i32 = 1 << 18;
const PARTS: i32 = 16;

@unmanaged
class DepthwiseFilter {
  x: usize;
  upstream: usize;
  partials: usize;
  /** Of the image, and of the gradient upstream. */
  height: i32;
  width: i32;
  rowsOfImage: i32;
  columns: i32;
  /** Rows of the gradient upstream, in a part. */
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

/** Parts, given all rows of places and the multiplications of one. */
export function depthwiseFilterParts(rows: i32, products: i32): i32 {
  const atOnce = rowsOfPart(rows, products);
  return (rows + atOnce - 1) / atOnce;
}

function rowsOfPart(rows: i32, products: i32): i32 {
  return max((rows + PARTS - 1) / PARTS, max(1, PART / products));
}

/**
 * @param x [images, height, width, channels]
 * @param upstream [images, rowsOfImage, columns, channels]
 * @param partials room for as many results as there are parts
 * @param result [kernelHeight, kernelWidth, channels]
 */
export function depthwiseFilter(
  x: usize,
  upstream: usize,
  partials: usize,
  result: usize,
  images: i32,
  height: i32,
  width: i32,
  rowsOfImage: i32,
  columns: i32,
  channels: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  top: i32,
  left: i32,
  stride: i32,
): void {
  const size = kernelHeight * kernelWidth * channels;
  const job = prepare<DepthwiseFilter>();
  job.x = x;
  job.upstream = upstream;
  job.partials = partials;
  job.height = height;
  job.width = width;
  job.rowsOfImage = rowsOfImage;
  job.columns = columns;
  job.rows = images * rowsOfImage;
  job.rowsAtOnce = rowsOfPart(job.rows, columns * size);
  job.kernelHeight = kernelHeight;
  job.kernelWidth = kernelWidth;
  job.top = top;
  job.left = left;
  job.stride = stride;
  job.pixel = (<usize>channels) << 2;
  const parts = (job.rows + job.rowsAtOnce - 1) / job.rowsAtOnce;
  run(depthwiseFilterChunk, parts);
  addPartials(partials, size, parts);
  memory.copy(result, partials, (<usize>size) << 2);
}

function depthwiseFilterChunk(fields: usize, chunk: i32): void {
  const job = changetype<DepthwiseFilter>(fields);
  const bytes = <usize>(job.kernelHeight * job.kernelWidth) * job.pixel;
  const partial = job.partials + <usize>chunk * bytes;
  const end = min(job.rows, (chunk + 1) * job.rowsAtOnce);
  memory.fill(partial, 0, bytes);
  for (let row = chunk * job.rowsAtOnce; row < end; row++) {
    const image = row / job.rowsOfImage;
    const begin = (row - image * job.rowsOfImage) * job.stride - job.top;
    const last = min(job.kernelHeight, job.height - begin);
    for (let tap = max(0, -begin); tap < last; tap++) {
      addLine(job, row, image * job.height + begin + tap, partial, tap * job.kernelWidth);
    }
  }
}

/** Adds what a row of places gives to the taps of one row of the kernel, `firstTap` the first of them. */
function addLine(job: DepthwiseFilter, row: i32, line: i32, partial: usize, firstTap: i32): void {
  const stride = job.stride;
  for (let tap = 0; tap < job.kernelWidth; tap++) {
    const offset = tap - job.left;
    const first = offset < 0 ? (stride - 1 - offset) / stride : 0;
    const reach = job.width - 1 - offset;
    const end = reach < 0 ? 0 : min(job.columns, reach / stride + 1);
    if (first >= end) continue;
    addPlaces(
      job.x + <usize>(line * job.width + first * stride + offset) * job.pixel,
      <usize>stride * job.pixel,
      job.upstream + <usize>(row * job.columns + first) * job.pixel,
      job.pixel,
      end - first,
      partial + <usize>(firstTap + tap) * job.pixel,
    );
  }
}

/** to [channels] += Σ_places x · upstream */
function addPlaces(
  x: usize,
  step: usize,
  upstream: usize,
  pixel: usize,
  places: i32,
  to: usize,
): void {
  const sixteens = pixel & ~63;
  const fours = pixel & ~15;
  const end = <usize>places * pixel;
  let at: usize = 0;
  for (; at < sixteens; at += 64) {
    let sum0 = v128.load(to + at);
    let sum1 = v128.load(to + at, 16);
    let sum2 = v128.load(to + at, 32);
    let sum3 = v128.load(to + at, 48);
    let from = x + at;
    const last = upstream + at + end;
    for (let given = upstream + at; given < last; given += pixel, from += step) {
      sum0 = multiplyAdd(v128.load(from), v128.load(given), sum0);
      sum1 = multiplyAdd(v128.load(from, 16), v128.load(given, 16), sum1);
      sum2 = multiplyAdd(v128.load(from, 32), v128.load(given, 32), sum2);
      sum3 = multiplyAdd(v128.load(from, 48), v128.load(given, 48), sum3);
    }
    v128.store(to + at, sum0);
    v128.store(to + at, sum1, 16);
    v128.store(to + at, sum2, 32);
    v128.store(to + at, sum3, 48);
  }
  for (; at < fours; at += 16) {
    let sum = v128.load(to + at);
    let from = x + at;
    const last = upstream + at + end;
    for (let given = upstream + at; given < last; given += pixel, from += step) {
      sum = multiplyAdd(v128.load(from), v128.load(given), sum);
    }
    v128.store(to + at, sum);
  }
  for (; at < pixel; at += 4) {
    let sum: f32 = 0;
    let from = x + at;
    const last = upstream + at + end;
    for (let given = upstream + at; given < last; given += pixel, from += step) {
      sum += load<f32>(from) * load<f32>(given);
    }
    store<f32>(to + at, load<f32>(to + at) + sum);
  }
}
