/** The host backend's kernels of transformers: products of a batch of matrices, softmax and GELU. */
import type { Kernels } from '../kernels.ts';
import * as loops from '../loops/attention.ts';
import { dataOf, type HostMemory } from './memory.ts';

type Attending = Pick<
  Kernels,
  'batchMatMul' | 'softmax' | 'softmaxGradient' | 'gelu' | 'geluGradient'
>;

export function attendingKernels({ make, allocate }: HostMemory): Attending {
  return {
    batchMatMul(a, b, transposeA, transposeB) {
      const sizes = loops.batchProductSizes(a.shape, b.shape, transposeA, transposeB);
      const { batch, m, k, n } = sizes;
      const matrices = { left: allocate(m * k), right: allocate(k * n) };
      return make([batch, m, n], (out) =>
        loops.batchMatMul(out, { a: dataOf(a), b: dataOf(b), ...matrices }, sizes),
      );
    },
    softmax: (x) => make(x.shape, (out) => loops.softmax(out, dataOf(x), x.shape.at(-1)!)),
    softmaxGradient: (upstream, y) =>
      make(y.shape, (out) =>
        loops.softmaxGradient(out, dataOf(upstream), dataOf(y), y.shape.at(-1)!),
      ),
    gelu: (x) => make(x.shape, (out) => loops.gelu(out, dataOf(x))),
    geluGradient: (upstream, x) =>
      make(x.shape, (out) => loops.geluGradient(out, dataOf(upstream), dataOf(x))),
  };
}
