/** Arrays on the module's heap, for the plain kernels and for those of the module. */
import {
  createHostMemory,
  dataOf,
  type ArrayStore,
  type HostMemory,
  type HostTensor,
} from '../../../core/host/memory.ts';
import type { DeviceArray, HostArray } from '../../../core/kernels.ts';
import { sizeOf, type Shape } from '../../../core/shapes.ts';
import type { Heap } from './heap.ts';

export interface WasmMemory extends HostMemory {
  /** A new array, its content whatever was there: for a function that writes all of it. */
  output(shape: Shape): HostTensor;
  /** Runs `body` with the address of a block that is freed behind it. */
  withBlock<Result>(bytes: number, body: (address: number) => Result): Result;
  /** As withBlock, with a copy of `values` in it. */
  withIntegers<Result>(values: Int32Array, body: (address: number) => Result): Result;
}

/** Where an array's numbers begin, in bytes. */
export const addressOf = (x: DeviceArray): number => dataOf(x).byteOffset;

export function createWasmMemory(heap: Heap): WasmMemory {
  /** By address: how many arrays have the numbers that begin there. */
  const holders = new Map<number, number>();

  function block(size: number): Float32Array {
    const address = heap.allocate(4 * size);
    holders.set(address, 0);
    return heap.floats(address, size);
  }
  // Not by SharedArrayBuffer, a name that pages have only when isolated.
  const isOnHeap = (data: HostArray) =>
    !(data.buffer instanceof ArrayBuffer) && holders.has(data.byteOffset);

  const store: ArrayStore = {
    allocate: (size) => new Float32Array(size),
    make: (size) => block(size).fill(0),
    hold(data) {
      const own = isOnHeap(data) ? data : block(data.length);
      if (own !== data) own.set(data);
      holders.set(own.byteOffset, holders.get(own.byteOffset)! + 1);
      return own;
    },
    letGo({ byteOffset }) {
      const left = holders.get(byteOffset)! - 1;
      if (left > 0) {
        holders.set(byteOffset, left);
        return;
      }
      holders.delete(byteOffset);
      heap.free(byteOffset);
    },
  };
  const memory = createHostMemory(store);

  function withBlock<Result>(bytes: number, body: (address: number) => Result): Result {
    const address = heap.allocate(bytes);
    try {
      return body(address);
    } finally {
      heap.free(address);
    }
  }

  return {
    ...memory,
    output: (shape) => memory.wrap(block(sizeOf(shape)), shape),
    withBlock,
    withIntegers: (values, body) =>
      withBlock(values.byteLength, (address) => {
        heap.integers(address, values.length).set(values);
        return body(address);
      }),
  };
}
