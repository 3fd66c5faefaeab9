/**
 * Pixels like honeycombs: every other row is shifted by half a pixel, and rows lie √3/2 pixels apart,
 * so that all six neighbours are equally far.
 *
 * On the sensor they are a grid like any other, as such a camera's memory would be; the lens shifts
 * even rows by a quarter pixel to the left, odd ones to the right, and sets the rows right. A place
 * between rows belongs to the nearest one. There is the whole number of rows that comes nearest to
 * the image's height, so up to half a row is left over or looks past the edges.
 *
 * Middleton and Sivaswamy 2005, "Hexagonal Image Processing" (Springer).
 */
import { gridCoords } from '../core/coordinates.ts';
import { integer } from '../core/options.ts';
import { latticeOf } from './optics/lattice.ts';
import { defineSensor } from './sensor.ts';

/** Between rows, in pixels. */
const ROW_SPACING = Math.sqrt(3) / 2;

export const hexagonal = defineSensor({
  id: 'hexagonal',
  label: 'Hexagonal',
  summary:
    'Rows in a honeycomb, every other one shifted by half a pixel. Told or not, it should hardly matter.',
  reference: 'Middleton and Sivaswamy 2005, Hexagonal Image Processing',
  group: 'sampling',
  options: {
    side: integer({
      label: 'Pixels to a side',
      help: 'Of the shorter side as if they were square; the rows lie closer and are 15% more.',
      default: 28,
      min: 4,
      max: 112,
      unit: 'px',
    }),
  },
  example: { side: 14 },
  strengths: [4, 7, 10, 14, 20, 28, 40, 56, 80, 112],
  plan({ side }, size) {
    const columns = latticeOf(side, size).width;
    const pitch = size.width / columns; // of the sensor's pixels, in those of the image
    const rows = Math.max(1, Math.round(size.height / (pitch * ROW_SPACING)));
    const rowsReach = (rows * pitch * ROW_SPACING) / size.height;
    const quarter = 1 / (2 * columns);
    return {
      places: gridCoords(rows, columns),
      lattice: { height: rows, width: columns },
      lens(x, y) {
        const row = Math.floor(((y + 1) / 2) * rows);
        return [x + (row % 2 === 0 ? -quarter : quarter), rowsReach * y];
      },
    };
  },
});
