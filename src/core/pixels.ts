/**
 * Which rows a pixel model computes, for a batch of images whose pixels lie at shared places.
 *
 * A latent depends on its pixel's value and place alone, so pixels that agree in both need one row
 * among them, whatever image they are in. A black pixel agrees with all black ones of its place:
 *   Σ_p z(v_p, c_p) = Σ_p z(0, c_p) + Σ_{v_p ≠ 0} [z(v_p, c_p) − z(0, c_p)]
 * A *sparse* layout therefore holds the rows of pixels that are not black, and then one row of value
 * 0 for each place. An image lists its own pixels as members, by row; at all other places it is
 * black. Pixels of one channel whose value is one of the 256 levels of 8-bit grey share their rows,
 * others have a row each. A *dense* layout holds every pixel of every image and no shared rows.
 * Both give the same sums and maxima, exactly.
 */
export interface PixelLayout {
  readonly kind: 'dense' | 'sparse';
  readonly images: number;
  /** Places at which pixels lie: rows of the coordinates. */
  readonly places: number;
  /** Rows in all: in a sparse layout the last `places` of them are the shared black ones. */
  readonly rows: number;
  /** [rows] place of each row; in a sparse layout it never falls, but where the black rows begin. */
  readonly placeOf: Int32Array;
  /** Rows of each image's own pixels, image by image, each in the order of places. */
  readonly members: Int32Array;
  /** [images + 1] where each image's members begin; the last entry is where they all end. */
  readonly firstMember: Int32Array;
}

/** Rows in the order image by image, place by place. */
export function denseLayout(images: number, places: number): PixelLayout {
  const rows = images * places;
  return {
    kind: 'dense',
    images,
    places,
    rows,
    placeOf: Int32Array.from({ length: rows }, (_, row) => row % places),
    members: Int32Array.from({ length: rows }, (_, row) => row),
    firstMember: Int32Array.from({ length: images + 1 }, (_, image) => image * places),
  };
}

export interface PixelCounts {
  readonly images: number;
  readonly places: number;
  readonly channels: number;
}

/**
 * Gathers the pixels that are not black.
 *
 * @param values [images, places, channels], each in [0, 1]
 * @returns the layout and its values [rows, channels]
 */
export function sparseLayout(
  values: Float32Array,
  counts: PixelCounts,
): { layout: PixelLayout; values: Float32Array } {
  const { images, places, channels } = counts;
  const { firstMember, firstOfPlace, litImages } = findLit(values, counts);
  const members = new Int32Array(litImages.length);
  const shown = new Int32Array(litImages.length); // the pixel that each row was made for
  const next = firstMember.slice(0, images);
  const rowOfLevel = new Int32Array(GREYS.length).fill(-1);
  let own = 0;
  for (let place = 0; place < places; place++) {
    const firstHere = own;
    for (let i = firstOfPlace[place]!; i < firstOfPlace[place + 1]!; i++) {
      const image = litImages[i]!;
      const pixel = image * places + place;
      const level = channels === 1 ? levelOf(values[pixel]!) : NO_LEVEL;
      let row = level === NO_LEVEL ? NO_LEVEL : rowOfLevel[level]!;
      if (row < firstHere) {
        row = own++; // the first pixel of its level here, or one without a level
        shown[row] = pixel;
        if (level !== NO_LEVEL) rowOfLevel[level] = row;
      }
      members[next[image]!++] = row;
    }
  }

  const rows = own + places;
  const placeOf = new Int32Array(rows);
  const gathered = new Float32Array(rows * channels); // the black rows stay 0
  for (let row = 0; row < own; row++) {
    placeOf[row] = shown[row]! % places;
    const from = shown[row]! * channels;
    for (let i = 0; i < channels; i++) gathered[row * channels + i] = values[from + i]!;
  }
  for (let place = 0; place < places; place++) placeOf[own + place] = place;
  return {
    layout: { kind: 'sparse', images, places, rows, placeOf, members, firstMember },
    values: gathered,
  };
}

/** What 8-bit grey becomes when divided by 255, in float32. */
const GREYS = Float32Array.from({ length: 256 }, (_, level) => level / 255);
const NO_LEVEL = -1;

function levelOf(value: number): number {
  const level = Math.round(255 * value);
  return GREYS[level] === value ? level : NO_LEVEL;
}

/**
 * Which pixels are not black: where each image's begin when they are counted image by image, and, place
 * by place, in which images they are.
 */
function findLit(values: Float32Array, { images, places, channels }: PixelCounts) {
  const firstMember = new Int32Array(images + 1);
  const lit = new Int32Array(images * places); // places, image by image
  let count = 0;
  for (let image = 0, pixel = 0; image < images; image++) {
    for (let place = 0; place < places; place++, pixel++) {
      lit[count] = place; // stays if it is lit: no branch that is hard to foresee
      count += isLit(values, pixel, channels) ? 1 : 0;
    }
    firstMember[image + 1] = count;
  }

  const firstOfPlace = new Int32Array(places + 1);
  for (let i = 0; i < count; i++) firstOfPlace[lit[i]! + 1]!++;
  for (let place = 0; place < places; place++) firstOfPlace[place + 1]! += firstOfPlace[place]!;
  const litImages = new Int32Array(count);
  const next = firstOfPlace.slice(0, places);
  for (let image = 0; image < images; image++) {
    for (let i = firstMember[image]!; i < firstMember[image + 1]!; i++) {
      litImages[next[lit[i]!]!++] = image;
    }
  }
  return { firstMember, firstOfPlace, litImages };
}

function isLit(values: Float32Array, pixel: number, channels: number): boolean {
  if (channels === 1) return values[pixel] !== 0;
  for (let channel = 0; channel < channels; channel++) {
    if (values[pixel * channels + channel] !== 0) return true;
  }
  return false;
}

/** The layout with fewer rows; a sparse one must save a fifth to be worth its bookkeeping. */
export function leanLayout(
  values: Float32Array,
  counts: PixelCounts,
): { layout: PixelLayout; values: Float32Array } {
  const sparse = sparseLayout(values, counts);
  if (sparse.layout.rows < 0.8 * counts.images * counts.places) return sparse;
  return { layout: denseLayout(counts.images, counts.places), values };
}

/** The rows from `begin` to `end` alone, as rows of no image: enough to compute their latents. */
export function layoutOfRows(layout: PixelLayout, begin: number, end: number): PixelLayout {
  return {
    kind: 'sparse',
    images: 0,
    places: layout.places,
    rows: end - begin,
    placeOf: layout.placeOf.subarray(begin, end),
    members: new Int32Array(0),
    firstMember: new Int32Array(1),
  };
}

/** The images from `begin` to `end` alone, over the same rows. */
export function layoutOfImages(layout: PixelLayout, begin: number, end: number): PixelLayout {
  const first = layout.firstMember[begin]!;
  const firstMember = layout.firstMember.subarray(begin, end + 1).map((member) => member - first);
  const members = layout.members.subarray(first, layout.firstMember[end]);
  return { ...layout, images: end - begin, members, firstMember };
}
