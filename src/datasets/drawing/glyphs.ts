/**
 * Eight glyphs as signed distances: how far, in pixels, a place lies outside the ink (negative:
 * inside). Half a pixel either side of the outline then gives an antialiased edge.
 *
 * Distances are exact or a little too small outside corners, which only rounds the corners.
 */

/**
 * @param x right and y down of the glyph's centre, in pixels
 * @param radius half the glyph's size, in pixels
 * @param stroke half the width of its lines, in pixels
 */
type Distance = (x: number, y: number, radius: number, stroke: number) => number;

export interface Glyph {
  readonly name: string;
  readonly distance: Distance;
}

const length = (x: number, y: number) => Math.sqrt(x * x + y * y);
const box = (x: number, y: number, halfWidth: number, halfHeight: number) =>
  Math.max(Math.abs(x) - halfWidth, Math.abs(y) - halfHeight);

const plus: Distance = (x, y, radius, stroke) =>
  Math.min(box(x, y, radius, stroke), box(x, y, stroke, radius));

/** A plus turned by an eighth. */
const cross: Distance = (x, y, radius, stroke) =>
  plus((x + y) * Math.SQRT1_2, (x - y) * Math.SQRT1_2, radius, stroke);

const disc: Distance = (x, y, radius) => length(x, y) - 0.8 * radius;

const ring: Distance = (x, y, radius, stroke) =>
  Math.abs(length(x, y) - (radius - stroke)) - stroke;

const square: Distance = (x, y, radius, stroke) =>
  Math.abs(box(x, y, 0.85 * radius - stroke, 0.85 * radius - stroke)) - stroke;

/** The outline of a triangle that stands on its base; its sides rise by 2 in 1. */
const triangle: Distance = (x, y, radius, stroke) => {
  const side = (2 * Math.abs(x) - y - 0.9 * radius) / Math.sqrt(5);
  const outside = Math.max(side, y - 0.9 * radius);
  return Math.abs(outside + stroke) - stroke;
};

/** Two level lines. */
const equals: Distance = (x, y, radius, stroke) =>
  box(x, Math.abs(y) - 0.5 * radius, radius, stroke);

/** A T: a beam on a post. */
const tee: Distance = (x, y, radius, stroke) =>
  Math.min(
    box(x, y + 0.9 * radius - stroke, 0.9 * radius, stroke),
    box(x, y, stroke, 0.9 * radius),
  );

export const glyphs: readonly Glyph[] = [
  { name: 'plus', distance: plus },
  { name: 'cross', distance: cross },
  { name: 'disc', distance: disc },
  { name: 'ring', distance: ring },
  { name: 'square', distance: square },
  { name: 'triangle', distance: triangle },
  { name: 'equals', distance: equals },
  { name: 'tee', distance: tee },
];
