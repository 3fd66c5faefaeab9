/** The host backend's last kernels of a step: the loss, and what the optimisers do with its gradient. */
import type { DeviceArray, Kernels } from '../kernels.ts';
import * as loops from '../loops/descent.ts';
import { softmaxCrossEntropy } from '../loops/loss.ts';
import { dataOf, type HostMemory, type HostTensor } from './memory.ts';

type Descending = Pick<Kernels, 'softmaxCrossEntropy' | 'adam' | 'momentum'>;

export function descendingKernels({ make }: HostMemory): Descending {
  const blank = ({ shape }: DeviceArray): HostTensor => make(shape, () => {});

  return {
    softmaxCrossEntropy(logits, targets) {
      const [rows = 0, classes = 0] = logits.shape;
      const losses = make([rows], () => {});
      const excess = blank(logits);
      const out = { losses: losses.data, excess: excess.data };
      softmaxCrossEntropy(out, dataOf(logits), dataOf(targets), classes);
      return { losses, excess };
    },
    adam(from, step) {
      const [value, mean, square] = [blank(from.value), blank(from.value), blank(from.value)];
      const out = { value: value.data, mean: mean.data, square: square.data };
      const given = {
        value: dataOf(from.value),
        gradient: dataOf(from.gradient),
        mean: dataOf(from.mean),
        square: dataOf(from.square),
      };
      loops.adam(out, given, step);
      return { value, mean, square };
    },
    momentum(from, step) {
      const [value, velocity] = [blank(from.value), blank(from.value)];
      const out = { value: value.data, velocity: velocity.data };
      const given = {
        value: dataOf(from.value),
        gradient: dataOf(from.gradient),
        velocity: dataOf(from.velocity),
      };
      loops.momentum(out, given, step);
      return { value, velocity };
    },
  };
}
