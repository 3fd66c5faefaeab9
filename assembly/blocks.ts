/**
 * What all products share: blocks of rows and of the inner dimension, packed into a thread's scratch
 * memory and multiplied tile by tile, and the bias and activation behind them.
 */
import { packColumns, packPanels, packRows, packTransposedPanels } from './packing';
import { ownScratch } from './threads';
import { multiplyPacked } from './tile';
import { rectify } from './vector';

/** Rows of the result that are computed at a time, a multiple of the tile's. */
export const BLOCK_ROWS: i32 = 96;
/** Of the inner dimension at a time: strips and panels of it stay in the caches. */
export const BLOCK_INNER: i32 = 256;
/** Columns of b that a thread packs for itself at a time. */
const BLOCK_COLUMNS: i32 = 256;

/** Where things lie in a thread's scratch memory. */
export const STRIPS: usize = 0;
export const SPARE: usize = <usize>BLOCK_ROWS * <usize>BLOCK_INNER * 4;
export const BEHIND_SPARE: usize = SPARE + 256;

/** Adds a bias and applies the activation, in place. */
export function finish(
  result: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  bias: usize,
  rectifies: bool,
): void {
  if (!bias && !rectifies) return;
  const bytes = (<usize>columns) << 2;
  const whole = bytes & ~15;
  for (let row = 0; row < rows; row++) {
    const to = result + <usize>row * stride;
    let at: usize = 0;
    for (; at < whole; at += 16) {
      let x = v128.load(to + at);
      if (bias) x = f32x4.add(x, v128.load(bias + at));
      v128.store(to + at, rectifies ? rectify(x) : x);
    }
    for (; at < bytes; at += 4) {
      let x = load<f32>(to + at);
      if (bias) x += load<f32>(bias + at);
      store<f32>(to + at, rectifies ? max<f32>(x, 0) : x);
    }
  }
}

/**
 * result [rows, columns] = a · b on this thread alone.
 *
 * @param list names the rows of the inner dimension to take; 0: all. Only for a transposed a and a plain b
 */
export function multiplyAlone(
  a: usize,
  aStride: usize,
  transposeA: bool,
  b: usize,
  bStride: usize,
  transposeB: bool,
  list: usize,
  result: usize,
  rows: i32,
  inner: i32,
  columns: i32,
): void {
  const strips = ownScratch() + STRIPS;
  const spare = ownScratch() + SPARE;
  const panels = ownScratch() + BEHIND_SPARE;
  const stride = (<usize>columns) << 2;
  for (let column = 0; column < columns; column += BLOCK_COLUMNS) {
    const width = min(BLOCK_COLUMNS, columns - column);
    for (let from = 0; from < inner; from += BLOCK_INNER) {
      const length = min(BLOCK_INNER, inner - from);
      const skip: usize = list ? 0 : <usize>from;
      const taken = list ? list + ((<usize>from) << 2) : 0;
      if (transposeB) {
        const at = b + <usize>column * bStride + ((<usize>from) << 2);
        packTransposedPanels(length, at, bStride, width, panels);
      } else {
        packPanels(
          length,
          b + skip * bStride + ((<usize>column) << 2),
          bStride,
          taken,
          width,
          panels,
        );
      }
      for (let row = 0; row < rows; row += BLOCK_ROWS) {
        const height = min(BLOCK_ROWS, rows - row);
        if (transposeA)
          packColumns(length, a + skip * aStride, aStride, taken, row, height, strips);
        else packRows(length, a + ((<usize>from) << 2), aStride, 0, row, height, strips);
        const to = result + <usize>row * stride + ((<usize>column) << 2);
        const panelStride = (<usize>length) << 5;
        multiplyPacked(
          length,
          strips,
          panels,
          panelStride,
          to,
          stride,
          height,
          width,
          from > 0,
          spare,
        );
      }
    }
  }
}
