/** The host backend's look-ups in tables. */
import type { Kernels } from '../kernels.ts';
import * as loops from '../loops/tables.ts';
import { dataOf, type HostMemory } from './memory.ts';

type LookingUp = Pick<Kernels, 'lookUp' | 'lookUpGradient'>;

export function lookingUpKernels({ make }: HostMemory): LookingUp {
  return {
    lookUp(table, lookup) {
      const width = table.shape[1]!;
      const results = lookup.indices.length / lookup.count;
      return make([results, width], (out) => loops.lookUp(out, dataOf(table), lookup, width));
    },
    lookUpGradient(upstream, lookup, entries) {
      const width = upstream.shape[1]!;
      return make([entries, width], (out) =>
        loops.lookUpGradient(out, dataOf(upstream), lookup, width),
      );
    },
  };
}
