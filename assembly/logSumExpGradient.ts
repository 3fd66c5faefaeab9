/**
 * The way back of log Σ exp (logSumExp.ts), relative to each feature's largest number M:
 *
 *   dx = exp(x − M) · Σ_images dy · exp(M − y)
 *
 * An image of which some y is too far below M for float32 is added by itself, dy · exp(x − y).
 */
import { decayRow } from './decay';
import {
  blackRow,
  integerAt,
  Layout,
  memberFrom,
  ownRowFrom,
  placeOfRow,
  PLACES_AT_ONCE,
} from './layout';
import { findLargest } from './logSumExp';
import { SMALL } from './pooling';
import { addRow } from './rows';
import { ownScratch, prepare, run, SCRATCH_BYTES } from './threads';
import { exponential } from './transcendental';
import { multiplyAdd } from './vector';

/** Largest |M − y| of an image that is not: exp of it is within float32, and 1 / exp of it. */
const FARTHEST: f32 = 66;

/** Where in a thread's scratch memory the shares of a row lie, behind those of blocks. */
const SHARES: usize = SCRATCH_BYTES - (1 << 16) - 64;

@unmanaged
class Back {
  dy: usize;
  x: usize;
  y: usize;
  /** [width] of each feature over all rows. */
  largest: usize;
  /** dy · exp(largest − y): [images, width] */
  factors: usize;
  /** Is the image too far below? [images] */
  far: usize;
  result: usize;
  layout: Layout;
  width: i32;
}

/**
 * dx = dy · exp(x − y), added up over the images that a row belongs to.
 *
 * @param largest room for a row
 * @param factors room for [images, width]
 * @param far room for [images]
 */
export function logSumExpGradient(
  dy: usize,
  x: usize,
  y: usize,
  largest: usize,
  factors: usize,
  far: usize,
  result: usize,
  layoutAt: usize,
  width: i32,
): void {
  const layout = Layout.at(layoutAt);
  if (layout.sparse) findLargest(x, largest, layout.rows, width);
  const job = prepare<Back>();
  job.dy = dy;
  job.x = x;
  job.y = y;
  job.largest = largest;
  job.factors = factors;
  job.far = far;
  job.result = result;
  job.layout = layout;
  job.width = width;
  if (!layout.sparse) {
    run(denseGradientChunk, layout.images);
    return;
  }
  for (let image = 0; image < layout.images; image++) fillFactors(job, image);
  run(gradientChunk, (layout.places + PLACES_AT_ONCE - 1) / PLACES_AT_ONCE);
}

function denseGradientChunk(fields: usize, image: i32): void {
  const job = changetype<Back>(fields);
  const stride = (<usize>job.width) << 2;
  const end = integerAt(job.layout.firstMember, image + 1);
  for (let row = integerAt(job.layout.firstMember, image); row < end; row++) {
    memory.fill(job.result + <usize>row * stride, 0, stride);
    addShares(job, image, row);
  }
}

function fillFactors(job: Back, image: i32): void {
  const stride = (<usize>job.width) << 2;
  const offset = <usize>image * stride;
  let isFar = false;
  for (let column: usize = 0; column < stride; column += 16) {
    const at = min(column, stride - 16);
    const above = f32x4.sub(v128.load(job.largest + at), v128.load(job.y + offset + at));
    const near = f32x4.le(f32x4.abs(above), f32x4.splat(FARTHEST));
    if (!i32x4.all_true(near)) isFar = true;
    const factor = f32x4.mul(v128.load(job.dy + offset + at), exponential(above));
    v128.store(job.factors + offset + at, factor);
  }
  store<i32>(job.far + ((<usize>image) << 2), isFar);
}

