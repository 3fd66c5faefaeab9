/**
 * The contract of a stopping rule: when a run is over before its last step. It is asked at recorded
 * points only, about what was recorded, so that neither the clock nor a pause changes its answer.
 */
import type { OptionSchema, Values } from '../../core/options.ts';
import type { System } from '../../core/system.ts';
import type { History } from '../history.ts';

export interface StoppingRule<Schema extends OptionSchema = OptionSchema> extends System<Schema> {
  /** Must a slice of the training part be kept for validation? */
  readonly needsValidation: boolean;
  /** Are the weights of the lowest validation loss what remains of the run? */
  readonly keepsBest: boolean;
  /** Is the run over with the last of these points? */
  isOver(history: History, options: Values<Schema>): boolean;
}

export function defineStoppingRule<const Schema extends OptionSchema>(
  rule: StoppingRule<Schema>,
): StoppingRule<Schema> {
  return rule;
}
