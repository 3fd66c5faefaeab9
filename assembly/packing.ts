/**
 * Operands laid out as the tile reads them: strips of 6 rows of a, panels of 8 columns of b, inner
 * dimension by inner dimension. What is missing at an edge is 0.
 */
import { TILE_COLUMNS, TILE_ROWS } from './tile';

export function roundUp(size: i32, multiple: i32): i32 {
  return ((size + multiple - 1) / multiple) * multiple;
}

/** Six rows, each contiguous along the inner dimension. A missing row is a pointer to a present one. */
function interleaveRows(
  inner: i32,
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  a4: usize,
  a5: usize,
  to: usize,
): void {
  const end = (<usize>inner) << 2;
  for (let p: usize = 0; p < end; p += 4) {
    store<f32>(to, load<f32>(a0 + p));
    store<f32>(to, load<f32>(a1 + p), 4);
    store<f32>(to, load<f32>(a2 + p), 8);
    store<f32>(to, load<f32>(a3 + p), 12);
    store<f32>(to, load<f32>(a4 + p), 16);
    store<f32>(to, load<f32>(a5 + p), 20);
    to += 24;
  }
}

/** Address of row `index`, or of the row that `list` names there; the last one stands in for missing ones. */
function rowAt(a: usize, stride: usize, list: usize, index: i32, count: i32): usize {
  const row = min(index, count - 1);
  return a + <usize>(list ? load<i32>(list + ((<usize>row) << 2)) : row) * stride;
}

/**
 * Strips of the rows [first, first + count) of a matrix stored row by row, or of the rows that `list`
 * names at those places. Rows that complete the last strip repeat one that is there: the tile's
 * results for them are dropped.
 *
 * @param stride bytes between rows
 */
export function packRows(
  inner: i32,
  a: usize,
  stride: usize,
  list: usize,
  first: i32,
  count: i32,
  to: usize,
): void {
  const end = first + count;
  for (let row = first; row < end; row += TILE_ROWS) {
    interleaveRows(
      inner,
      rowAt(a, stride, list, row, end),
      rowAt(a, stride, list, row + 1, end),
      rowAt(a, stride, list, row + 2, end),
      rowAt(a, stride, list, row + 3, end),
      rowAt(a, stride, list, row + 4, end),
      rowAt(a, stride, list, row + 5, end),
      to,
    );
    to += <usize>inner * 24;
  }
}

/**
 * Strips of the columns [first, first + count) of a matrix stored row by row: its transpose. `list`
 * names the rows to take, where it is not 0.
 */
export function packColumns(
  inner: i32,
  a: usize,
  stride: usize,
  list: usize,
  first: i32,
  count: i32,
  to: usize,
): void {
  const end = first + count;
  for (let column = first; column < end; column += TILE_ROWS) {
    const width = min(TILE_ROWS, end - column);
    const offset = (<usize>column) << 2;
    for (let p = 0; p < inner; p++) {
      const from = a + offset + <usize>(list ? load<i32>(list + ((<usize>p) << 2)) : p) * stride;
      if (width == TILE_ROWS) {
        v128.store(to, v128.load(from));
        store<u64>(to, load<u64>(from, 16), 16);
      } else {
        for (let i: usize = 0; i < 24; i += 4) {
          store<f32>(to + i, i < (<usize>width) << 2 ? load<f32>(from + i) : 0);
        }
      }
      to += 24;
    }
  }
}

/** Panels of b [inner, columns], the rows that `list` names where it is not 0. */
export function packPanels(
  inner: i32,
  b: usize,
  stride: usize,
  list: usize,
  columns: i32,
  to: usize,
): void {
  for (let column = 0; column < columns; column += TILE_COLUMNS) {
    const width = min(TILE_COLUMNS, columns - column);
    const offset = (<usize>column) << 2;
    for (let p = 0; p < inner; p++) {
      const from = b + offset + <usize>(list ? load<i32>(list + ((<usize>p) << 2)) : p) * stride;
      if (width == TILE_COLUMNS) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
      } else {
        for (let i: usize = 0; i < 32; i += 4) {
          store<f32>(to + i, i < (<usize>width) << 2 ? load<f32>(from + i) : 0);
        }
      }
      to += 32;
    }
  }
}

/** Panels of the transpose of b [columns, inner]. */
export function packTransposedPanels(
  inner: i32,
  b: usize,
  stride: usize,
  columns: i32,
  to: usize,
): void {
  for (let column = 0; column < columns; column += TILE_COLUMNS) {
    const width = min(TILE_COLUMNS, columns - column);
    const from = b + <usize>column * stride;
    for (let p: usize = 0; p < (<usize>inner) << 2; p += 4) {
      for (let i: usize = 0; i < 8; i++) {
        store<f32>(to + (i << 2), i < <usize>width ? load<f32>(from + i * stride + p) : 0);
      }
      to += 32;
    }
  }
}
