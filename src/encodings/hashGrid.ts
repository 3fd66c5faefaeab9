/**
 * A multiresolution hash grid: learned tables from coarse to fine; the fine ones share entries.
 *
 *   coords   [rows, dimensions], each in [-1, 1], held at the border outside
 *   table    [Σ_l entries_l, featuresPerLevel] trained, from U(±start)
 *   features [rows, levels * featuresPerLevel], level by level
 *
 * Level l has resolution ⌈s_l⌉ + 1 vertices along each axis, s_l = base · b^l − 1, with b such that
 * the last level has the finest resolution. Where resolution^dimensions fits into 2^log2Table
 * entries each vertex has one; else vertices share them by a hash (x ⊕ y · 2654435761 ⊕ z ·
 * 805459861, in 32 bits, modulo the table). Features are multilinear between the vertices.
 *
 * The finest resolution is the knob: at the image's own, every pixel can be learned alone; below,
 * neighbours share what they learn. A table too small for the fine levels makes far places collide.
 *
 * Müller et al. 2022, arXiv:2201.05989, with tiny-cuda-nn's conventions: positions v = (c + 1) / 2
 * lie at vertex v · s_l + ½ (so that levels are staggered), its primes, its start. Unlike it: held
 * at the border where it wraps into the next row, no rounding of tables to 8 entries, float32.
 */
import { integer, number } from '../core/options.ts';
import type { ParameterSpec } from '../core/parameters.ts';
import { defineEncoding, type Plane } from './encoding.ts';
import { interpolate, type Lattice } from './terms/lattice.ts';
import { memoryFault, planeFault } from './terms/plane.ts';

const PRIMES = [1, 2654435761, 805459861] as const;

interface GridOptions {
  readonly levels: number;
  readonly featuresPerLevel: number;
  readonly log2Table: number;
  readonly base: number;
  readonly finest: number;
  readonly start: number;
}

interface Level {
  /** Vertices along an axis, less one, before rounding up. */
  readonly scale: number;
  readonly resolution: number;
  readonly entries: number;
  /** Its first row in the table that all levels share. */
  readonly begin: number;
}

function levelsOf({ levels, log2Table, base, finest }: GridOptions, dimensions: number): Level[] {
  const growth = levels > 1 ? (finest / base) ** (1 / (levels - 1)) : 1;
  let begin = 0;
  return Array.from({ length: levels }, (_, level) => {
    const scale = base * growth ** level - 1;
    const resolution = Math.ceil(scale - 1e-6) + 1; // 31.0000001 is 31
    const entries = Math.min(resolution ** dimensions, 2 ** log2Table);
    begin += entries;
    return { scale, resolution, entries, begin: begin - entries };
  });
}

function latticeOf({ scale, resolution, entries, begin }: Level, dimensions: number): Lattice {
  // v · scale + ½ with v = (c + 1) / 2
  const axes = Array.from({ length: dimensions }, (_, axis) => {
    return { axis, vertices: resolution, factor: scale / 2, offset: scale / 2 + 0.5 };
  });
  const isDense = resolution ** dimensions <= entries;
  const dense = (vertex: Int32Array) =>
    begin + vertex.reduceRight((row, at) => row * resolution + at, 0);
  const hashed = (vertex: Int32Array) => {
    let hash = 0;
    for (let axis = 0; axis < dimensions; axis++) hash ^= Math.imul(vertex[axis]!, PRIMES[axis]!);
    return begin + ((hash >>> 0) & (entries - 1)); // entries is a power of two
  };
  return { axes, rowOf: isDense ? dense : hashed };
}

function tableOf(options: GridOptions, { dimensions }: Plane): ParameterSpec[] {
  const rows = levelsOf(options, dimensions).reduce((sum, { entries }) => sum + entries, 0);
  return [
    {
      name: 'table',
      shape: [rows, options.featuresPerLevel],
      initial: { kind: 'uniform', bound: options.start },
      trained: true,
    },
  ];
}

function rangeFault({ base, finest }: GridOptions): string | undefined {
  if (finest >= base) return undefined;
  return `its finest resolution is ${finest}, below its coarsest of ${base}; raise the finest or lower the coarsest`;
}

export const hashGrid = defineEncoding({
  id: 'hash-grid',
  label: 'Hash grid (instant-ngp)',
  summary:
    'Learned tables from coarse to fine. The finest resolution sets whether neighbours share what they learn.',
  reference: 'Müller et al. 2022, arXiv:2201.05989',
  knob: 'finest',
  options: {
    levels: integer({
      label: 'Levels',
      help: 'Grids from coarse to fine. More fill the steps between the two resolutions.',
      default: 6,
      min: 1,
      max: 16,
    }),
    featuresPerLevel: integer({
      label: 'Features per level',
      help: 'Numbers learned at each vertex of each grid.',
      default: 4,
      min: 1,
      max: 8,
    }),
    log2Table: integer({
      label: 'Table size, log2',
      help: 'At most 2 to this power vertices per level have entries of their own; others collide.',
      default: 12,
      min: 4,
      max: 19,
    }),
    base: integer({
      label: 'Coarsest resolution',
      help: 'Vertices along each axis of the first grid. Low: something is shared by all places.',
      default: 4,
      min: 2,
      max: 64,
    }),
    finest: integer({
      label: 'Finest resolution',
      help: 'Vertices along each axis of the last grid. Low: smooth. As many as pixels: each its own.',
      default: 28,
      min: 2,
      max: 1024,
    }),
    start: number({
      label: 'Values at the start',
      help: 'First values lie within ±this. Tiny, as published: all places start alike.',
      default: 1e-4,
      min: 0,
      max: 1,
    }),
  },
  fault: (options, plane) =>
    (plane.dimensions > PRIMES.length ? planeFault(plane) : undefined) ??
    rangeFault(options) ??
    memoryFault(tableOf(options, plane), 'choose a smaller table, fewer levels or fewer features'),
  outputWidth: ({ levels, featuresPerLevel }) => levels * featuresPerLevel,
  parameters: tableOf,
  encode(ops, parameter, _coords, { options, plane: { dimensions }, positions }) {
    const lattices = levelsOf(options, dimensions).map((level) => latticeOf(level, dimensions));
    const found = ops.lookUp(parameter('table'), interpolate(positions, dimensions, lattices));
    const places = positions.length / dimensions; // found: [places * levels, featuresPerLevel]
    return ops.reshape(found, [places, options.levels * options.featuresPerLevel]);
  },
});
