/** Normalisation of columns (assembly/normalisation.ts). */
import type { DeviceArray, Kernels } from '../../../core/kernels.ts';
import { addressOf, type WasmMemory } from './memory.ts';
import type { WasmModule } from './module.ts';

type Normalising = Pick<Kernels, 'normaliseColumns' | 'normaliseColumnsGradient'>;

export function normalisingKernels(
  { exports }: WasmModule,
  { output, withBlock }: WasmMemory,
): Normalising {
  /** Calls with room for the partial sums of each chunk and the terms of each column. */
  function call(name: keyof Normalising, arrays: DeviceArray[], epsilon: number): void {
    const [rows = 0, columns = 0] = arrays[0]!.shape;
    const chunks = exports['columnChunks']!(rows, columns);
    withBlock(8 * (2 * chunks + 2) * columns, (partials) =>
      exports[name]!(...arrays.map(addressOf), rows, columns, epsilon, partials),
    );
  }

  return {
    normaliseColumns(x, epsilon) {
      const columns = [x.shape[1]!];
      const [y, mean, variance] = [output(x.shape), output(columns), output(columns)];
      call('normaliseColumns', [x, y, mean, variance], epsilon);
      return { y, mean, variance };
    },
    normaliseColumnsGradient(upstream, y, variance, epsilon) {
      const result = output(y.shape);
      call('normaliseColumnsGradient', [upstream, y, variance, result], epsilon);
      return result;
    },
  };
}
