/** The contract of a schedule: how the learning rate goes over a run. */
import type { OptionSchema, Values } from '../../core/options.ts';
import type { System } from '../../core/system.ts';

export interface Schedule<Schema extends OptionSchema = OptionSchema> extends System<Schema> {
  /**
   * Share of the peak learning rate for the step after `step` steps were taken.
   *
   * @param step from 0 to steps − 1
   */
  share(step: number, steps: number, options: Values<Schema>): number;
}

export function defineSchedule<const Schema extends OptionSchema>(
  schedule: Schedule<Schema>,
): Schedule<Schema> {
  return schedule;
}

/** From `start` to `end` along half a cosine, as `progress` goes from 0 to 1. */
export function cosineBetween(start: number, end: number, progress: number): number {
  return end + ((start - end) * (1 + Math.cos(Math.PI * progress))) / 2;
}
