/**
 * Drawing on a small grid of pixels: what a stroke does to values [height, width, channels] in [0, 1].
 *
 * A stroke covers each pixel as far as its nearest point came to the pixel's centre: fully inside
 * the brush, less and less over the soft edge, as the strokes of scanned digits do. Going over the
 * same place again within one stroke changes nothing, so edges stay soft.
 */

export interface PlaneSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** In pixels from the upper left corner: the first pixel's centre is (0.5, 0.5). */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Brush {
  /** In pixels, up to the middle of the soft edge. */
  readonly radius: number;
  /** What it leaves, by channel. */
  readonly ink: readonly number[];
}

export interface Stroke {
  readonly brush: Brush;
  /** The values before it began. */
  readonly before: Float32Array;
  /** [height, width] how far it covers each pixel, 0 to 1. */
  readonly cover: Float32Array;
}

const SOFT_EDGE = 1.3; // pixels

export const brushes = [
  { id: 'fine', label: 'Fine', share: 0.025 },
  { id: 'medium', label: 'Medium', share: 0.042 },
  { id: 'broad', label: 'Broad', share: 0.07 },
] as const;
export type BrushId = (typeof brushes)[number]['id'];

/** Brushes keep their share of the image, whatever its size. */
export function radiusOf(id: BrushId, { height, width }: PlaneSize): number {
  const { share } = brushes.find((brush) => brush.id === id)!;
  return Math.max(0.5, share * Math.min(height, width));
}

export interface Ink {
  readonly label: string;
  /** Red, green, blue. */
  readonly rgb: readonly [number, number, number];
}

/** For images with colours, the first is the one at hand; the rest of the ground is black. */
export const inks: readonly Ink[] = [
  { label: 'White', rgb: [1, 1, 1] },
  { label: 'Grey', rgb: [0.5, 0.5, 0.5] },
  { label: 'Black', rgb: [0, 0, 0] },
  { label: 'Red', rgb: [0.86, 0.16, 0.13] },
  { label: 'Yellow', rgb: [0.98, 0.82, 0.2] },
  { label: 'Green', rgb: [0.18, 0.6, 0.3] },
  { label: 'Blue', rgb: [0.17, 0.38, 0.82] },
];

/** What an ink leaves on an image of that many channels. */
export function inkFor(ink: Ink, channels: number): readonly number[] {
  return channels === 3 ? ink.rgb : Array.from({ length: channels }, () => 1);
}

export function beginStroke(values: Float32Array, size: PlaneSize, brush: Brush): Stroke {
  return { brush, before: values, cover: new Float32Array(size.height * size.width) };
}

/** Goes on from one point to another (the same for a dot); answers with the values as they are then. */
export function strokeTo(
  stroke: Stroke,
  size: PlaneSize,
  [from, to]: readonly [Point, Point],
): Float32Array {
  coverLine(stroke, size, [from, to]);
  const { before, cover, brush } = stroke;
  return before.map((value, place) => {
    const channel = place % size.channels;
    const share = cover[(place - channel) / size.channels]!;
    return value + share * (brush.ink[channel]! - value);
  });
}

function coverLine(
  { brush: { radius }, cover }: Stroke,
  { height, width }: PlaneSize,
  [from, to]: readonly [Point, Point],
): void {
  const reach = radius + SOFT_EDGE / 2;
  const first = (a: number, b: number) => Math.max(0, Math.floor(Math.min(a, b) - reach));
  const end = (a: number, b: number, most: number) =>
    Math.min(most, Math.ceil(Math.max(a, b) + reach));
  for (let row = first(from.y, to.y); row < end(from.y, to.y, height); row++) {
    for (let column = first(from.x, to.x); column < end(from.x, to.x, width); column++) {
      const away = distance({ x: column + 0.5, y: row + 0.5 }, [from, to]);
      const share = Math.min(1, Math.max(0, (reach - away) / SOFT_EDGE));
      const pixel = row * width + column;
      cover[pixel] = Math.max(cover[pixel]!, share);
    }
  }
}

/** From a point to the nearest of a line between two. */
function distance(point: Point, [from, to]: readonly [Point, Point]): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - from.x - share * dx, point.y - from.y - share * dy);
}
