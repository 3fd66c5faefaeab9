/** The ways back of a sum and of a maximum over the rows of each image (pooling.ts). */
import {
  blackRow,
  integerAt,
  Layout,
  memberFrom,
  ownRowFrom,
  placeOfRow,
  PLACES_AT_ONCE,
} from './layout';
import { endOfBlock, firstOfBlock, listRows, poolBlocks, Pooling, poolingBlocks } from './pooling';
import { addRow, subtractRow } from './rows';
import { ownScratch, prepare, run } from './threads';

@unmanaged
class SumBack {
  dy: usize;
  total: usize;
  result: usize;
  layout: Layout;
  width: i32;
}

/**
 * dy [images, width] → result [rows, width]: to a row from each image that lists it, to a black row
 * from each that lists no row of its place.
 *
 * @param total room for a row
 */
export function sumGradient(
  dy: usize,
  total: usize,
  result: usize,
  layoutAt: usize,
  width: i32,
): void {
  const layout = Layout.at(layoutAt);
  const stride = (<usize>width) << 2;
  const job = prepare<SumBack>();
  job.dy = dy;
  job.total = total;
  job.result = result;
  job.layout = layout;
  job.width = width;
  if (!layout.sparse) {
    run(repeatDense, layout.images);
    return;
  }
  memory.fill(total, 0, stride);
  for (let image = 0; image < layout.images; image++) {
    addRow(total, dy + <usize>image * stride, stride);
  }
  run(sumGradientChunk, (layout.places + PLACES_AT_ONCE - 1) / PLACES_AT_ONCE);
}

function repeatDense(fields: usize, image: i32): void {
  const job = changetype<SumBack>(fields);
  const stride = (<usize>job.width) << 2;
  const end = integerAt(job.layout.firstMember, image + 1);
  for (let row = integerAt(job.layout.firstMember, image); row < end; row++) {
    memory.copy(job.result + <usize>row * stride, job.dy + <usize>image * stride, stride);
  }
}

function sumGradientChunk(fields: usize, chunk: i32): void {
  const job = changetype<SumBack>(fields);
  const layout = job.layout;
  const result = job.result;
  const stride = (<usize>job.width) << 2;
  const first = chunk * PLACES_AT_ONCE;
  const end = min(first + PLACES_AT_ONCE, layout.places);
  const firstRow = ownRowFrom(layout, first);
  const endRow = ownRowFrom(layout, end);
  memory.fill(result + <usize>firstRow * stride, 0, <usize>(endRow - firstRow) * stride);
  for (let image = 0; image < layout.images; image++) {
    const from = job.dy + <usize>image * stride;
    const last = memberFrom(layout, image, end);
    for (let member = memberFrom(layout, image, first); member < last; member++) {
      addRow(result + <usize>integerAt(layout.members, member) * stride, from, stride);
    }
  }
  const black = result + <usize>blackRow(layout) * stride;
  for (let place = first; place < end; place++) {
    memory.copy(black + <usize>place * stride, job.total, stride);
  }
  for (let row = firstRow; row < endRow; row++) {
    const instead = black + <usize>placeOfRow(layout, row) * stride;
    subtractRow(instead, result + <usize>row * stride, stride);
  }
}

@unmanaged
class LargestBack {
  x: usize;
  y: usize;
  blocks: usize;
  winners: usize;
  result: usize;
  layout: Layout;
  width: i32;
}

/**
 * dy [images, width] to the row of each image that holds its maximum y; all other rows become 0.
 *
 * @param blocks room for poolingBlocks(places) rows
 * @param winners room for [images, width]
 */
