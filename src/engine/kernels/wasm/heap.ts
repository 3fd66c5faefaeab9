/**
 * Blocks of the module's memory: best fit, neighbours joined when they are freed. A training step asks
 * for the same sizes over and over, so the list of free blocks stays short.
 *
 * The memory is shared and only grows, so a view taken earlier stays good: after growth it shows the
 * same bytes.
 */
import { LabError } from '../../../core/errors.ts';

const PAGE = 65536;
/** Every block begins where a cache line does. */
const ALIGNMENT = 64;
/** Share of the memory by which it grows at least, so that it grows seldom. */
const GROWTH = 1 / 8;

export interface Heap {
  /** @returns the address of a block; its content is whatever was there */
  allocate(bytes: number): number;
  free(address: number): void;
  floats(address: number, count: number): Float32Array;
  integers(address: number, count: number): Int32Array;
  /** Bytes in blocks that were not freed. */
  readonly used: number;
}

interface FreeBlock {
  start: number;
  end: number;
}

/** @param start first byte that is free for blocks */
export function createHeap(memory: WebAssembly.Memory, start: number): Heap {
  /** By address; no two of them touch. */
  const holes: FreeBlock[] = [{ start, end: memory.buffer.byteLength }];
  const sizes = new Map<number, number>();
  let used = 0;

  function smallestThatFits(size: number): number {
    let best = -1;
    holes.forEach((hole, i) => {
      const length = hole.end - hole.start;
      if (length >= size && (best < 0 || length < holes[best]!.end - holes[best]!.start)) best = i;
    });
    return best;
  }

  function grow(size: number): void {
    const before = memory.buffer.byteLength;
    const last = holes.at(-1);
    const atEnd = last?.end === before ? before - last.start : 0;
    const needed = size - atEnd;
    if (!growBy(memory, Math.max(needed, before * GROWTH)) && !growBy(memory, needed)) {
      throw outOfMemory(size, used);
    }
    insert({ start: before, end: memory.buffer.byteLength });
  }

  /** Puts a free block in its place and joins it with what it touches. */
  function insert(block: FreeBlock): void {
    let at = holes.findIndex((hole) => hole.start > block.start);
    if (at < 0) at = holes.length;
    const before = holes[at - 1];
    const behind = holes[at];
    if (behind?.start === block.end) {
      block.end = behind.end;
      holes.splice(at, 1);
    }
    if (before?.end === block.start) before.end = block.end;
    else holes.splice(at, 0, block);
  }

  return {
    allocate(bytes) {
      const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
      let at = smallestThatFits(size);
      if (at < 0) {
        grow(size);
        at = smallestThatFits(size);
      }
      const hole = holes[at]!;
      const address = hole.start;
      hole.start += size;
      if (hole.start === hole.end) holes.splice(at, 1);
      sizes.set(address, size);
      used += size;
      return address;
    },
    free(address) {
      const size = sizes.get(address);
      if (size === undefined) throw new Error(`no block begins at ${address}`);
      sizes.delete(address);
      used -= size;
      insert({ start: address, end: address + size });
    },
    floats: (address, count) => new Float32Array(memory.buffer, address, count),
    integers: (address, count) => new Int32Array(memory.buffer, address, count),
    get used() {
      return used;
    },
  };
}

function growBy(memory: WebAssembly.Memory, bytes: number): boolean {
  try {
    memory.grow(Math.ceil(bytes / PAGE));
    return true;
  } catch {
    return false;
  }
}

function outOfMemory(size: number, used: number): LabError {
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MB`;
  return new LabError('out-of-memory', {
    found: `no room for ${megabytes(size)} beside the ${megabytes(used)} in use`,
    expected: 'a model and batch that fit into the memory of WebAssembly',
    fix: 'choose a smaller batch, a smaller model or fewer pixels',
  });
}
