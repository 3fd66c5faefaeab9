/**
 * What pictures lie on: a plane, or a sphere in equirectangular projection (sphere.ts).
 *
 * On a sphere the rows near the poles show less of it than the row at the equator does, the left edge
 * meets the right one, and what is beyond an upper or lower edge is over the pole, half-way around.
 */

export type Surface = 'plane' | 'sphere';

/**
 * Area of the surface for each area of the picture, at a position in [-1, 1]²: 1 on a plane, (π / 2) sin ϑ
 * on a sphere with ϑ = π (y + 1) / 2. Its mean over the picture is 1.
 */
export function areaOnSurface(surface: Surface, _x: number, y: number): number {
  return surface === 'sphere' ? (Math.PI / 2) * Math.abs(Math.sin((Math.PI * (y + 1)) / 2)) : 1;
}

/**
 * Number of the pixel of an equirectangular picture at a column and a row, whole numbers that may lie
 * beyond its edges. In a picture of odd width the other side of a pole is half a pixel aside.
 */
export function pixelOnSphere(
  column: number,
  row: number,
  { height, width }: { readonly height: number; readonly width: number },
): number {
  const down = modulo(row, 2 * height); // from pole to pole, and back on the other side
  const isOver = down >= height;
  const across = modulo(isOver ? column + Math.floor(width / 2) : column, width);
  return (isOver ? 2 * height - 1 - down : down) * width + across;
}

const modulo = (value: number, count: number): number => ((value % count) + count) % count;
