/**
 * Which rows a pixel model computes (src/core/pixels.ts), as it lies in memory: this header, and the
 * three lists that it points to. In a sparse layout an image's own rows lie in the order of their
 * places, so what belongs to a range of places is found by halving.
 */
@unmanaged
export class Layout {
  sparse: i32;
  images: i32;
  places: i32;
  rows: i32;
  /** [rows] */
  placeOf: usize;
  /** Rows of each image's own pixels, image by image. */
  members: usize;
  /** [images + 1] */
  firstMember: usize;

  static at(address: usize): Layout {
    return changetype<Layout>(address);
  }
}

/** Places that a chunk takes where work is cut by them. */
export const PLACES_AT_ONCE: i32 = 32;

export function integerAt(list: usize, index: i32): i32 {
  return load<i32>(list + ((<usize>index) << 2));
}

/** Row of the black pixel at place 0, where there are black rows; the others follow. */
export function blackRow(layout: Layout): i32 {
  return layout.rows - layout.places;
}

export function placeOfRow(layout: Layout, row: i32): i32 {
  return integerAt(layout.placeOf, row);
}

/** The first of an image's members whose place is `place` or behind it. */
export function memberFrom(layout: Layout, image: i32, place: i32): i32 {
  let low = integerAt(layout.firstMember, image);
  let high = integerAt(layout.firstMember, image + 1);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (placeOfRow(layout, integerAt(layout.members, middle)) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first row before the black ones whose place is `place` or behind it. */
export function ownRowFrom(layout: Layout, place: i32): i32 {
  let low = 0;
  let high = blackRow(layout);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (placeOfRow(layout, middle) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
