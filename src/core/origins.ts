/**
 * Pictures whose pixels were moved elsewhere, all pictures in the same way: of each pixel the place that
 * it came from, [height * width], row by row.
 */
export type Origins = Int32Array;

interface PlaneSize {
  readonly height: number;
  readonly width: number;
}

/**
 * Positions in a picture whose pixels were moved, [places * 2] in [-1, 1]²: each goes back with the
 * pixel that it lies in, and keeps its place inside of it.
 */
export function backToOrigins(
  positions: Float32Array,
  origins: Origins,
  { height, width }: PlaneSize,
): Float32Array {
  const pixelOf = (position: number, count: number) =>
    Math.min(count - 1, Math.max(0, Math.floor(((position + 1) / 2) * count)));
  const back = new Float32Array(positions.length);
  for (let at = 0; at < positions.length; at += 2) {
    const column = pixelOf(positions[at]!, width);
    const row = pixelOf(positions[at + 1]!, height);
    const origin = origins[row * width + column]!;
    back[at] = positions[at]! + (2 * ((origin % width) - column)) / width;
    back[at + 1] = positions[at + 1]! + (2 * (Math.floor(origin / width) - row)) / height;
  }
  return back;
}
