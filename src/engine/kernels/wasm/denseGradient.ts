/**
 * All gradients of a dense layer (assembly/dense.ts, assembly/sumProducts.ts). After a maximum over
 * pixels most rows of the upstream gradient are zero; where they are many, the products leave them out.
 */
import type { DeviceArray, Kernels } from '../../../core/kernels.ts';
import type { HostTensor } from '../../../core/host/memory.ts';
import { addressOf, type WasmMemory } from './memory.ts';
import type { WasmModule } from './module.ts';
import type { Multiply } from './products.ts';

/** From here on the sum over rows is the long dimension, and rows of zeros are looked for. */
const MANY_ROWS = 1024;
/** Where more rows than this share pass something on, all of them are multiplied. */
const MOST = 0.75;

export function denseGradientKernel(
  { exports }: WasmModule,
  memory: WasmMemory,
  multiply: Multiply,
): Kernels['denseGradient'] {
  const { output, withBlock } = memory;
  const call = (name: string, ...given: number[]) => exports[name]!(...given);

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
    withBlock(4 * call('panelFloats', outputs, inputs), (panels) => {
      call('packTransposedPanels', outputs, addressOf(weight), 4 * outputs, inputs, panels);
      const ends = [addressOf(dz), list, count, panels, addressOf(result)] as const;
      call('listedProduct', ...ends, rows, outputs, inputs);
    });
    return result;
  }

  return (upstream, { x, weight, y, activation }, wanted) => {
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
  };
}
