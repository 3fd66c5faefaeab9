/** A share of right answers with its 95 % interval; null before anything is answered. */
import { wilsonInterval } from '../../store/comparisonReading.ts';
import type { Score } from './accuracyBars.ts';

export function scoreOf(right: number, total: number): Score | null {
  if (total === 0) return null;
  const share = right / total;
  return { share, total, ...wilsonInterval(share, total) };
}
