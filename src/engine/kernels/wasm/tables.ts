/** Look-ups in tables (assembly/tables.ts). */
import type { DeviceArray, Kernels, Lookup } from '../../../core/kernels.ts';
import { addressOf, type WasmMemory } from './memory.ts';
import type { WasmModule } from './module.ts';

type LookingUp = Pick<Kernels, 'lookUp' | 'lookUpGradient'>;

export function tableKernels(
  { exports, heap }: WasmModule,
  { output, withBlock }: WasmMemory,
): LookingUp {
  function call(
    name: keyof LookingUp,
    [from, to]: readonly [DeviceArray, DeviceArray],
    { indices, weights, count }: Lookup,
    ...sizes: number[]
  ): void {
    const reads = indices.length;
    withBlock(8 * reads, (address) => {
      heap.integers(address, reads).set(indices);
      heap.floats(address + 4 * reads, reads).set(weights);
      const places = [addressOf(from), addressOf(to), address, address + 4 * reads];
      exports[name]!(...places, reads, count, ...sizes);
    });
  }

  return {
    lookUp(table, lookup) {
      const width = table.shape[1]!;
      const result = output([lookup.indices.length / lookup.count, width]);
      call('lookUp', [table, result], lookup, width);
      return result;
    },
    lookUpGradient(upstream, lookup, entries) {
      const width = upstream.shape[1]!;
      const result = output([entries, width]);
      call('lookUpGradient', [upstream, result], lookup, width, entries);
      return result;
    },
  };
}
