/** The contract of an optimiser: how one parameter moves, given its gradient. */
import type { DeviceArray, Kernels } from '../../core/kernels.ts';
import type { OptionSchema, Values } from '../../core/options.ts';
import type { System } from '../../core/system.ts';

export interface Move {
  readonly value: DeviceArray;
  readonly gradient: DeviceArray;
  /** In the order of `slots`; all zero before the first step. */
  readonly slots: readonly DeviceArray[];
  /** 1 for the first step. */
  readonly step: number;
  readonly learningRate: number;
  /** false for biases and gains (rank below 2), which weight decay leaves alone. */
  readonly decays: boolean;
}

export interface Optimiser<Schema extends OptionSchema = OptionSchema> extends System<Schema> {
  /** Names of what it remembers for each parameter, each of the parameter's shape. */
  readonly slots: readonly string[];
  /** New value and slots; runs inside `tidy`, so intermediates need no care. */
  move(
    kernels: Kernels,
    move: Move,
    options: Values<Schema>,
  ): { value: DeviceArray; slots: DeviceArray[] };
}

export function defineOptimiser<const Schema extends OptionSchema>(
  optimiser: Optimiser<Schema>,
): Optimiser<Schema> {
  return optimiser;
}
