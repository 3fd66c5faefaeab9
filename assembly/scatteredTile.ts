/**
 * The innermost loop of convolutions: as in tile.ts, 6 rows by 8 columns of a result stay in registers
 * while the inner dimension goes by. But the left side is read where it lies, in images: row and
 * inner index each say where, and the sum of the two is an address. So rows may be windows and the
 * inner dimension their entries, or the other way round.
 *
 * V8 keeps all of it in registers only while no loop is around this one and nothing is done to the
 * sums behind it but storing them (node --print-wasm-code shows it).
 */
import { TILE_COLUMNS } from './tile';
import { multiplyAdd } from './vector';

/**
 * result[6, 8] = start + Σ_i a[row + i] · b[i]
 *
 * @param rows list of 6 addresses
 * @param inner list of offsets from these, `count` of them (or the other way round)
 * @param b packed panel [count, 8]
 * @param starts list of 6 rows to begin with: biases, or what the result is added to
 * @param results list of the 6 rows of the result, to which `offset` is added
 */
export function multiplyScattered(
  rows: usize,
  inner: usize,
  count: i32,
  b: usize,
  starts: usize,
  startOffset: usize,
  results: usize,
  offset: usize,
): void {
  const a0 = load<usize>(rows);
  const a1 = load<usize>(rows, 4);
  const a2 = load<usize>(rows, 8);
  const a3 = load<usize>(rows, 12);
  const a4 = load<usize>(rows, 16);
  const a5 = load<usize>(rows, 20);
  let at = load<usize>(starts) + startOffset;
  let x00 = v128.load(at);
  let x01 = v128.load(at, 16);
  at = load<usize>(starts, 4) + startOffset;
  let x10 = v128.load(at);
  let x11 = v128.load(at, 16);
  at = load<usize>(starts, 8) + startOffset;
  let x20 = v128.load(at);
  let x21 = v128.load(at, 16);
  at = load<usize>(starts, 12) + startOffset;
  let x30 = v128.load(at);
  let x31 = v128.load(at, 16);
  at = load<usize>(starts, 16) + startOffset;
  let x40 = v128.load(at);
  let x41 = v128.load(at, 16);
  at = load<usize>(starts, 20) + startOffset;
  let x50 = v128.load(at);
  let x51 = v128.load(at, 16);
  const end = inner + ((<usize>count) << 2);
  for (; inner < end; inner += 4, b += 32) {
    const i = load<usize>(inner);
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let each = v128.load32_splat(a0 + i);
    x00 = multiplyAdd(each, b0, x00);
    x01 = multiplyAdd(each, b1, x01);
    each = v128.load32_splat(a1 + i);
    x10 = multiplyAdd(each, b0, x10);
    x11 = multiplyAdd(each, b1, x11);
    each = v128.load32_splat(a2 + i);
    x20 = multiplyAdd(each, b0, x20);
    x21 = multiplyAdd(each, b1, x21);
    each = v128.load32_splat(a3 + i);
    x30 = multiplyAdd(each, b0, x30);
    x31 = multiplyAdd(each, b1, x31);
    each = v128.load32_splat(a4 + i);
    x40 = multiplyAdd(each, b0, x40);
    x41 = multiplyAdd(each, b1, x41);
    each = v128.load32_splat(a5 + i);
    x50 = multiplyAdd(each, b0, x50);
    x51 = multiplyAdd(each, b1, x51);
  }
  at = load<usize>(results) + offset;
  v128.store(at, x00);
  v128.store(at, x01, 16);
  at = load<usize>(results, 4) + offset;
  v128.store(at, x10);
  v128.store(at, x11, 16);
  at = load<usize>(results, 8) + offset;
  v128.store(at, x20);
  v128.store(at, x21, 16);
  at = load<usize>(results, 12) + offset;
  v128.store(at, x30);
  v128.store(at, x31, 16);
  at = load<usize>(results, 16) + offset;
  v128.store(at, x40);
  v128.store(at, x41, 16);
  at = load<usize>(results, 20) + offset;
  v128.store(at, x50);
  v128.store(at, x51, 16);
}

/** Bytes that `multiplyScatteredBlock` needs for itself. */
export const SPARE_BYTES: usize = 256;
const SPARE_ROW: usize = 32;

/**
 * result[rows, columns] = start + Σ_i a[row + i] · b[i], strip by strip under each panel.
 *
 * @param rows list of addresses, a multiple of 6; those that complete it repeat others, also in `results`
 * @param panels packed, each [count, 8]; where `isBiased`, with the bias [8] to start from before it,
 *   else the result is added to
 * @param results list of the rows of the result
 */
export function multiplyScatteredBlock(
  rows: usize,
  rowCount: i32,
  inner: usize,
  count: i32,
  panels: usize,
  isBiased: bool,
  results: usize,
  columns: i32,
  spare: usize,
): void {
  const spareRows = spare + 6 * SPARE_ROW;
  for (let row: usize = 0; row < 6; row++) {
    store<usize>(spareRows + (row << 2), spare + row * SPARE_ROW);
  }
  const biases = spareRows + 24;
  const end = (<usize>rowCount) << 2;
  for (let column = 0; column < columns; column += TILE_COLUMNS) {
    const offset = (<usize>column) << 2;
    const bytes = (<usize>min(TILE_COLUMNS, columns - column)) << 2;
    if (isBiased) {
      for (let row: usize = 0; row < 24; row += 4) store<usize>(biases + row, panels);
      panels += SPARE_ROW;
    }
    for (let at: usize = 0; at < end; at += 24) {
      const isWhole = bytes == SPARE_ROW;
      const to = isWhole ? results + at : spareRows;
      const toOffset = isWhole ? offset : 0;
      if (!isWhole && !isBiased) copyRows(results + at, offset, spareRows, 0, bytes);
      const starts = isBiased ? biases : to;
      const startOffset: usize = isBiased ? 0 : toOffset;
      multiplyScattered(rows + at, inner, count, panels, starts, startOffset, to, toOffset);
      if (!isWhole) copyRows(spareRows, 0, results + at, offset, bytes);
    }
    panels += (<usize>count) << 5;
  }
}

/** Copies the first bytes of 6 listed rows to 6 others. */
function copyRows(from: usize, fromOffset: usize, to: usize, toOffset: usize, bytes: usize): void {
  for (const end = from + 24; from < end; from += 4, to += 4) {
    const source = load<usize>(from) + fromOffset;
    const target = load<usize>(to) + toOffset;
    for (let at: usize = 0; at < bytes; at += 4) store<f32>(target + at, load<f32>(source + at));
  }
}
