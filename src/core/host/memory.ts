/**
 * Arrays that the processor computes on: allocation, scopes and counting. Where JavaScript collects
 * the memory itself, disposal is kept account of all the same, so that a leak shows as on a GPU.
 */
import { arraysIn, type DeviceArray, type HostArray } from '../kernels.ts';
import { sizeOf, type Shape } from '../shapes.ts';

export type Precision = 'float32' | 'float64';

export class HostTensor implements DeviceArray {
  isDisposed = false;
  /** The scope that will free it, the innermost that was open when it was made or returned. */
  scope: Set<HostTensor> | undefined;

  constructor(
    readonly data: HostArray,
    readonly shape: Shape,
  ) {}
}

export const dataOf = (x: DeviceArray): HostArray => (x as HostTensor).data;
const isHostTensor = (value: unknown): value is HostTensor => value instanceof HostTensor;

/** Where the numbers of arrays lie. */
export interface ArrayStore {
  /** Zeros that may be thrown away without notice. */
  allocate(size: number): HostArray;
  /** Zeros that stay until they are held and let go as often. */
  make(size: number): HostArray;
  /** One more array has these numbers. @returns where they are kept */
  hold(data: HostArray): HostArray;
  letGo(data: HostArray): void;
}

/** JavaScript's own arrays. */
export function collected(precision: Precision): ArrayStore {
  const allocate = (size: number): HostArray =>
    precision === 'float64' ? new Float64Array(size) : new Float32Array(size);
  return { allocate, make: allocate, hold: (data) => data, letGo: () => {} };
}

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

export function createHostMemory(store: ArrayStore): HostMemory {
  const scopes: Set<HostTensor>[] = [];
  let alive = 0;

  function enter(scope: Set<HostTensor> | undefined, tensor: HostTensor): void {
    tensor.scope = scope;
    scope?.add(tensor);
  }

  function wrap(data: HostArray, shape: Shape): HostTensor {
    alive++;
    const tensor = new HostTensor(store.hold(data), shape);
    enter(scopes.at(-1), tensor);
    return tensor;
  }

  function dispose(x: DeviceArray): void {
    const tensor = x as HostTensor;
    if (tensor.isDisposed) return;
    tensor.isDisposed = true;
    store.letGo(tensor.data);
    alive--;
    tensor.scope?.delete(tensor);
  }

  /** Closes a scope: what is kept belongs to the scope around it, the rest goes. */
  function close(scope: Set<HostTensor>, keep: ReadonlySet<unknown>): void {
    scopes.splice(scopes.indexOf(scope));
    for (const each of scope) {
      if (keep.has(each)) enter(scopes.at(-1), each);
      else dispose(each);
    }
  }

  return {
    allocate: store.allocate,
    wrap,
    make(shape, fill) {
      const tensor = wrap(store.make(sizeOf(shape)), shape);
      fill(tensor.data);
      return tensor;
    },
    dispose,
    tidy(body) {
      const scope = new Set<HostTensor>();
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
