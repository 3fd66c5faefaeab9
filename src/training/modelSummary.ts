/** What a spec would build and cost, known before anything runs. */
import type { Stage } from '../architectures/architecture.ts';
import { messageOf } from '../core/errors.ts';
import { countTrained } from '../core/parameters.ts';
import { createModel } from './model.ts';
import type { RunSpec } from './spec.ts';
import { expectMemory, memoryOfStep, sharesRows } from './stepMemory.ts';

export interface ModelSummary {
  readonly stages: readonly Stage[];
  /** Numbers that training moves. */
  readonly parameterCount: number;
  /**
   * Of one training step, forward and backward (the gradients for inputs and for weights cost about
   * one forward pass each). An upper bound: black pixels that share their rows are counted in full.
   */
  readonly multiplyAddsPerStep: number;
  /** Estimated memory of one training step (stepMemory.ts). */
  readonly bytesPerStep: number;
  /** Why these options cannot work here; the rest is then empty. */
  readonly fault?: string;
}

export function summariseModel(
  spec: RunSpec,
  images: { height: number; width: number; channels: number; classes: number },
): ModelSummary {
  try {
    const model = createModel(spec, { ...images, outputs: images.classes });
    const stages = model.architecture.stages(model.options, model.sizes);
    const forward = stages.reduce(
      (sum, { multiplyAdds, sharedMultiplyAdds = 0 }) =>
        sum + multiplyAdds * spec.batchSize + sharedMultiplyAdds,
      0,
    );
    const shares = sharesRows(model.architecture, model.options);
    const parameterCount = countTrained(model.parameters);
    const sizes = { stages, parameterCount, batchSize: spec.batchSize, shares };
    expectMemory(sizes);
    return {
      stages,
      parameterCount,
      multiplyAddsPerStep: 3 * forward,
      bytesPerStep: memoryOfStep(sizes),
    };
  } catch (error) {
    return { ...nothing, fault: messageOf(error) };
  }
}

const nothing = { stages: [], parameterCount: 0, multiplyAddsPerStep: 0, bytesPerStep: 0 };
