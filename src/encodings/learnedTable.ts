/**
 * A learned table: each pixel of the training grid has a vector of its own.
 *
 *   coords   [rows, 2], each in [-1, 1]; between pixels bilinear, outside held at the border
 *   table    [height * width, features] trained, from N(0, deviation²), row by row
 *   features [rows, features]
 *
 * Nothing says that neighbours are alike: the model must see every pixel lit before it knows it, so
 * expect it to need many images, and to be lost on shifted ones. A small deviation starts all
 * places alike and lets training tell them apart.
 *
 * Anokhin et al. 2020, arXiv:2011.13775 (CIPS, coordinate embeddings; deviation 1).
 */
import { integer, number } from '../core/options.ts';
import type { ParameterSpec } from '../core/parameters.ts';
import { defineEncoding, type Plane } from './encoding.ts';
import { interpolate, pixelAxis } from './terms/lattice.ts';
import { memoryFault, planeFault } from './terms/plane.ts';

interface TableOptions {
  readonly features: number;
  readonly deviation: number;
}

const tableOf = ({ features, deviation }: TableOptions, plane: Plane): ParameterSpec[] => [
  {
    name: 'table',
    shape: [plane.height * plane.width, features],
    initial: { kind: 'normal', deviation },
    trained: true,
  },
];

export const learnedTable = defineEncoding({
  id: 'learned-table',
  label: 'Learned table (CIPS)',
  summary:
    'A learned vector for each pixel. Nothing says that neighbours are alike: it needs many images.',
  reference: 'Anokhin et al. 2020, arXiv:2011.13775',
  knob: 'deviation',
  options: {
    features: integer({
      label: 'Features',
      help: 'Numbers learned for each pixel. More tell more apart, and are more to learn.',
      default: 32,
      min: 1,
      max: 512,
    }),
    deviation: number({
      label: 'Deviation at the start',
      help: 'Near 0 all places start alike; at 1 every pixel starts as a stranger to the next.',
      default: 1,
      min: 0,
      max: 4,
    }),
  },
  fault: (options, plane) =>
    planeFault(plane) ??
    memoryFault(tableOf(options, plane), 'choose fewer features, or smaller images'),
  outputWidth: ({ features }) => features,
  parameters: tableOf,
  encode(ops, parameter, _coords, { plane, positions }) {
    const axes = [pixelAxis(plane, 0), pixelAxis(plane, 1)];
    const rowOf = (vertex: Int32Array) => vertex[1]! * plane.width + vertex[0]!;
    return ops.lookUp(parameter('table'), interpolate(positions, 2, [{ axes, rowOf }]));
  },
});
