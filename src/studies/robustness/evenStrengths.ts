/**
 * Even steps over an option's range, from its default to each end that is not the default: seven to
 * ten steps where there is one such end, four to seven to each where there are two. Of these the
 * count with the roundest step is taken, since strengths are read by people: 30° rather than 36°.
 */
import type { IntegerOption, NumberOption } from '../../core/options.ts';

type Numeric = NumberOption | IntegerOption;

const ONE_SIDED = { counts: [7, 8, 9, 10], wanted: 8 } as const;
const TWO_SIDED = { counts: [4, 5, 6, 7], wanted: 4 } as const;

/** From the lowest to the highest, the default among them. */
export function evenStrengths(option: Numeric): number[] {
  const { default: none, min, max } = option;
  const ends = [min, max].filter((end) => end !== none);
  const { counts, wanted } = ends.length === 2 ? TWO_SIDED : ONE_SIDED;
  const strengths = ends.flatMap((end) => {
    const count = roundest(Math.abs(end - none), counts, wanted);
    const steps = Array.from({ length: count }, (_, i) => ((end - none) * (i + 1)) / count);
    return steps.map((step) => tidy(option, none + step));
  });
  return [...new Set([none, ...strengths])].sort((a, b) => a - b);
}

function roundest(span: number, counts: readonly number[], wanted: number): number {
  const cost = (count: number) => digits(span / count) + Math.abs(count - wanted) / 100;
  return counts.toSorted((a, b) => cost(a) - cost(b))[0]!;
}

/** Digits that a number is written with, those behind its point twice. */
function digits(value: number): number {
  const text = String(Number(value.toPrecision(6)));
  const significant = text.replace('.', '').replace(/^0+|0+$/g, '').length;
  return significant + (text.split('.')[1]?.length ?? 0);
}

/** Without what binary fractions add: 0.3, not 0.30000000000000004. */
function tidy({ kind, min, max }: Numeric, value: number): number {
  const rounded = kind === 'integer' ? Math.round(value) : Number(value.toPrecision(12));
  return Math.min(max, Math.max(min, rounded));
}
