/** The optimisers' steps as WGSL: one dispatch for each parameter. */
import type { Kernels } from '../../../core/kernels.ts';
import { sizeOf } from '../../../core/shapes.ts';
import { entrywise, groupsFor, type RunProgram } from './programs.ts';

/** What is constant in a step comes as numbers, the same for all parameters: core/kernels.ts has the formula. */
const adam = entrywise({
  label: 'adam',
  inputs: ['value', 'gradient', 'mean', 'square'],
  outputs: ['movedValue', 'movedMean', 'movedSquare'],
  numbers: {
    beta1: 'f32',
    rest1: 'f32',
    beta2: 'f32',
    rest2: 'f32',
    kept: 'f32',
    pace: 'f32',
    unbiased: 'f32',
    epsilon: 'f32',
  },
  body: `
  let g = gradient[i];
  let m = u.beta1 * mean[i] + u.rest1 * g;
  let s = u.beta2 * square[i] + u.rest2 * g * g;
  movedMean[i] = m;
  movedSquare[i] = s;
  movedValue[i] = u.kept * value[i] - u.pace * m / (sqrt(s) * u.unbiased + u.epsilon);`,
});

const momentum = entrywise({
  label: 'momentum',
  inputs: ['value', 'gradient', 'velocity'],
  outputs: ['movedValue', 'movedVelocity'],
  numbers: { rate: 'f32', momentum: 'f32', decay: 'f32' },
  body: `
  let v = u.momentum * velocity[i] + gradient[i] + u.decay * value[i];
  movedVelocity[i] = v;
  movedValue[i] = value[i] - u.rate * v;`,
});

export function descendingKernels(run: RunProgram): Pick<Kernels, 'adam' | 'momentum'> {
  return {
    adam({ value, gradient, mean, square }, step) {
      const { shape } = value;
      const moved = run(adam, {
        inputs: [value, gradient, mean, square],
        outputs: [shape, shape, shape],
        numbers: {
          beta1: step.beta1,
          rest1: 1 - step.beta1,
          beta2: step.beta2,
          rest2: 1 - step.beta2,
          kept: 1 - step.rate * step.decay,
          pace: step.rate / step.correction1,
          unbiased: 1 / Math.sqrt(step.correction2),
          epsilon: step.epsilon,
        },
        workgroups: groupsFor(sizeOf(shape)),
      });
      return { value: moved[0]!, mean: moved[1]!, square: moved[2]! };
    },
    momentum({ value, gradient, velocity }, step) {
      const { shape } = value;
      const moved = run(momentum, {
        inputs: [value, gradient, velocity],
        outputs: [shape, shape],
        numbers: { ...step },
        workgroups: groupsFor(sizeOf(shape)),
      });
      return { value: moved[0]!, velocity: moved[1]! };
    },
  };
}
