/** What a transformer needs besides products and norms: softmax and GELU, each beside its gradient. */
import type { Kernels } from '../kernels.ts';
import type { Ops } from '../ops.ts';
import { nodeOf, type Record } from '../tape.ts';
import { asRows } from './layers.ts';

type Attending = Pick<Ops, 'softmax' | 'gelu'>;

export function attendingOps(kernels: Kernels, record: Record): Attending {
  return {
    softmax(tensor) {
      const x = nodeOf(tensor);
      const y = kernels.tidy(() =>
        kernels.reshape(kernels.softmax(asRows(kernels, x.array)), x.shape),
      );
      return record(y, [x], (upstream) => [
        kernels.tidy(() => {
          const rows = kernels.softmaxGradient(asRows(kernels, upstream), asRows(kernels, y));
          return kernels.reshape(rows, x.shape);
        }),
      ]);
    },
    gelu(tensor) {
      const x = nodeOf(tensor);
      return record(kernels.gelu(x.array), [x], (upstream) => [
        kernels.geluGradient(upstream, x.array),
      ]);
    },
  };
}
