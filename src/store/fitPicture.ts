/**
 * Any picture to the size and channels of a dataset: fitted whole and centred, by area averaging.
 *
 * Averaging is over the stored (sRGB) values, as Pillow and the makers of the usual datasets do; grey
 * is the luma of ITU-R BT.601. Pure: the browser's part is readPicture.ts.
 */

export interface PictureSize {
  readonly height: number;
  readonly width: number;
}

/** A picture as it was opened, reduced where it was large. */
export interface SourcePicture extends PictureSize {
  /** [height, width, 4] red, green, blue times alpha, and alpha; each in [0, 1]. */
  readonly rgba: Float32Array;
}

export interface FitChoices {
  /** What transparent pixels lie on. */
  readonly over: 'white' | 'black';
  readonly isInverted: boolean;
}

/** Which sources each target takes, with weights that sum to 1: from `source` cells to `target`. */
function areaWeights(source: number, target: number): { first: number; weights: number[] }[] {
  return Array.from({ length: target }, (_, cell) => {
    const [from, to] = [(cell * source) / target, ((cell + 1) * source) / target];
    const first = Math.floor(from);
    const last = Math.min(source, Math.ceil(to - 1e-9));
    const weights = Array.from({ length: last - first }, (_, place) => {
      const overlap = Math.min(to, first + place + 1) - Math.max(from, first + place);
      return overlap / (to - from);
    });
    return { first, weights };
  });
}

/** Takes an image row by row, so that a large one is never held as numbers. */
export interface AreaAverager {
  /** The next row, [from.width, channels]. */
  addRow(row: ArrayLike<number>): void;
  /** [to.height, to.width, channels] */
  readonly values: Float32Array;
}

export function createAreaAverager(
  from: PictureSize,
  to: PictureSize,
  channels: number,
): AreaAverager {
  const columns = areaWeights(from.width, to.width);
  const rows = areaWeights(from.height, to.height);
  const values = new Float32Array(to.height * to.width * channels);
  const line = new Float64Array(to.width * channels);
  let next = 0;

  function narrow(row: ArrayLike<number>): void {
    columns.forEach(({ first, weights }, column) => {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let place = 0; place < weights.length; place++) {
          sum += weights[place]! * row[(first + place) * channels + channel]!;
        }
        line[column * channels + channel] = sum;
      }
    });
  }

  /** The first row of the result that the next row of the image is part of. */
  let open = 0;
  return {
    values,
    addRow(row) {
      narrow(row);
      const source = next++;
      while (open < to.height && rows[open]!.first + rows[open]!.weights.length <= source) open++;
      for (let target = open; target < to.height && rows[target]!.first <= source; target++) {
        const weight = rows[target]!.weights[source - rows[target]!.first] ?? 0;
        const at = target * line.length;
        for (let place = 0; place < line.length; place++) {
          values[at + place] = values[at + place]! + weight * line[place]!;
        }
      }
    },
  };
}

/** @param values [from.height, from.width, channels] → [to.height, to.width, channels] */
export function averageArea(
  values: Float32Array,
  from: PictureSize & { readonly channels: number },
  to: PictureSize,
): Float32Array {
  const averager = createAreaAverager(from, to, from.channels);
  const rowLength = from.width * from.channels;
  for (let row = 0; row < from.height; row++) {
    averager.addRow(values.subarray(row * rowLength, (row + 1) * rowLength));
  }
  return averager.values;
}

/** The largest size of the same shape inside a frame; at least one pixel each way. */
export function sizeWithin({ height, width }: PictureSize, frame: PictureSize): PictureSize {
  const scale = Math.min(frame.height / height, frame.width / width);
  return {
    height: Math.max(1, Math.min(frame.height, Math.round(height * scale))),
    width: Math.max(1, Math.min(frame.width, Math.round(width * scale))),
  };
}

/**
 * The picture [size.height, size.width, size.channels] in [0, 1]. What is left free around it has
 * the mean colour of its corners, so that a photograph's paper goes on to the edge.
 */
export function fitPicture(
  source: SourcePicture,
  size: PictureSize & { readonly channels: number },
  { over, isInverted }: FitChoices,
): Float32Array<ArrayBuffer> {
  const fitted = sizeWithin(source, size);
  const rgba = averageArea(source.rgba, { ...source, channels: 4 }, fitted);
  const inside = flatten(rgba, size.channels, over === 'white' ? 1 : 0);
  const ground = meanOfCorners(inside, { ...fitted, channels: size.channels });
  const values = new Float32Array(size.height * size.width * size.channels);
  for (let place = 0; place < values.length; place++)
    values[place] = ground[place % size.channels]!;
  const top = Math.floor((size.height - fitted.height) / 2);
  const left = Math.floor((size.width - fitted.width) / 2);
  for (let row = 0; row < fitted.height; row++) {
    const from = row * fitted.width * size.channels;
    const line = inside.subarray(from, from + fitted.width * size.channels);
    values.set(line, ((top + row) * size.width + left) * size.channels);
  }
  return values.map((value) => Math.min(1, Math.max(0, isInverted ? 1 - value : value)));
}

/** Lays premultiplied RGBA on a ground from 0 to 1: grey for one channel, else red, green, blue. */
function flatten(rgba: Float32Array, channels: number, ground: number): Float32Array {
  const pixels = rgba.length / 4;
  const values = new Float32Array(pixels * channels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const free = (1 - rgba[4 * pixel + 3]!) * ground;
    const [red, green, blue] = [0, 1, 2].map((colour) => rgba[4 * pixel + colour]! + free);
    if (channels === 1) values[pixel] = 0.299 * red! + 0.587 * green! + 0.114 * blue!;
    else values.set([red!, green!, blue!], pixel * channels);
  }
  return values;
}

/** Mean of the four corner pixels, by channel. */
export function meanOfCorners(
  values: ArrayLike<number>,
  { height, width, channels }: PictureSize & { readonly channels: number },
): number[] {
  const corners = [0, width - 1, (height - 1) * width, height * width - 1];
  return Array.from({ length: channels }, (_, channel) => {
    const sum = corners.reduce((total, pixel) => total + values[pixel * channels + channel]!, 0);
    return sum / corners.length;
  });
}

/** true: the picture's corners are bright where those of the dataset's images are dark. */
export function isWorthInverting(
  values: Float32Array,
  /** uint8 [count, height, width, channels] */
  set: { readonly count: number; readonly images: Uint8Array },
  size: PictureSize & { readonly channels: number },
): boolean {
  const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const length = size.height * size.width * size.channels;
  const corners = Array.from({ length: set.count }, (_, image) => {
    const of = set.images.subarray(image * length, (image + 1) * length);
    return mean(meanOfCorners(of, size)) / 255;
  });
  return corners.length > 0 && mean(corners) < 0.25 && mean(meanOfCorners(values, size)) > 0.5;
}
