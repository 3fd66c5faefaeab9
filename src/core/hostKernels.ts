/**
 * The kernels in plain TypeScript. In float64 they are what every other backend is compared with;
 * in float32 they are the CPU backend, which works everywhere.
 */
import { arrangingKernels, mappingKernels, reducingKernels } from './host/arrays.ts';
import { attendingKernels } from './host/attention.ts';
import { convolvingKernels, depthwiseKernels, poolingKernels } from './host/convolution.ts';
import { descendingKernels } from './host/descent.ts';
import {
  collected,
  createHostMemory,
  dataOf,
  type HostMemory,
  type Precision,
} from './host/memory.ts';
import { normalisingKernels } from './host/normalisation.ts';
import { multiplyingKernels, pixelKernels } from './host/products.ts';
import { lookingUpKernels } from './host/tables.ts';
import type { Kernels } from './kernels.ts';
import { shapeText, sizeOf } from './shapes.ts';

export function createHostKernels(precision: Precision = 'float32'): Kernels {
  return hostKernelsOn(createHostMemory(collected(precision)));
}

/** The plain kernels on arrays that lie elsewhere: WASM starts from them. */
export function hostKernelsOn(memory: HostMemory): Kernels {
  const arranging = arrangingKernels(memory);
  return {
    prefersSparseRows: true,
    fromHost(values, shape) {
      if (values.length !== sizeOf(shape)) {
        throw new Error(`${values.length} values do not fill [${shapeText(shape)}]`);
      }
      return memory.make(shape, (out) => out.set(values));
    },
    read: async (x) => dataOf(x).slice(),
    dispose: memory.dispose,
    tidy: memory.tidy,
    count: memory.count,
    ...arranging,
    ...mappingKernels(memory, arranging),
    ...reducingKernels(memory),
    ...multiplyingKernels(memory),
    ...attendingKernels(memory),
    ...lookingUpKernels(memory),
    ...pixelKernels(memory),
    ...normalisingKernels(memory),
    ...convolvingKernels(memory),
    ...depthwiseKernels(memory),
    ...poolingKernels(memory),
    ...descendingKernels(memory),
  };
}
