/**
 * The contract of a comparison: a question, and the runs that answer it side by side.
 *
 * Each arm is the ready experiment with a few changes, so that arms differ in what their label says
 * and in nothing else. One run each is no evidence by itself: whoever shows what `read` says also
 * shows `caution` (words.ts).
 */
import type { RunSpec } from '../../training/spec.ts';
import { createDefaultSpec, readSpec } from '../../training/specs.ts';
import type { FinishedRow } from './table.ts';

export interface Arm {
  /** Unique among the arms on its dataset. */
  readonly label: string;
  /** Over the comparison's own; a system that changes brings its own defaults. */
  readonly changes: Partial<RunSpec>;
}

export interface Comparison {
  /** kebab-case, stored for ever with the runs, never renamed. */
  readonly id: string;
  readonly title: string;
  /** One sentence, for people who know nothing of networks. */
  readonly question: string;
  /** What to look at while it trains, and what could mislead. */
  readonly watchFor: string;
  /** What all arms change. */
  readonly shared: Partial<RunSpec>;
  readonly arms: readonly Arm[];
  /** What came out, in one or two sentences, once every arm is through. Some may be missing. */
  read(rows: readonly FinishedRow[]): string;
}

/** `quick` takes a tenth of the steps: to see how it goes, not how it ends. */
export const comparisonSizes = ['whole', 'quick'] as const;
export type ComparisonSize = (typeof comparisonSizes)[number];
const QUICK_PART = 10;

/** The runs that a comparison asks for, in the order of its arms. */
export function specsOf(comparison: Comparison, size: ComparisonSize): RunSpec[] {
  return comparison.arms.map(({ label, changes }) => {
    const spec = { ...createDefaultSpec(), ...comparison.shared, ...changes };
    const steps = size === 'quick' ? Math.ceil(spec.steps / QUICK_PART) : spec.steps;
    return readSpec({ ...spec, steps }, `${comparison.title}, ${label}`);
  });
}

export const defineComparison = (comparison: Comparison): Comparison => comparison;