export function largestGradient(
  dy: usize,
  x: usize,
  y: usize,
  blocks: usize,
  winners: usize,
  result: usize,
  layoutAt: usize,
  width: i32,
): void {
  const layout = Layout.at(layoutAt);
  poolBlocks(x, blocks, layout, width, Pooling.largest);
  const job = prepare<LargestBack>();
  job.x = x;
  job.y = y;
  job.blocks = layout.sparse ? blocks : 0;
  job.winners = winners;
  job.result = result;
  job.layout = layout;
  job.width = width;
  run(findWinners, layout.images);
  memory.fill(result, 0, (<usize>layout.rows * <usize>width) << 2);
  // Images may share a row: one thread adds for all of them.
  const count = layout.images * width;
  for (let i = 0; i < count; i++) {
    const at = (<usize>i) << 2;
    const to = result + <usize>load<u32>(winners + at);
    store<f32>(to, load<f32>(to) + load<f32>(dy + at));
  }
}

/** Where in x the maximum of each feature lies, in bytes. */
function findWinners(fields: usize, image: i32): void {
  const job = changetype<LargestBack>(fields);
  const stride = (<usize>job.width) << 2;
  const y = job.y + <usize>image * stride;
  const winners = job.winners + <usize>image * stride;
  const count = listRows(job.layout, image, job.x, job.blocks, stride);
  const end = ownScratch() + ((<usize>count) << 2);
  let column: usize = 0;
  for (; column + 64 <= stride; column += 64) {
    sixteenWinners(end, column, y + column, winners + column);
  }
  for (; column < stride; column += 16) {
    const at = min(column, stride - 16);
    v128.store(winners + at, fourWinners(end, at, v128.load(y + at)));
  }
  for (let at: usize = 0; at < stride; at += 4) {
    let row = <usize>load<u32>(winners + at);
    if (!row) row = rowOfNaN(end, at);
    row = rowOfWinner(job, row, at, stride);
    store<u32>(winners + at, <u32>(row + at - job.x));
  }
}

/** Addresses of listed rows that hold the largest number; 0 where that is a NaN. */
function fourWinners(end: usize, at: usize, largest: v128): v128 {
  let winner = f32x4.splat(0);
  for (let each = ownScratch(); each < end; each += 4) {
    const wins = f32x4.eq(v128.load(<usize>load<u32>(each) + at), largest);
    winner = v128.bitselect(v128.load32_splat(each), winner, wins);
  }
  return winner;
}

function sixteenWinners(end: usize, column: usize, y: usize, winners: usize): void {
  const ya = v128.load(y);
  const yb = v128.load(y, 16);
  const yc = v128.load(y, 32);
  const yd = v128.load(y, 48);
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (let each = ownScratch(); each < end; each += 4) {
    const at = <usize>load<u32>(each) + column;
    const row = v128.load32_splat(each);
    a = v128.bitselect(row, a, f32x4.eq(v128.load(at), ya));
    b = v128.bitselect(row, b, f32x4.eq(v128.load(at, 16), yb));
    c = v128.bitselect(row, c, f32x4.eq(v128.load(at, 32), yc));
    d = v128.bitselect(row, d, f32x4.eq(v128.load(at, 48), yd));
  }
  v128.store(winners, a);
  v128.store(winners, b, 16);
  v128.store(winners, c, 32);
  v128.store(winners, d, 48);
}

/** A listed row that is NaN in a column; the first row where none is. */
function rowOfNaN(end: usize, at: usize): usize {
  for (let each = ownScratch(); each < end; each += 4) {
    const x = load<f32>(<usize>load<u32>(each) + at);
    if (x != x) return <usize>load<u32>(each);
  }
  return <usize>load<u32>(ownScratch());
}

/** The winner itself, or where it is a block the black row in it that won. */
function rowOfWinner(job: LargestBack, winner: usize, column: usize, stride: usize): usize {
  const blocks = job.blocks;
  const last = blocks + <usize>poolingBlocks(job.layout.places) * stride;
  if (!blocks || winner < blocks || winner >= last) return winner;
  const largest = load<f32>(winner + column);
  const block = <i32>((winner - blocks) / stride);
  const first = firstOfBlock(block, job.layout.places);
  const end = endOfBlock(block, job.layout.places);
  const black = job.x + <usize>blackRow(job.layout) * stride;
  for (let place = first; place < end; place++) {
    const row = black + <usize>place * stride;
    const x = load<f32>(row + column);
    if (x == largest || x != x) return row;
  }
  return black + <usize>first * stride;
}