/** All rows of some places: factors of near images first, then times their exp, then far images. */
function gradientChunk(fields: usize, chunk: i32): void {
  const job = changetype<Back>(fields);
  const layout = job.layout;
  const stride = (<usize>job.width) << 2;
  const first = chunk * PLACES_AT_ONCE;
  const end = min(first + PLACES_AT_ONCE, layout.places);
  const firstRow = ownRowFrom(layout, first);
  const endRow = ownRowFrom(layout, end);
  const black = blackRow(layout);
  const blocks = ownScratch();
  const blockCount = (end - first + SMALL - 1) / SMALL;
  memory.fill(job.result + <usize>firstRow * stride, 0, <usize>(endRow - firstRow) * stride);
  memory.fill(job.result + <usize>(black + first) * stride, 0, <usize>(end - first) * stride);
  memory.fill(blocks, 0, <usize>blockCount * stride);
  let anyFar = false;
  for (let image = 0; image < layout.images; image++) {
    if (integerAt(job.far, image)) anyFar = true;
    else addFactors(job, image, first, end, blocks);
  }
  for (let row = firstRow; row < endRow; row++) multiplyByShares(job, row, 0);
  for (let place = first; place < end; place++) {
    const block = blocks + <usize>((place - first) / SMALL) * stride;
    multiplyByShares(job, black + place, block);
  }
  if (!anyFar) return;
  for (let image = 0; image < layout.images; image++) {
    if (integerAt(job.far, image)) addFarImage(job, image, first, end);
  }
}

/** The factor of an image to each of its rows; where it lists no place of a block, to the block's. */
function addFactors(job: Back, image: i32, first: i32, end: i32, blocks: usize): void {
  const layout = job.layout;
  const stride = (<usize>job.width) << 2;
  const factor = job.factors + <usize>image * stride;
  const black = job.result + <usize>blackRow(layout) * stride;
  let member = memberFrom(layout, image, first);
  for (let from = first; from < end; from += SMALL) {
    const to = min(from + SMALL, end);
    const last = memberFrom(layout, image, to);
    if (member == last) {
      addRow(blocks + <usize>((from - first) / SMALL) * stride, factor, stride);
      continue;
    }
    for (let place = from; place < to; place++) {
      const row = member < last ? integerAt(layout.members, member) : -1;
      if (row >= 0 && placeOfRow(layout, row) == place) {
        addRow(job.result + <usize>row * stride, factor, stride);
        member++;
      } else addRow(black + <usize>place * stride, factor, stride);
    }
  }
}

/** result = (result + block) · exp(x − largest); a row that nobody has stays 0. */
function multiplyByShares(job: Back, row: i32, block: usize): void {
  const stride = (<usize>job.width) << 2;
  const result = job.result + <usize>row * stride;
  const shares = ownScratch() + SHARES;
  decayRow(job.x + <usize>row * stride, job.largest, shares, stride);
  if (block) addRow(result, block, stride);
  const whole = stride & ~15;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const factor = v128.load(result + at);
    const none = f32x4.eq(factor, f32x4.splat(0));
    v128.store(result + at, v128.andnot(f32x4.mul(factor, v128.load(shares + at)), none));
  }
  for (; at < stride; at += 4) {
    const factor = load<f32>(result + at);
    store<f32>(result + at, factor == 0 ? 0 : factor * load<f32>(shares + at));
  }
}

function addFarImage(job: Back, image: i32, first: i32, end: i32): void {
  const layout = job.layout;
  let member = memberFrom(layout, image, first);
  const last = memberFrom(layout, image, end);
  for (let place = first; place < end; place++) {
    const row = member < last ? integerAt(layout.members, member) : -1;
    if (row >= 0 && placeOfRow(layout, row) == place) {
      addShares(job, image, row);
      member++;
    } else addShares(job, image, blackRow(layout) + place);
  }
}

/** result += dy · exp(x − y) */
function addShares(job: Back, image: i32, row: i32): void {
  const stride = (<usize>job.width) << 2;
  const result = job.result + <usize>row * stride;
  const dy = job.dy + <usize>image * stride;
  const shares = ownScratch() + SHARES;
  decayRow(job.x + <usize>row * stride, job.y + <usize>image * stride, shares, stride);
  const whole = stride & ~15;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const sum = multiplyAdd(v128.load(dy + at), v128.load(shares + at), v128.load(result + at));
    v128.store(result + at, sum);
  }
  for (; at < stride; at += 4) {
    store<f32>(result + at, load<f32>(result + at) + load<f32>(dy + at) * load<f32>(shares + at));
  }
}
