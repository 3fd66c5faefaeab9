/** Products of matrices and dense layers (assembly/product.ts, assembly/batchProduct.ts). */
import type { DeviceArray, Kernels } from '../../../core/kernels.ts';
import { batchProductSizes } from '../../../core/loops/attention.ts';
import type { HostTensor } from '../../../core/host/memory.ts';
import { denseGradientKernel } from './denseGradient.ts';
import { addressOf, type WasmMemory } from './memory.ts';
import type { WasmModule } from './module.ts';

type Products = Pick<Kernels, 'matMul' | 'batchMatMul' | 'dense' | 'denseGradient'>;

interface Sides {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

interface Finish {
  readonly bias?: DeviceArray;
  readonly rectifies?: boolean;
}

/** activation(a · b + bias), either side as it is stored or transposed. */
export type Multiply = (
  a: DeviceArray,
  b: DeviceArray,
  sides: Sides,
  finish?: Finish,
) => HostTensor;

function createMultiply({ exports }: WasmModule, { output, withBlock }: WasmMemory): Multiply {
  return (a, b, { transposeA = false, transposeB = false }, { bias, rectifies = false } = {}) => {
    const rows = a.shape[transposeA ? 1 : 0]!;
    const inner = a.shape[transposeA ? 0 : 1]!;
    const columns = b.shape[transposeB ? 0 : 1]!;
    const result = output([rows, columns]);
    const left = [addressOf(a), Number(transposeA)] as const;
    const right = [addressOf(b), Number(transposeB)] as const;
    const sizes = [rows, inner, columns] as const;
    const finish = [bias ? addressOf(bias) : 0, Number(rectifies)] as const;
    withBlock(4 * exports['panelFloats']!(inner, columns), (panels) =>
      exports['product']!(...left, ...right, addressOf(result), ...sizes, ...finish, panels),
    );
    return result;
  };
}

export function productKernels(module: WasmModule, memory: WasmMemory): Products {
  const multiply = createMultiply(module, memory);
  return {
    matMul: (a, b, transposeA = false, transposeB = false) =>
      multiply(a, b, { transposeA, transposeB }),
    batchMatMul(a, b, transposeA, transposeB) {
      const sizes = batchProductSizes(a.shape, b.shape, transposeA, transposeB);
      const { batch, m, k, n } = sizes;
      const result = memory.output([batch, m, n]);
      const left = [addressOf(a), Number(sizes.transposeA)] as const;
      const right = [addressOf(b), Number(sizes.transposeB)] as const;
      module.exports['batchProduct']!(...left, ...right, addressOf(result), batch, m, k, n);
      return result;
    },
    dense: (x, weight, bias, activation) =>
      multiply(x, weight, {}, { bias, rectifies: activation === 'relu' }),
    denseGradient: denseGradientKernel(module, memory, multiply),
  };
}
