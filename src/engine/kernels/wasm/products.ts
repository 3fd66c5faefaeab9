/** Products of matrices and dense layers (assembly/product.ts, assembly/dense.ts). */
import type { DeviceArray, Kernels } from '../../../core/kernels.ts';
import { batchProductSizes } from '../../../core/loops/attention.ts';
import type { HostTensor } from '../../../core/host/memory.ts';
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

/** From here on the sum over rows is the long dimension, and rows of zeros are looked for. */
const MANY_ROWS = 1024;
/** Where more rows than this share pass something on, all of them are multiplied. */
const MOST = 0.75;

export function productKernels({ exports }: WasmModule, memory: WasmMemory): Products {
  const { output, withBlock } = memory;
  const call = (name: string, ...given: (number | boolean)[]) =>
    exports[name]!(...given.map(Number));
  const panelBytes = (inner: number, columns: number) => 4 * call('panelFloats', inner, columns);

  function multiply(
    a: DeviceArray,
    b: DeviceArray,
    { transposeA = false, transposeB = false }: Sides,
    { bias, rectifies = false }: Finish = {},
  ): HostTensor {
    const rows = a.shape[transposeA ? 1 : 0]!;
    const inner = a.shape[transposeA ? 0 : 1]!;
    const columns = b.shape[transposeB ? 0 : 1]!;
    const result = output([rows, columns]);
    const ends = [addressOf(a), transposeA, addressOf(b), transposeB, addressOf(result)] as const;
    const finish = [bias ? addressOf(bias) : 0, rectifies] as const;
    withBlock(panelBytes(inner, columns), (panels) =>
      call('product', ...ends, rows, inner, columns, ...finish, panels),
    );
    return result;
  }

  /** Σ_row x[row]ᵀ · dz[row] and Σ_row dz[row], over the rows that `list` names, or the first `rows`. */
  function sumProducts(
    { x, dz, list, rows }: { x: DeviceArray; dz: DeviceArray; list: number; rows: number },
    wanted: { weight: boolean; bias: boolean },
  ) {
    const inputs = wanted.weight ? x.shape[1]! : 0;
    const outputs = dz.shape[1]!;
    const partials = output([call('sumChunks', rows) * (inputs + 1), outputs]);
    call(
      'sumProducts',
      addressOf(x),
      addressOf(dz),
      list,
      rows,
      inputs,
      outputs,
      addressOf(partials),
    );
    const sums = partials.data;
    const weight = wanted.weight ? output([inputs, outputs]) : undefined;
    weight?.data.set(sums.subarray(0, inputs * outputs));
    const bias = wanted.bias ? output([outputs]) : undefined;
    bias?.data.set(sums.subarray(inputs * outputs, (inputs + 1) * outputs));
    memory.dispose(partials);
    return { weight, bias };
  }

  /** dz · weightᵀ, for the listed rows alone. */
  function listedBack(
    dz: DeviceArray,
    weight: DeviceArray,
    list: number,
    count: number,
  ): HostTensor {
    const [inputs = 0, outputs = 0] = weight.shape;
    const rows = dz.shape[0]!;
    const result = output([rows, inputs]);
    withBlock(panelBytes(outputs, inputs), (panels) => {
      call('packTransposedPanels', outputs, addressOf(weight), 4 * outputs, inputs, panels);
      const ends = [addressOf(dz), list, count, panels, addressOf(result)] as const;
      call('listedProduct', ...ends, rows, outputs, inputs);
    });
    return result;
  }

  return {
    matMul: (a, b, transposeA = false, transposeB = false) =>
      multiply(a, b, { transposeA, transposeB }),
    batchMatMul(a, b, transposeA, transposeB) {
      const sizes = batchProductSizes(a.shape, b.shape, transposeA, transposeB);
      const { batch, m, k, n } = sizes;
      const result = output([batch, m, n]);
      const left = [addressOf(a), sizes.transposeA] as const;
      const right = [addressOf(b), sizes.transposeB] as const;
      call('batchProduct', ...left, ...right, addressOf(result), batch, m, k, n);
      return result;
    },
    dense: (x, weight, bias, activation) =>
      multiply(x, weight, {}, { bias, rectifies: activation === 'relu' }),
    denseGradient(upstream, { x, weight, y, activation }, wanted) {
      const [rows = 0, outputs = 0] = upstream.shape;
      const masks = activation === 'relu';
      const dz = masks ? output(upstream.shape) : upstream;
      const isLong = rows >= MANY_ROWS;
      const gradients = withBlock(4 * rows, (list) => {
        const ends = [addressOf(upstream), masks ? addressOf(y) : 0, addressOf(dz), list] as const;
        const alive = masks || isLong ? call('maskRows', ...ends, rows, outputs) : rows;
        if (isLong && alive < MOST * rows) {
          const back = wanted.x ? listedBack(dz, weight, list, alive) : undefined;
          return { x: back, ...sumProducts({ x, dz, list, rows: alive }, wanted) };
        }
        const back = wanted.x ? multiply(dz, weight, { transposeB: true }) : undefined;
        if (isLong) return { x: back, ...sumProducts({ x, dz, list: 0, rows }, wanted) };
        const over = wanted.weight ? multiply(x, dz, { transposeA: true }) : undefined;
        const { bias } = sumProducts({ x, dz, list: 0, rows }, { ...wanted, weight: false });
        return { x: back, weight: over, bias };
      });
      if (masks) memory.dispose(dz);
      return gradients;
    },
  };
}
