/**
 * Draws a zigzag across the image.
 *
 *   along a line from a random row at column 2 to column width − 3, up to 5 rows higher or lower
 *   there: a point `height` above it and one below in turn, 2 · `length` apart
 *
 * Added to every channel and clipped. What to expect: as a dotted line, but its corners look like
 * strokes of a digit.
 *
 * MNIST-C's `zigzag` has strength 1, length and height 2, and a radius of 2.3 (Mu and Gilmer 2019,
 * arXiv:1906.02337).
 */
import { number } from '../core/options.ts';
import { drawLine } from './imaging/softLine.ts';
import { defineTransform } from './transform.ts';

const MARGIN = 2; // columns at either end
const RADIUS = 2.3;
const RISE = 5; // rows

type Point = [column: number, row: number];

export const zigzag = defineTransform({
  id: 'zigzag',
  label: 'Zigzag',
  summary: 'Draws a zigzag across the image, whose corners look like strokes.',
  reference: 'Mu and Gilmer 2019, MNIST-C, arXiv:1906.02337',
  group: 'overlay',
  example: { strength: 1 },
  options: {
    strength: number({
      label: 'Zigzag',
      help: 'How bright the zigzag is.',
      default: 0,
      min: 0,
      max: 1,
    }),
    length: number({
      label: 'Length',
      help: 'Half the way from one point to the next.',
      default: 2,
      min: 1,
      max: 6,
      unit: 'pixels',
    }),
    height: number({
      label: 'Height',
      help: 'How far its points lie off the middle line.',
      default: 2,
      min: 0,
      max: 4,
      unit: 'pixels',
    }),
  },

  change:
    ({ strength, length, height }, size) =>
    (values, random) => {
      const start = random.integer(0, size.height - 1);
      const rise = random.integer(1, 2 * RISE) - RISE;
      const run = size.width - 1 - 2 * MARGIN;
      if (run <= 0) return; // too narrow to draw on
      const points = zigzagPoints(Math.hypot(run, rise), length, height);
      const cosine = run / Math.hypot(run, rise);
      const sine = rise / Math.hypot(run, rise);
      const placed = points.map(([along, off]): Point => [
        cosine * along - sine * off + MARGIN,
        sine * along + cosine * off + start,
      ]);
      placed.slice(1).forEach((to, i) => {
        drawLine(values, size, { from: placed[i]!, to, radius: RADIUS, strength });
      });
    },
});

/** Along a line of that length: how far along each point lies, and how far off it. */
function zigzagPoints(whole: number, length: number, height: number): Point[] {
  const points: Point[] = [[0, 0]];
  let off = 0;
  for (let i = 0; (2 * i + 1) * length <= whole; i++) {
    off = i % 2 === 0 ? height : -height;
    points.push([(2 * i + 1) * length, off]);
  }
  // The last point's way off the line is MNIST-C's own, and may lie outside the image.
  const turned = 2 * length * Math.floor(whole / (2 * length));
  if (whole !== turned) points.push([whole, off / (2 * (whole - turned))]);
  return points;
}
