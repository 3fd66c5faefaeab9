/**
 * Tables over a lattice of vertices, read between them: which rows, with which weights.
 *
 * Multilinear: a place is told the 2^axes vertices around it, each weighed by how near it is. Outside
 * the lattice a place is held at its border.
 */
import type { Lookup } from '../../core/kernels.ts';
import type { Plane } from '../encoding.ts';
import { pixelsAlong } from './plane.ts';

export interface LatticeAxis {
  /** Which coordinate it reads. */
  readonly axis: number;
  readonly vertices: number;
  /** Vertex number of a coordinate: coordinate · factor + offset. */
  readonly factor: number;
  readonly offset: number;
}

export interface Lattice {
  readonly axes: readonly LatticeAxis[];
  /** Row of the table that holds a vertex, given its number along each axis. */
  readonly rowOf: (vertex: Int32Array) => number;
}

/** One vertex at each pixel centre. */
export function pixelAxis(plane: Plane, axis: number): LatticeAxis {
  const pixels = pixelsAlong(plane, axis);
  return { axis, vertices: pixels, factor: pixels / 2, offset: (pixels - 1) / 2 };
}

/**
 * A result for each place and each lattice, the lattices running fastest.
 *
 * @param positions [places * dimensions]
 * @param lattices all of the same number of axes
 */
export function interpolate(
  positions: Float32Array,
  dimensions: number,
  lattices: readonly Lattice[],
): Lookup {
  const places = positions.length / dimensions;
  const axes = lattices[0]!.axes.length;
  const count = 2 ** axes;
  const indices = new Int32Array(places * lattices.length * count);
  const weights = new Float32Array(indices.length);
  const low = new Int32Array(axes);
  const share = new Float64Array(axes); // of the upper vertex, in [0, 1]
  const vertex = new Int32Array(axes);

  let entry = 0;
  for (let place = 0; place < places; place++) {
    for (const lattice of lattices) {
      lattice.axes.forEach(({ axis, vertices, factor, offset }, i) => {
        const wanted = positions[place * dimensions + axis]! * factor + offset;
        const at = Math.min(Math.max(wanted, 0), vertices - 1);
        low[i] = Math.min(Math.floor(at), Math.max(0, vertices - 2));
        share[i] = at - low[i]!;
      });
      for (let corner = 0; corner < count; corner++) {
        let weight = 1;
        for (let i = 0; i < axes; i++) {
          const isUpper = (corner >> i) & 1;
          weight *= isUpper ? share[i]! : 1 - share[i]!;
          vertex[i] = Math.min(low[i]! + isUpper, lattice.axes[i]!.vertices - 1);
        }
        indices[entry] = lattice.rowOf(vertex);
        weights[entry++] = weight;
      }
    }
  }
  return { count, indices, weights };
}
