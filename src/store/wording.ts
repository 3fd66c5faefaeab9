/** Numbers and states in words, as the page says them. */

export { bytesText } from '../core/shownText.ts';

/** `1,000`, in English whatever the browser speaks: the page is in English. */
export function countText(count: number): string {
  return count.toLocaleString('en-GB');
}

/** `21 s`, `1 m 04 s`, `2 h 05 m`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m ${two(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} m`;
}

/** Steps per second with two figures: `0.85`, `4.2`, `21`. */
export function rateText(perSecond: number): string {
  return perSecond < 10 ? perSecond.toPrecision(2) : Math.round(perSecond).toString();
}

/** A share of 1 in percent: `94.2 %`. */
export function percentText(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** `step 412 of 1,000 · 21 steps/s · 28 s left`; the rate only while it is known. */
export function progressText(step: number, steps: number, stepsPerSecond: number | null): string {
  const parts = [`step ${countText(step)} of ${countText(steps)}`];
  if (stepsPerSecond !== null && stepsPerSecond > 0 && step < steps) {
    parts.push(`${rateText(stepsPerSecond)} steps/s`);
    parts.push(`${durationText((1000 * (steps - step)) / stepsPerSecond)} left`);
  }
  return parts.join(' · ');
}

/** Large counts of arithmetic: `13 M`, `1.2 G`; always with three figures at most. */
export function magnitudeText(value: number): string {
  const units: readonly [number, string][] = [
    [1e12, ' T'],
    [1e9, ' G'],
    [1e6, ' M'],
    [1e3, ' k'],
  ];
  for (const [size, unit] of units) {
    // 999,950 and up would round to 1000 k, so a unit begins a little below its size.
    if (value >= size * 0.9995) return `${Number((value / size).toPrecision(3))}${unit}`;
  }
  return String(Math.round(value));
}

/** How a run differs from the one it is compared with: `differs in encoding: Raw; seed: 2`. */
export function differsText(differences: readonly { label: string; b: string }[]): string {
  if (differences.length === 0) return 'same settings';
  const shown = differences.slice(0, 3).map(({ label, b }) => `${label.toLowerCase()}: ${b}`);
  const more = differences.length - shown.length;
  return `differs in ${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
