/**
 * One-hot row and column: a place is a mark in a list of columns and one in a list of rows.
 *
 *   coords   [rows, 2], each in [-1, 1]; the nearest pixel of the training grid counts
 *   features [rows, columns + lines] of 0 and 1: which column, then which line,
 *            columns = ⌈width / size⌉, lines = ⌈height / size⌉
 *
 * Nothing says that neighbours are alike, as for a table of rows and columns, which a first layer on
 * top of this is. Larger bins blur: places within one cannot be told apart.
 *
 * Classical dummy coding, for each axis.
 */
import { integer } from '../core/options.ts';
import { defineEncoding, type Plane } from './encoding.ts';
import { pixelsAlong, planeFault } from './terms/plane.ts';

const binsOf = (plane: Plane, size: number) =>
  [0, 1].map((axis) => Math.ceil(pixelsAlong(plane, axis) / size)) as [number, number];

/** The bin that a coordinate lies in, held at the border. */
function binAt(coordinate: number, pixels: number, size: number): number {
  const pixel = Math.floor(((coordinate + 1) / 2) * pixels);
  return Math.floor(Math.min(Math.max(pixel, 0), pixels - 1) / size);
}

export const oneHot = defineEncoding({
  id: 'one-hot',
  label: 'One-hot row and column',
  summary: 'A mark for its column and one for its row. Nothing says that neighbours are alike.',
  reference: 'Classical dummy coding',
  knob: 'size',
  options: {
    size: integer({
      label: 'Bin size',
      help: 'Rows and columns that share a mark. 1: each its own. Larger: coarser.',
      default: 1,
      min: 1,
      max: 16,
      unit: 'pixels',
    }),
  },
  fault: (_, plane) => planeFault(plane),
  outputWidth({ size }, plane) {
    const [columns, lines] = binsOf(plane, size);
    return columns + lines;
  },
  parameters: () => [],
  encode(ops, _parameter, _coords, { options: { size }, plane, positions }) {
    const [columns, lines] = binsOf(plane, size);
    const places = positions.length / 2;
    const marks = new Float32Array(places * (columns + lines));
    for (let place = 0; place < places; place++) {
      const begin = place * (columns + lines);
      marks[begin + binAt(positions[2 * place]!, plane.width, size)] = 1;
      marks[begin + columns + binAt(positions[2 * place + 1]!, plane.height, size)] = 1;
    }
    return ops.constant(marks, [places, columns + lines]);
  },
});
