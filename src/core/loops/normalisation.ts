/**
 * Columns of a matrix [rows, columns] to mean 0 and variance 1, as plain loops. Sums are kept in
 * float64 and the variance is taken around the mean, so that large means lose nothing. Results go
 * into what the caller allocates.
 */
import type { HostArray } from '../kernels.ts';

export interface Normalised {
  readonly y: HostArray;
  readonly mean: HostArray;
  /** Divided by the number of rows. */
  readonly variance: HostArray;
}

/** y = (x − mean) / √(variance + epsilon) */
export function normaliseColumns(out: Normalised, x: HostArray, epsilon: number): void {
  const columns = out.mean.length;
  const rows = x.length / columns;
  const mean = new Float64Array(columns);
  for (let at = 0; at < x.length; at += columns) {
    for (let i = 0; i < columns; i++) mean[i]! += x[at + i]!;
  }
  for (let i = 0; i < columns; i++) mean[i]! /= rows;

  const variance = new Float64Array(columns);
  for (let at = 0; at < x.length; at += columns) {
    for (let i = 0; i < columns; i++) {
      const off = x[at + i]! - mean[i]!;
      variance[i]! += off * off;
    }
  }
  for (let i = 0; i < columns; i++) variance[i]! /= rows;
  out.mean.set(mean);
  out.variance.set(variance);

  const scale = variance.map((each) => 1 / Math.sqrt(each + epsilon));
  for (let at = 0; at < x.length; at += columns) {
    for (let i = 0; i < columns; i++) out.y[at + i] = (x[at + i]! - mean[i]!) * scale[i]!;
  }
}

/** (upstream − mean(upstream) − y · mean(upstream · y)) / √(variance + epsilon) */
export function normaliseColumnsGradient(
  out: HostArray,
  upstream: HostArray,
  y: HostArray,
  variance: HostArray,
  epsilon: number,
): void {
  const columns = variance.length;
  const rows = y.length / columns;
  const level = new Float64Array(columns);
  const slope = new Float64Array(columns);
  for (let at = 0; at < y.length; at += columns) {
    for (let i = 0; i < columns; i++) {
      const value = upstream[at + i]!;
      level[i]! += value;
      slope[i]! += value * y[at + i]!;
    }
  }
  const scale = new Float64Array(columns);
  for (let i = 0; i < columns; i++) {
    level[i]! /= rows;
    slope[i]! /= rows;
    scale[i] = 1 / Math.sqrt(variance[i]! + epsilon);
  }
  for (let at = 0; at < y.length; at += columns) {
    for (let i = 0; i < columns; i++) {
      out[at + i] = (upstream[at + i]! - level[i]! - y[at + i]! * slope[i]!) * scale[i]!;
    }
  }
}
