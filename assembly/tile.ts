/**
 * The innermost loop of every product: 6 rows by 8 columns of the result stay in registers while the
 * inner dimension goes by. Twelve accumulators, two vectors of b and one of a are all that the 16
 * vector registers of x64 can hold.
 *
 * Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication".
 */
import { multiplyAdd } from './vector';

export const TILE_ROWS: i32 = 6;
export const TILE_COLUMNS: i32 = 8;

/** Bytes between neighbours of the inner dimension in packed strips of a and panels of b. */
const STRIP_STEP: usize = 24;
const PANEL_STEP: usize = 32;

/**
 * result[6, 8] = a · b, or added to what lies there.
 *
 * @param inner length of the inner dimension
 * @param a packed strip [inner, 6]
 * @param b packed panel [inner, 8]
 * @param stride bytes between rows of the result
 */
function multiplyTile(
  inner: i32,
  a: usize,
  b: usize,
  result: usize,
  stride: usize,
  adds: bool,
): void {
  const result1 = result + stride;
  const result2 = result1 + stride;
  const result3 = result2 + stride;
  const result4 = result3 + stride;
  const result5 = result4 + stride;
  let x00 = f32x4.splat(0);
  let x01 = x00;
  let x10 = x00;
  let x11 = x00;
  let x20 = x00;
  let x21 = x00;
  let x30 = x00;
  let x31 = x00;
  let x40 = x00;
  let x41 = x00;
  let x50 = x00;
  let x51 = x00;
  if (adds) {
    x00 = v128.load(result);
    x01 = v128.load(result, 16);
    x10 = v128.load(result1);
    x11 = v128.load(result1, 16);
    x20 = v128.load(result2);
    x21 = v128.load(result2, 16);
    x30 = v128.load(result3);
    x31 = v128.load(result3, 16);
    x40 = v128.load(result4);
    x41 = v128.load(result4, 16);
    x50 = v128.load(result5);
    x51 = v128.load(result5, 16);
  }
  const end = b + <usize>inner * PANEL_STEP;
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let each = v128.load32_splat(a);
    x00 = multiplyAdd(each, b0, x00);
    x01 = multiplyAdd(each, b1, x01);
    each = v128.load32_splat(a, 4);
    x10 = multiplyAdd(each, b0, x10);
    x11 = multiplyAdd(each, b1, x11);
    each = v128.load32_splat(a, 8);
    x20 = multiplyAdd(each, b0, x20);
    x21 = multiplyAdd(each, b1, x21);
    each = v128.load32_splat(a, 12);
    x30 = multiplyAdd(each, b0, x30);
    x31 = multiplyAdd(each, b1, x31);
    each = v128.load32_splat(a, 16);
    x40 = multiplyAdd(each, b0, x40);
    x41 = multiplyAdd(each, b1, x41);
    each = v128.load32_splat(a, 20);
    x50 = multiplyAdd(each, b0, x50);
    x51 = multiplyAdd(each, b1, x51);
    a += STRIP_STEP;
    b += PANEL_STEP;
  }
  v128.store(result, x00);
  v128.store(result, x01, 16);
  v128.store(result1, x10);
  v128.store(result1, x11, 16);
  v128.store(result2, x20);
  v128.store(result2, x21, 16);
  v128.store(result3, x30);
  v128.store(result3, x31, 16);
  v128.store(result4, x40);
  v128.store(result4, x41, 16);
  v128.store(result5, x50);
  v128.store(result5, x51, 16);
}

/**
 * As multiplyTile, where the result has fewer rows or columns than a tile.
 *
 * @param spare room for a whole tile
 */
function multiplyEdge(
  inner: i32,
  a: usize,
  b: usize,
  result: usize,
  stride: usize,
  adds: bool,
  rows: i32,
  columns: i32,
  spare: usize,
): void {
  multiplyTile(inner, a, b, spare, PANEL_STEP, false);
  for (let row = 0; row < rows; row++) {
    const from = spare + <usize>row * PANEL_STEP;
    const to = result + <usize>row * stride;
    for (let column: usize = 0; column < (<usize>columns) << 2; column += 4) {
      const before: f32 = adds ? load<f32>(to + column) : 0;
      store<f32>(to + column, before + load<f32>(from + column));
    }
  }
}

/** result[rows, columns] (+)= packed strips · packed panels, strip by strip under each panel. */
export function multiplyPacked(
  inner: i32,
  strips: usize,
  panels: usize,
  /** Bytes from one panel to the next: panels may be longer than `inner`. */
  panelStride: usize,
  result: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  adds: bool,
  spare: usize,
): void {
  const stripStride = <usize>inner * STRIP_STEP;
  for (let column = 0; column < columns; column += TILE_COLUMNS) {
    let strip = strips;
    const width = min(TILE_COLUMNS, columns - column);
    for (let row = 0; row < rows; row += TILE_ROWS) {
      const height = min(TILE_ROWS, rows - row);
      const to = result + <usize>row * stride + ((<usize>column) << 2);
      if (height == TILE_ROWS && width == TILE_COLUMNS) {
        multiplyTile(inner, strip, panels, to, stride, adds);
      } else {
        multiplyEdge(inner, strip, panels, to, stride, adds, height, width, spare);
      }
      strip += stripStride;
    }
    panels += panelStride;
  }
}
