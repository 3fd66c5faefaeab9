/**
 * Two learned tables: a vector for each column and one for each row of the training grid.
 *
 *   coords   [rows, 2], each in [-1, 1]; between pixels linear, outside held at the border
 *   column   [width, features]  trained, from N(0, deviation²)
 *   row      [height, features] trained, from N(0, deviation²)
 *   features sum:          [rows, features]      column + row
 *            side by side: [rows, 2 * features]  column, then row
 *
 * What is learned of a row holds all along it, so far fewer images are needed than for a table of
 * pixels. The deviation is how different rows are before anything is learned.
 *
 * Carion et al. 2020, arXiv:2005.12872 (DETR's learned encoding, side by side).
 */
import { choice, integer, number } from '../core/options.ts';
import type { InitialValues } from '../core/parameters.ts';
import { defineEncoding } from './encoding.ts';
import { interpolate, pixelAxis } from './terms/lattice.ts';
import { planeFault } from './terms/plane.ts';

export const factorisedTable = defineEncoding({
  id: 'factorised-table',
  label: 'Row and column tables',
  summary:
    'A learned vector for each row and each column. What is learned of a row holds all along it.',
  reference: 'Carion et al. 2020, arXiv:2005.12872',
  knob: 'deviation',
  options: {
    features: integer({
      label: 'Features',
      help: 'Numbers learned for each row and each column.',
      default: 32,
      min: 1,
      max: 512,
    }),
    deviation: number({
      label: 'Deviation at the start',
      help: 'Near 0 all rows start alike; at 1 each starts as a stranger to the next.',
      default: 1,
      min: 0,
      max: 4,
    }),
    joined: choice({
      label: 'Joined',
      help: 'A sum lets rows and columns share features; side by side keeps them apart.',
      default: 'sum',
      choices: [
        { value: 'sum', label: 'As a sum' },
        { value: 'side-by-side', label: 'Side by side' },
      ],
    }),
  },
  fault: (_, plane) => planeFault(plane),
  outputWidth: ({ features, joined }) => (joined === 'sum' ? features : 2 * features),
  parameters({ features, deviation }, { height, width }) {
    const initial: InitialValues = { kind: 'normal', deviation };
    return [
      { name: 'column', shape: [width, features], initial, trained: true },
      { name: 'row', shape: [height, features], initial, trained: true },
    ];
  },
  encode(ops, parameter, _coords, { options: { joined }, plane, positions }) {
    const read = (name: string, axis: number) => {
      const lattice = {
        axes: [pixelAxis(plane, axis)],
        rowOf: (vertex: Int32Array) => vertex[0]!,
      };
      return ops.lookUp(parameter(name), interpolate(positions, 2, [lattice]));
    };
    const column = read('column', 0);
    const row = read('row', 1);
    return joined === 'sum' ? ops.add(column, row) : ops.concat([column, row], 1);
  },
});
