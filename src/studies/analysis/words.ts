/** Figures of a study as they are read: shares as per cent, their differences as points. */
import type { Interval } from './analysis.ts';

/** `1 run`, `3 runs`, `1,000 runs`. */
export function countText(count: number, noun: string): string {
  return `${numberText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Made once: making one takes longer than all that a study writes with it. */
const allDigits = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 17 });

/** `4`, `1,000`, `0.0041`, `1e-8`; all digits, a true minus before what is negative. */
export function numberText(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-4) return value.toExponential().replace(/^-/, '−');
  return allDigits.format(value).replace('-', '−');
}

/** `94.2 %` */
export const percentText = (share: number, decimals = 1): string =>
  `${(100 * share).toFixed(decimals)} %`;

/** `1.2`, `−0.4`, never `−0.0`: a difference of shares in hundredths. */
export function pointsFigure(difference: number, decimals = 1): string {
  const text = (100 * difference).toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

/** `1.2 points`, `1.0 points`: a figure with decimals is never one thing. */
export const pointsText = (difference: number, decimals = 1): string =>
  `${pointsFigure(difference, decimals)} points`;

/** One decimal, two for what is narrower than a fifth of a point, so that its ends stay apart. */
export const decimalsFor = ({ low, high }: Interval): number => (high - low < 0.002 ? 2 : 1);

/** `91.3–93.5 %`; the mean's interval in a table. */
export function rangeText(interval: Interval): string {
  const decimals = decimalsFor(interval);
  return `${(100 * interval.low).toFixed(decimals)}–${percentText(interval.high, decimals)}`;
}

/**
 * `p = .012`, `p < .001`, `p = 1`. Rounding never carries a p over the threshold: .0496 is written
 * with a digit more.
 */
export function probabilityText(p: number): string {
  if (p < 0.001) return 'p < .001';
  if (p > 0.9995) return 'p = 1';
  const short = p.toFixed(3);
  const text = p < 0.05 && short === '0.050' ? p.toFixed(4) : short;
  return `p = ${text.replace(/^0/, '')}`;
}

/** `12 ms`, `4.1 s`, `3 min 20 s`, `2 h 5 min`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return joined(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(seconds / 60);
  return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

const joined = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

/** Small numbers as words, at the start of a sentence or in its middle: `six`, `12`. */
export function numeral(count: number): string {
  const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
  return words[count] ?? numberText(count);
}
