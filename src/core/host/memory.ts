/**
 * Arrays of the host backend: allocation, scopes and counting. JavaScript collects the memory
 * itself; disposal is kept account of all the same, so that a leak shows here as it would on a GPU.
 */
import { arraysIn, type DeviceArray, type HostArray } from '../kernels.ts';
import { sizeOf, type Shape } from '../shapes.ts';

export type Precision = 'float32' | 'float64';

export class HostTensor implements DeviceArray {
  constructor(
    readonly data: HostArray,
    readonly shape: Shape,
  ) {}
}

export const dataOf = (x: DeviceArray): HostArray => (x as HostTensor).data;
const isHostTensor = (value: unknown): value is HostTensor => value instanceof HostTensor;

export interface HostMemory {
  /** Zeros that are no array of the backend's yet. */
  allocate(size: number): HostArray;
  wrap(data: HostArray, shape: Shape): HostTensor;
  /** A new array, filled by `fill`. */
  make(shape: Shape, fill: (out: HostArray) => void): HostTensor;
  dispose(x: DeviceArray): void;
  tidy<T>(body: () => T): T;
  count(): number;
}

export function createHostMemory(precision: Precision): HostMemory {
  const disposed = new WeakSet<DeviceArray>();
  const scopes: Set<DeviceArray>[] = [];
  let alive = 0;

  const allocate = (size: number): HostArray =>
    precision === 'float64' ? new Float64Array(size) : new Float32Array(size);

  function wrap(data: HostArray, shape: Shape): HostTensor {
    alive++;
    const tensor = new HostTensor(data, shape);
    scopes.at(-1)?.add(tensor);
    return tensor;
  }

  function dispose(x: DeviceArray): void {
    if (disposed.has(x)) return;
    disposed.add(x);
    alive--;
    for (const scope of scopes) scope.delete(x);
  }

  /** Closes a scope: what is kept belongs to the scope around it, the rest goes. */
  function close(scope: Set<DeviceArray>, keep: ReadonlySet<unknown>): void {
    scopes.splice(scopes.indexOf(scope));
    for (const each of scope) {
      if (keep.has(each)) scopes.at(-1)?.add(each);
      else dispose(each);
    }
  }

  return {
    allocate,
    wrap,
    make(shape, fill) {
      const out = allocate(sizeOf(shape));
      fill(out);
      return wrap(out, shape);
    },
    dispose,
    tidy(body) {
      const scope = new Set<DeviceArray>();
      scopes.push(scope);
      let keep: ReadonlySet<unknown> = new Set();
      try {
        const result = body();
        keep = arraysIn(result, isHostTensor);
        return result;
      } finally {
        close(scope, keep);
      }
    },
    count: () => alive,
  };
}
