/**
 * Sums and maxima over the middle of [outer, length, inner] as plain loops. Results go into `out`,
 * which the caller allocates; shapes are stated, never inferred.
 *
 * With its neighbours in this folder this is the reference that every backend is held to (in
 * float64), the CPU backend (in float32) and, on views of its memory, what WASM lacks.
 */
import type { HostArray } from '../kernels.ts';

/** [outer, length, inner] → [outer, inner]. Four entries at a time, so that a sum is fetched once for four. */
export function sumMiddle(
  out: HostArray,
  x: HostArray,
  outer: number,
  length: number,
  inner: number,
): void {
  out.fill(0);
  for (let block = 0; block < outer; block++) {
    const to = block * inner;
    const end = (block + 1) * length * inner;
    let at = block * length * inner;
    for (; at + 4 * inner <= end; at += 4 * inner) {
      for (let i = 0; i < inner; i++) {
        const first = at + i;
        out[to + i]! +=
          x[first]! + x[first + inner]! + x[first + 2 * inner]! + x[first + 3 * inner]!;
      }
    }
    for (; at < end; at += inner) {
      for (let i = 0; i < inner; i++) out[to + i]! += x[at + i]!;
    }
  }
}

/** Does it take the place of the largest so far? A NaN does, and then nothing takes its place. */
export const exceeds = (value: number, largest: number) => value > largest || value !== value;

/** [outer, length, inner] → [outer, inner]; NaN wins, as in a maximum it should. */
export function maxMiddle(
  out: HostArray,
  x: HostArray,
  outer: number,
  length: number,
  inner: number,
): void {
  for (let block = 0; block < outer; block++) {
    for (let i = 0; i < inner; i++) {
      let largest = -Infinity;
      for (let entry = 0; entry < length; entry++) {
        const value = x[(block * length + entry) * inner + i]!;
        if (exceeds(value, largest)) largest = value;
      }
      out[block * inner + i] = largest;
    }
  }
}

/** `upstream` [outer, inner] to each entry of x [outer, length, inner] that equals y [outer, inner]. */
export function maxMiddleGradient(
  out: HostArray,
  upstream: HostArray,
  x: HostArray,
  y: HostArray,
  { outer, length, inner }: { outer: number; length: number; inner: number },
): void {
  for (let block = 0; block < outer; block++) {
    for (let entry = 0; entry < length; entry++) {
      const at = (block * length + entry) * inner;
      for (let i = 0; i < inner; i++) {
        const reduced = block * inner + i;
        out[at + i] = x[at + i] === y[reduced] ? upstream[reduced]! : 0;
      }
    }
  }
}
