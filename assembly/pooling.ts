/**
 * Sums and maxima over the rows of each image. An image is a list of rows: its own, and the black
 * ones of all other places. Black rows of 4 and of 16 neighbouring places are combined once for all
 * images, and that one row stands for them wherever an image lists none of these places: on digits it
 * leaves 150 of 630 black rows.
 *
 * Rows have at least four columns; the last four may overlap those before them (pixels.ts).
 */
import { blackRow, integerAt, Layout, placeOfRow } from './layout';
import { ownScratch, prepare, run } from './threads';

/** Places of a small block, and of a large one, which is four small ones. */
export const SMALL: i32 = 4;
const LARGE: i32 = 16;

/** Of a thread's scratch memory, for the list of an image's rows: enough for 131,072 places. */
export const LIST_BYTES: usize = 1 << 19;

export const enum Pooling {
  sum,
  largest,
}

function countOf(size: i32, places: i32): i32 {
  return (places + size - 1) / size;
}

/** Rows of `blocks`: the small ones, and behind them the large ones. */
export function poolingBlocks(places: i32): i32 {
  return countOf(SMALL, places) + countOf(LARGE, places);
}

@unmanaged
class Pool {
  x: usize;
  blocks: usize;
  result: usize;
  layout: Layout;
  width: i32;
  pooling: i32;
}

/**
 * [rows, width] → result [images, width]
 *
 * @param blocks room for poolingBlocks(places) rows
 */
export function pool(
  x: usize,
  blocks: usize,
  result: usize,
  layoutAt: usize,
  width: i32,
  pooling: i32,
): void {
  const layout = Layout.at(layoutAt);
  poolBlocks(x, blocks, layout, width, pooling);
  const job = prepare<Pool>();
  job.x = x;
  job.blocks = blocks;
  job.result = result;
  job.layout = layout;
  job.width = width;
  job.pooling = pooling;
  run(poolImage, layout.images);
}

function poolImage(fields: usize, image: i32): void {
  const job = changetype<Pool>(fields);
  const stride = (<usize>job.width) << 2;
  const count = listRows(job.layout, image, job.x, job.blocks, stride);
  reduceListed(count, stride, job.result + <usize>image * stride, job.pooling);
}

/** What the black rows of neighbouring places come to. */
export function poolBlocks(
  x: usize,
  blocks: usize,
  layout: Layout,
  width: i32,
  pooling: i32,
): void {
  if (!layout.sparse) return;
  const job = prepare<Pool>();
  job.x = x;
  job.blocks = blocks;
  job.layout = layout;
  job.width = width;
  job.pooling = pooling;
  run(poolBlock, countOf(LARGE, layout.places));
}

/** A large block and the small ones in it. */
function poolBlock(fields: usize, block: i32): void {
  const job = changetype<Pool>(fields);
  const stride = (<usize>job.width) << 2;
  const places = job.layout.places;
  const black = job.x + <usize>blackRow(job.layout) * stride;
  const first = block * LARGE;
  const end = min(first + LARGE, places);
  for (let place = first; place < end; place += SMALL) {
    const from = black + <usize>place * stride;
    const to = job.blocks + <usize>(place / SMALL) * stride;
    reduceNeighbours(from, min(SMALL, end - place), stride, to, job.pooling);
  }
  const from = job.blocks + <usize>(first / SMALL) * stride;
  const to = job.blocks + <usize>(countOf(SMALL, places) + block) * stride;
  reduceNeighbours(from, countOf(SMALL, end - first), stride, to, job.pooling);
}

function reduceNeighbours(from: usize, count: i32, stride: usize, to: usize, pooling: i32): void {
  const list = ownScratch();
  for (let row: usize = 0; row < <usize>count; row++) {
    store<u32>(list + (row << 2), <u32>(from + row * stride));
  }
  reduceListed(count, stride, to, pooling);
}

/**
 * Lists the addresses of an image's rows in this thread's scratch memory.
 *
 * @param blocks rows that stand for all places of a block; 0: each place stands for itself
 * @returns how many there are
 */
