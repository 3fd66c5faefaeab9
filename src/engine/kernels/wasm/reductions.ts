/** Sums and maxima (assembly/reduction.ts). */
import { aroundAxes, axisRuns } from '../../../core/host/arrays.ts';
import type { HostTensor } from '../../../core/host/memory.ts';
import type { DeviceArray, Kernels } from '../../../core/kernels.ts';
import type { Shape } from '../../../core/shapes.ts';
import { addressOf, type WasmMemory } from './memory.ts';
import type { WasmModule } from './module.ts';

type Reducing = Pick<Kernels, 'sum' | 'max' | 'maxGradient'>;

export function reductionKernels(
  { exports }: WasmModule,
  { output, dispose, tidy }: WasmMemory,
): Reducing {
  /** Over the axes from `first` to `last`, which keep length 1; piece by piece until one is left. */
  function reduce(
    name: 'sumPieces' | 'maxPieces',
    x: DeviceArray,
    first: number,
    last: number,
  ): HostTensor {
    const { outer, length, inner } = aroundAxes(x.shape, first, last);
    const shape = x.shape.map((each, axis) => (axis >= first && axis <= last ? 1 : each));
    const pieces = exports['reductionPieces']!(length, inner);
    const made = output(pieces > 1 ? withLength(shape, first, pieces) : shape);
    exports[name]!(addressOf(x), addressOf(made), outer, length, inner);
    if (pieces <= 1) return made;
    const result = reduce(name, made, first, first);
    dispose(made);
    return result;
  }

  return {
    sum(x, axes) {
      if (axes.length === 0) {
        const copy = output(x.shape);
        copy.data.set((x as HostTensor).data);
        return copy;
      }
      const runs = axisRuns(axes);
      if (runs.length === 1) return reduce('sumPieces', x, runs[0]!.first, runs[0]!.last);
      return tidy(() =>
        runs.reduce<DeviceArray>(
          (sum, { first, last }) => reduce('sumPieces', sum, first, last),
          x,
        ),
      );
    },
    max: (x, axis) => reduce('maxPieces', x, axis, axis),
    maxGradient(upstream, x, y) {
      const axis = x.shape.findIndex((length, i) => length !== y.shape[i]);
      const { outer, length, inner } = aroundAxes(x.shape, Math.max(axis, 0), axis < 0 ? -1 : axis);
      const result = output(x.shape);
      const [from, given, largest, to] = [upstream, x, y, result].map(addressOf) as [
        number,
        number,
        number,
        number,
      ];
      exports['maxGradient']!(from, given, largest, to, outer, length, inner);
      return result;
    },
  };
}

function withLength(shape: Shape, axis: number, length: number): number[] {
  return shape.map((each, i) => (i === axis ? length : each));
}
