/**
 * What a transformer needs besides dense layers, as plain loops: products of a batch of matrices,
 * softmax and GELU. Results go into `out`, which the caller allocates; shapes are stated, never inferred.
 *
 * With its neighbours in this folder this is the reference that every backend is held to (in
 * float64), the CPU backend (in float32) and, on views of its memory, what WASM lacks.
 */
import type { HostArray } from '../kernels.ts';
import { matMul, transpose2d } from './matrix.ts';

export interface BatchProductSizes {
  readonly batch: number;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Sizes of a product of two rank-3 arrays, one of them read transposed where its flag says so. */
export function batchProductSizes(
  a: readonly number[],
  b: readonly number[],
  transposeA = false,
  transposeB = false,
): BatchProductSizes {
  return {
    batch: a[0]!,
    m: a[transposeA ? 2 : 1]!,
    k: a[transposeA ? 1 : 2]!,
    n: b[transposeB ? 1 : 2]!,
    transposeA,
    transposeB,
  };
}

/** Matrix number `index` of `x` [batch, rows, columns] into `out`, or its transpose. */
export function copyMatrix(
  out: HostArray,
  x: HostArray,
  index: number,
  { rows, columns, transpose }: { rows: number; columns: number; transpose: boolean },
): void {
  const size = rows * columns;
  const matrix = x.subarray(index * size, (index + 1) * size);
  if (transpose) transpose2d(out, matrix, columns, rows);
  else out.set(matrix);
}

/** [batch, m, k] · [batch, k, n] → [batch, m, n]; `left` and `right` have room for one matrix each. */
export function batchMatMul(
  out: HostArray,
  { a, b, left, right }: { a: HostArray; b: HostArray; left: HostArray; right: HostArray },
  { batch, m, k, n, transposeA, transposeB }: BatchProductSizes,
): void {
  for (let index = 0; index < batch; index++) {
    copyMatrix(left, a, index, { rows: m, columns: k, transpose: transposeA });
    copyMatrix(right, b, index, { rows: k, columns: n, transpose: transposeB });
    matMul(out.subarray(index * m * n, (index + 1) * m * n), left, right, m, k, n);
  }
}

/** exp x / Σ exp x over rows of `entries`, shifted by the maximum so that nothing overflows. */
export function softmax(out: HostArray, x: HostArray, entries: number): void {
  for (let at = 0; at < x.length; at += entries) {
    let largest = -Infinity;
    for (let i = at; i < at + entries; i++) largest = Math.max(largest, x[i]!); // NaN wins
    let total = 0;
    for (let i = at; i < at + entries; i++) total += out[i] = Math.exp(x[i]! - largest);
    for (let i = at; i < at + entries; i++) out[i]! /= total;
  }
}

/** y · (upstream − Σ upstream · y) */
export function softmaxGradient(
  out: HostArray,
  upstream: HostArray,
  y: HostArray,
  entries: number,
): void {
  for (let at = 0; at < y.length; at += entries) {
    let product = 0;
    for (let i = at; i < at + entries; i++) product += upstream[i]! * y[i]!;
    for (let i = at; i < at + entries; i++) out[i] = y[i]! * (upstream[i]! - product);
  }
}

const CUBIC = 0.044715;
const SCALE = Math.sqrt(2 / Math.PI);

/** x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))) */
export function gelu(out: HostArray, x: HostArray): void {
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    const bent = Math.tanh(SCALE * (value + CUBIC * value * value * value));
    out[i] = (value / 2) * (1 + bent);
  }
}

export function geluGradient(out: HostArray, upstream: HostArray, x: HostArray): void {
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    const bent = Math.tanh(SCALE * (value + CUBIC * value * value * value));
    const inner = SCALE * (1 + 3 * CUBIC * value * value);
    out[i] = upstream[i]! * ((1 + bent) / 2 + (value / 2) * (1 - bent * bent) * inner);
  }
}