export function listRows(layout: Layout, image: i32, x: usize, blocks: usize, stride: usize): i32 {
  let to = ownScratch();
  let next = integerAt(layout.firstMember, image);
  const last = integerAt(layout.firstMember, image + 1);
  if (!layout.sparse) {
    for (; next < last; next++) {
      store<u32>(to, <u32>(x + <usize>integerAt(layout.members, next) * stride));
      to += 4;
    }
    return <i32>((to - ownScratch()) >> 2);
  }
  const places = layout.places;
  const black = x + <usize>blackRow(layout) * stride;
  const large = blocks + <usize>countOf(SMALL, places) * stride;
  let listed = next < last ? placeOfRow(layout, integerAt(layout.members, next)) : places;
  let place = 0;
  while (place < places) {
    if (blocks && place % LARGE == 0 && listed >= min(place + LARGE, places)) {
      store<u32>(to, <u32>(large + <usize>(place / LARGE) * stride));
      place += LARGE;
    } else if (blocks && place % SMALL == 0 && listed >= min(place + SMALL, places)) {
      store<u32>(to, <u32>(blocks + <usize>(place / SMALL) * stride));
      place += SMALL;
    } else if (place == listed) {
      store<u32>(to, <u32>(x + <usize>integerAt(layout.members, next) * stride));
      next++;
      listed = next < last ? placeOfRow(layout, integerAt(layout.members, next)) : places;
      place++;
    } else {
      store<u32>(to, <u32>(black + <usize>place * stride));
      place++;
    }
    to += 4;
  }
  return <i32>((to - ownScratch()) >> 2);
}

/** The first place of the block that a row of `blocks` stands for, and behind the last one. */
export function firstOfBlock(block: i32, places: i32): i32 {
  const small = countOf(SMALL, places);
  return block < small ? block * SMALL : (block - small) * LARGE;
}
export function endOfBlock(block: i32, places: i32): i32 {
  const size = block < countOf(SMALL, places) ? SMALL : LARGE;
  return min(firstOfBlock(block, places) + size, places);
}

/** Sum or maximum of the rows listed in this thread's scratch memory; NaN in, NaN out. */
export function reduceListed(count: i32, stride: usize, to: usize, pooling: i32): void {
  const end = ownScratch() + ((<usize>count) << 2);
  let column: usize = 0;
  for (; column + 64 <= stride; column += 64) {
    if (pooling == Pooling.sum) sumSixteen(end, column, to + column);
    else largestSixteen(end, column, to + column);
  }
  for (; column < stride; column += 16) {
    const at = min(column, stride - 16);
    v128.store(to + at, pooling == Pooling.sum ? sumFour(end, at) : largestFour(end, at));
  }
}

/** Sixteen columns of the listed rows added up. */
function sumSixteen(end: usize, column: usize, to: usize): void {
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (let each = ownScratch(); each < end; each += 4) {
    const row = <usize>load<u32>(each) + column;
    a = f32x4.add(a, v128.load(row));
    b = f32x4.add(b, v128.load(row, 16));
    c = f32x4.add(c, v128.load(row, 32));
    d = f32x4.add(d, v128.load(row, 48));
  }
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
}

function sumFour(end: usize, at: usize): v128 {
  let sum = f32x4.splat(0);
  for (let each = ownScratch(); each < end; each += 4) {
    sum = f32x4.add(sum, v128.load(<usize>load<u32>(each) + at));
  }
  return sum;
}

/** As sumSixteen. The faster maximum passes over a NaN, which is therefore noted beside it. */
function largestSixteen(end: usize, column: usize, to: usize): void {
  let a = f32x4.splat(-Infinity);
  let b = a;
  let c = a;
  let d = a;
  let noneA = f32x4.splat(0);
  let noneB = noneA;
  let noneC = noneA;
  let noneD = noneA;
  for (let each = ownScratch(); each < end; each += 4) {
    const row = <usize>load<u32>(each) + column;
    const xa = v128.load(row);
    const xb = v128.load(row, 16);
    const xc = v128.load(row, 32);
    const xd = v128.load(row, 48);
    a = f32x4.pmax(a, xa);
    b = f32x4.pmax(b, xb);
    c = f32x4.pmax(c, xc);
    d = f32x4.pmax(d, xd);
    noneA = v128.or(noneA, f32x4.ne(xa, xa));
    noneB = v128.or(noneB, f32x4.ne(xb, xb));
    noneC = v128.or(noneC, f32x4.ne(xc, xc));
    noneD = v128.or(noneD, f32x4.ne(xd, xd));
  }
  v128.store(to, v128.or(a, noneA));
  v128.store(to, v128.or(b, noneB), 16);
  v128.store(to, v128.or(c, noneC), 32);
  v128.store(to, v128.or(d, noneD), 48);
}

function largestFour(end: usize, at: usize): v128 {
  let largest = f32x4.splat(-Infinity);
  for (let each = ownScratch(); each < end; each += 4) {
    largest = f32x4.max(largest, v128.load(<usize>load<u32>(each) + at));
  }
  return largest;
}
