/** The one place that asks a stopping rule. */
import { readOptions } from '../core/options.ts';
import type { History } from './history.ts';
import type { RunSpec } from './spec.ts';
import { findStoppingRule } from './stopping/index.ts';

/** Have all steps been taken, or does the stopping rule end the run at its newest point? */
export function isRunOver(
  { steps, stopping }: Pick<RunSpec, 'steps' | 'stopping'>,
  { step, history }: { readonly step: number; readonly history: History },
): boolean {
  const rule = findStoppingRule(stopping.id);
  const options = readOptions(rule.options, stopping.options, rule.label);
  return step >= steps || rule.isOver(history, options);
}
