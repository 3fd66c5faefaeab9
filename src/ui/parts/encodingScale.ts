/**
 * The scale on which features are drawn. One for all where they fill [-1, 1] (or [0, 1]), as waves
 * do: a wave that is fading is then seen to fade. Where they leave it or come nowhere near its ends,
 * as learned tables do, each has its own.
 */
import type { MapScale } from './mapColours.ts';

export interface EncodingScale {
  /** Are there numbers below zero? */
  readonly signed: boolean;
  /** undefined: each map has its own. */
  readonly common: MapScale | undefined;
  /** The largest distance from zero in any map. */
  readonly largest: number;
}

/** Room for rounding above 1. */
const ROUNDING = 1e-3;

export function encodingScale(maps: readonly Float32Array[]): EncodingScale {
  const farthest = (most: number, value: number) => Math.max(most, Math.abs(value));
  const largest = maps.reduce((most, map) => map.reduce(farthest, most), 0);
  const signed = maps.some((map) => map.some((value) => value < 0));
  const fills = largest >= 0.5 && largest <= 1 + ROUNDING;
  const common = fills ? { low: signed ? -1 : 0, high: 1 } : undefined;
  return { signed, common, largest };
}

/** `0.000092`, `1.4`, `23` */
export function sizeText(value: number): string {
  if (value >= 100) return Math.round(value).toString();
  return Number(value.toPrecision(2)).toString();
}
