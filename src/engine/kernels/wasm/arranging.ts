/** Copying in, transposing, broadcasting, joining and cutting (assembly/arranging.ts). */
import { aroundAxes } from '../../../core/host/arrays.ts';
import type { HostTensor } from '../../../core/host/memory.ts';
import type { DeviceArray, Kernels } from '../../../core/kernels.ts';
import { shapeText, sizeOf, stridesOf, type Shape } from '../../../core/shapes.ts';
import { addressOf, type WasmMemory } from './memory.ts';
import type { WasmModule } from './module.ts';
import { AXES, joined, layoutOf, stretchedStrides } from './strides.ts';

type Arranging = Pick<Kernels, 'fromHost' | 'transpose' | 'broadcast' | 'concat' | 'slice'>;

export function arrangingKernels(
  { exports, heap }: WasmModule,
  { output }: WasmMemory,
  plain: Pick<Kernels, 'transpose' | 'broadcast'>,
): Arranging {
  const layout = heap.integers(heap.allocate(8 * AXES), 2 * AXES);

  /** x as seen through strides; undefined where that takes more axes than the module's loop has. */
  function arrange(
    x: DeviceArray,
    shape: Shape,
    strides: readonly number[],
  ): HostTensor | undefined {
    const found = layoutOf(joined(shape, [strides]));
    if (!found) return undefined;
    layout.set(found);
    const result = output(shape);
    exports['arrange']!(addressOf(x), addressOf(result), layout.byteOffset);
    return result;
  }

  /** Copies runs of so many numbers from one array, and from a place in it, to another. */
  function copyRuns(
    from: { array: DeviceArray; at: number; stride: number },
    to: { array: DeviceArray; at: number; stride: number },
    length: number,
    runs: number,
  ): void {
    const begin = ({ array, at }: typeof from) => addressOf(array) + 4 * at;
    const strides = [4 * from.stride, 4 * to.stride] as const;
    exports['copyRuns']!(begin(from), strides[0], begin(to), strides[1], 4 * length, runs);
  }

  return {
    fromHost(values, shape) {
      if (values.length !== sizeOf(shape)) {
        throw new Error(`${values.length} values do not fill [${shapeText(shape)}]`);
      }
      const x = output(shape);
      x.data.set(values);
      return x;
    },
    transpose(x, permutation) {
      const own = stridesOf(x.shape);
      const shape = permutation.map((axis) => x.shape[axis]!);
      const strides = permutation.map((axis) => own[axis]!);
      return arrange(x, shape, strides) ?? plain.transpose(x, permutation);
    },
    broadcast: (x, shape) =>
      arrange(x, shape, stretchedStrides(x.shape, shape)) ?? plain.broadcast(x, shape),
    concat(parts, axis) {
      const length = parts.reduce((sum, part) => sum + part.shape[axis]!, 0);
      const shape = parts[0]!.shape.map((each, i) => (i === axis ? length : each));
      const { outer, inner } = aroundAxes(shape, axis);
      const result = output(shape);
      let begin = 0;
      for (const array of parts) {
        const run = array.shape[axis]! * inner;
        const to = { array: result, at: begin, stride: length * inner };
        copyRuns({ array, at: 0, stride: run }, to, run, outer);
        begin += run;
      }
      return result;
    },
    slice(x, axis, begin, length) {
      const { outer, length: whole, inner } = aroundAxes(x.shape, axis);
      const run = length * inner;
      const result = output(x.shape.map((each, i) => (i === axis ? length : each)));
      const from = { array: x, at: begin * inner, stride: whole * inner };
      copyRuns(from, { array: result, at: 0, stride: run }, run, outer);
      return result;
    },
  };
}
