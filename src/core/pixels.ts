/**
 * Which rows a pixel model computes, for a batch of images whose pixels lie at shared places.
 *
 * The latent of a black pixel depends on its place alone, so all images share it:
 *   Σ_p z(v_p, c_p) = Σ_p z(0, c_p) + Σ_{v_p ≠ 0} [z(v_p, c_p) − z(0, c_p)]
 * A *sparse* layout therefore holds one row for each pixel that is not black, grouped by image, and
 * then one row of value 0 for each place. A *dense* layout holds every pixel of every image and no
 * shared rows. Both give the same sums and maxima, exactly.
 */
export interface PixelLayout {
  readonly kind: 'dense' | 'sparse';
  readonly images: number;
  /** Places at which pixels lie: rows of the coordinates. */
  readonly places: number;
  /** Rows in all: in a sparse layout the last `places` of them are the shared black ones. */
  readonly rows: number;
  /** [rows] place of each row. */
  readonly placeOf: Int32Array;
  /** [images + 1] where each image's own rows begin; the last entry is where they all end. */
  readonly firstRow: Int32Array;
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
    firstRow: Int32Array.from({ length: images + 1 }, (_, image) => image * places),
  };
}

/**
 * Gathers the pixels that are not black.
 *
 * @param values [images, places, channels], each in [0, 1]
 * @returns the layout and its values [rows, channels]
 */
export function sparseLayout(
  values: Float32Array,
  { images, places, channels }: { images: number; places: number; channels: number },
): { layout: PixelLayout; values: Float32Array } {
  const lit: number[] = [];
  const firstRow = new Int32Array(images + 1);
  for (let image = 0; image < images; image++) {
    firstRow[image] = lit.length;
    for (let place = 0; place < places; place++) {
      const pixel = image * places + place;
      if (isLit(values, pixel, channels)) lit.push(pixel);
    }
  }
  firstRow[images] = lit.length;

  const rows = lit.length + places;
  const placeOf = new Int32Array(rows);
  const gathered = new Float32Array(rows * channels); // the shared rows stay 0
  lit.forEach((pixel, row) => {
    placeOf[row] = pixel % places;
    const from = pixel * channels;
    gathered.set(values.subarray(from, from + channels), row * channels);
  });
  for (let place = 0; place < places; place++) placeOf[lit.length + place] = place;
  return { layout: { kind: 'sparse', images, places, rows, placeOf, firstRow }, values: gathered };
}

function isLit(values: Float32Array, pixel: number, channels: number): boolean {
  for (let channel = 0; channel < channels; channel++) {
    if (values[pixel * channels + channel] !== 0) return true;
  }
  return false;
}

/** The layout with fewer rows; a sparse one must save a fifth to be worth its bookkeeping. */
export function leanLayout(
  values: Float32Array,
  size: { images: number; places: number; channels: number },
): { layout: PixelLayout; values: Float32Array } {
  const sparse = sparseLayout(values, size);
  if (sparse.layout.rows < 0.8 * size.images * size.places) return sparse;
  return { layout: denseLayout(size.images, size.places), values };
}
