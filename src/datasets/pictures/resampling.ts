/**
 * Images of another size, antialiased: along an axis that shrinks each new pixel is the mean of the
 * area that it covers, parts of pixels counted by their share; along one that grows values are
 * interpolated linearly between pixel centres, and held beyond the outermost. Values are taken as they
 * are stored, computed in float64 along one axis after the other, and rounded once, at the end.
 *
 *   image [height, width, channels] uint8 → [new height, new width, channels] uint8
 */

export interface PixelSize {
  readonly height: number;
  readonly width: number;
}

/** Writes the image that begins at `begin` of `images` in its new size to `target` from `to` on. */
export type Resample = (
  images: Uint8Array | Uint8ClampedArray,
  begin: number,
  target: Uint8Array,
  to: number,
) => void;

/** Weights are computed once, for all images of one size. */
export function createResampler(from: PixelSize, to: PixelSize, channels: number): Resample {
  const rows = weightsOf(from.height, to.height);
  const columns = weightsOf(from.width, to.width);
  const stride = from.width * channels;
  const row = new Float64Array(stride);

  return (images, begin, target, at) => {
    for (let y = 0; y < to.height; y++) {
      row.fill(0);
      const [first, end] = [rows.starts[y]!, rows.starts[y + 1]!];
      for (let i = first; i < end; i++) {
        addRow(row, rows.values[i]!, images, begin + rows.places[i]! * stride);
      }
      for (let channel = 0; channel < channels; channel++) {
        writeRow(target, at + y * to.width * channels + channel, row, {
          columns,
          channels,
          channel,
        });
      }
    }
  };
}

function addRow(
  row: Float64Array,
  weight: number,
  images: Uint8Array | Uint8ClampedArray,
  start: number,
): void {
  for (let x = 0; x < row.length; x++) row[x]! += weight * images[start + x]!;
}

/** One channel of a row. */
function writeRow(
  target: Uint8Array,
  at: number,
  row: Float64Array,
  {
    columns: { starts, places, values },
    channels,
    channel,
  }: { columns: Weights; channels: number; channel: number },
): void {
  const width = starts.length - 1;
  for (let x = 0, i = 0; x < width; x++) {
    let sum = 0.5; // cut off below: rounds to the nearest, halves up
    for (const end = starts[x + 1]!; i < end; i++) {
      sum += values[i]! * row[places[i]! * channels + channel]!;
    }
    target[at + x * channels] = sum;
  }
}

/** Along one axis, for each new pixel the old ones that count in it. */
interface Weights {
  /** [new pixels + 1] where its list begins in the other two */
  readonly starts: Int32Array;
  /** Old pixels. */
  readonly places: Int32Array;
  /** How much they count; those of a new pixel add up to 1. */
  readonly values: Float64Array;
}

function weightsOf(before: number, after: number): Weights {
  const weigh = after < before ? areaWeights : linearWeights;
  const lists = Array.from({ length: after }, (_, index) => weigh(index, before, after));
  const starts = new Int32Array(after + 1);
  lists.forEach((list, index) => (starts[index + 1] = starts[index]! + list.length));
  const all = lists.flat();
  return {
    starts,
    places: Int32Array.from(all, ({ place }) => place),
    values: Float64Array.from(all, ({ weight }) => weight),
  };
}

interface Weight {
  readonly place: number;
  readonly weight: number;
}

/** In whole numbers: an old pixel is `after` units long, a new one `before`. */
function areaWeights(index: number, before: number, after: number): Weight[] {
  const [begin, end] = [index * before, (index + 1) * before];
  const first = Math.floor(begin / after);
  return Array.from({ length: Math.ceil(end / after) - first }, (_, i) => {
    const old = (first + i) * after;
    const covered = Math.min(old + after, end) - Math.max(old, begin);
    return { place: first + i, weight: covered / before };
  });
}

function linearWeights(index: number, before: number, after: number): Weight[] {
  const centre = ((index + 0.5) * before) / after - 0.5;
  const held = Math.min(before - 1, Math.max(0, centre));
  const place = Math.floor(held);
  const share = held - place;
  if (share === 0) return [{ place, weight: 1 }];
  return [
    { place, weight: 1 - share },
    { place: place + 1, weight: share },
  ];
}
