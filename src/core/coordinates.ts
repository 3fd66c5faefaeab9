/**
 * Where pixels are. Said once, here: a pixel's position is its centre; both axes run over [-1, 1]
 * from the left edge of the first pixel to the right edge of the last, x to the right, y down.
 * So pixel i of n lies at (i + ½) / n · 2 − 1, and half-way between pixels is a legal question.
 */

/** The centre of pixel `index` of `count` along one axis, in [-1, 1]. */
export function pixelCentre(index: number, count: number): number {
  return ((index + 0.5) / count) * 2 - 1;
}

/** Coordinates of every pixel centre, row-major: [height * width, 2], (x, y) in [-1, 1]. */
export function gridCoords(height: number, width: number): Float32Array {
  const coords = new Float32Array(height * width * 2);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const pixel = row * width + column;
      coords[2 * pixel] = pixelCentre(column, width);
      coords[2 * pixel + 1] = pixelCentre(row, height);
    }
  }
  return coords;
}
