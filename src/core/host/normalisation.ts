/** The host backend's normalisation of columns. */
import type { Kernels } from '../kernels.ts';
import * as loops from '../loops/normalisation.ts';
import { dataOf, type HostMemory } from './memory.ts';

type Normalising = Pick<Kernels, 'normaliseColumns' | 'normaliseColumnsGradient'>;

export function normalisingKernels({ make }: HostMemory): Normalising {
  return {
    normaliseColumns(x, epsilon) {
      const columns = [x.shape[1]!];
      const y = make(x.shape, () => {});
      const mean = make(columns, () => {});
      const variance = make(columns, () => {});
      const out = { y: y.data, mean: mean.data, variance: variance.data };
      loops.normaliseColumns(out, dataOf(x), epsilon);
      return { y, mean, variance };
    },
    normaliseColumnsGradient: (upstream, y, variance, epsilon) =>
      make(y.shape, (out) =>
        loops.normaliseColumnsGradient(out, dataOf(upstream), dataOf(y), dataOf(variance), epsilon),
      ),
  };
}
