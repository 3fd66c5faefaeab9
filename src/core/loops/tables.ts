/**
 * Look-ups in a table, with weights, as plain loops. Results go into `out`, which the caller
 * allocates; shapes are stated, never inferred.
 *
 * With its neighbours in this folder this is the reference that every backend is held to (in
 * float64), the CPU backend (in float32) and, on views of its memory, what WASM lacks.
 */
import type { HostArray, Lookup } from '../kernels.ts';

/** Σ_k weight_k · table[index_k]: [entries, width] → [results, width] */
export function lookUp(
  out: HostArray,
  table: HostArray,
  { count, indices, weights }: Lookup,
  width: number,
): void {
  out.fill(0);
  for (let read = 0; read < indices.length; read++) {
    const from = indices[read]! * width;
    const to = Math.floor(read / count) * width;
    const weight = weights[read]!;
    for (let i = 0; i < width; i++) out[to + i]! += weight * table[from + i]!;
  }
}

/** Every row of `upstream` [results, width] added to the entries [entries, width] it was read from. */
export function lookUpGradient(
  out: HostArray,
  upstream: HostArray,
  { count, indices, weights }: Lookup,
  width: number,
): void {
  out.fill(0);
  for (let read = 0; read < indices.length; read++) {
    const from = Math.floor(read / count) * width;
    const to = indices[read]! * width;
    const weight = weights[read]!;
    for (let i = 0; i < width; i++) out[to + i]! += weight * upstream[from + i]!;
  }
}
