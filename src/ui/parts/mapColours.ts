/**
 * Numbers to colours, for maps. Signed: blue below zero, orange above, the card's own colour at zero,
 * so that what is nothing is nothing to see; a pair that is told apart with every common colour
 * blindness. Unsigned: from the card's colour to its ink. NaN is drawn as nothing measured (the edge).
 */
import { rgbOf } from './drawPixels.ts';

export interface MapPalette {
  /** Zero, or the least. */
  readonly ground: string;
  /** The most of an unsigned map. */
  readonly ink: string;
  readonly positive: string;
  readonly negative: string;
  readonly missing: string;
}

export interface MapScale {
  readonly low: number;
  readonly high: number;
}

/** The light theme's, for pictures that are saved whatever the theme. */
export const filePalette: MapPalette = {
  ground: '#f0eee9',
  ink: '#1c1e24',
  positive: '#d55e00',
  negative: '#0072b2',
  missing: '#83868f',
};

/** Signed: as far below zero as above. Unsigned: from the least to the most. All zero: 0 to 1. */
export function scaleOf(values: ArrayLike<number>, signed: boolean): MapScale {
  let [low, high] = [Infinity, -Infinity];
  for (let place = 0; place < values.length; place++) {
    const value = values[place]!;
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return signed ? { low: -1, high: 1 } : { low: 0, high: 1 };
  if (!signed && low < high) return { low, high };
  if (!signed) return { low: Math.min(0, low), high: low < 0 ? 0 : high || 1 };
  const most = Math.max(-low, high) || 1;
  return { low: -most, high: most };
}

/** RGBA bytes [values.length, 4]. */
export function colourMap(
  values: ArrayLike<number>,
  { scale, signed }: { scale: MapScale; signed: boolean },
  palette: MapPalette,
): Uint8ClampedArray<ArrayBuffer> {
  const ground = rgbOf(palette.ground);
  const ends = {
    high: rgbOf(signed ? palette.positive : palette.ink),
    low: rgbOf(signed ? palette.negative : palette.ink),
    missing: rgbOf(palette.missing),
  };
  const pixels = new Uint8ClampedArray(values.length * 4).fill(255);
  for (let place = 0; place < values.length; place++) {
    const { end, share } = toneOf(values[place]!, { scale, signed });
    for (let colour = 0; colour < 3; colour++) {
      const from = ground[colour]!;
      pixels[4 * place + colour] = from + share * (ends[end][colour]! - from);
    }
  }
  return pixels;
}

function toneOf(
  value: number,
  { scale: { low, high }, signed }: { scale: MapScale; signed: boolean },
): { end: 'high' | 'low' | 'missing'; share: number } {
  if (Number.isNaN(value)) return { end: 'missing', share: 1 };
  if (!signed) return { end: 'high', share: clip((value - low) / (high - low)) };
  return value < 0
    ? { end: 'low', share: clip(value / low) }
    : { end: 'high', share: clip(value / high) };
}

const clip = (share: number): number => Math.min(1, Math.max(0, share));
