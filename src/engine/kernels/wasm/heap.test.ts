import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../core/errors.ts';
import { createHeap, type Heap } from './heap.ts';

const PAGE = 65536;
const START = 1024;

const open = (pages = 1, maximum = 64) => {
  const memory = new WebAssembly.Memory({ initial: pages, maximum, shared: true });
  return { memory, heap: createHeap(memory, START) };
};

describe('heap', () => {
  it('gives blocks that keep their numbers whatever comes and goes around them', () => {
    const action = fc.record({ bytes: fc.integer({ min: 0, max: 3 * PAGE }), frees: fc.nat() });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const { heap, memory } = open();
        const blocks: { address: number; count: number; mark: number }[] = [];
        actions.forEach(({ bytes, frees }, mark) => {
          const address = heap.allocate(bytes);
          expect(address % 64).toBe(0);
          expect(address).toBeGreaterThanOrEqual(START);
          expect(address + bytes).toBeLessThanOrEqual(memory.buffer.byteLength);
          const count = Math.floor(bytes / 4);
          heap.floats(address, count).fill(mark);
          blocks.push({ address, count, mark });
          if (frees % 3 > 0) heap.free(blocks.splice(frees % blocks.length, 1)[0]!.address);
        });
        for (const { address, count, mark } of blocks) {
          expect(heap.floats(address, count).every((value) => value === mark)).toBe(true);
          heap.free(address);
        }
        expect(heap.used).toBe(0);
        expectWhole(heap, memory);
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it('asks the same sizes again without growing', () => {
    const { heap, memory } = open();
    const step = () => [4000, 100_000, 64, 4000].map((bytes) => heap.allocate(bytes));
    step().forEach(heap.free);
    const size = memory.buffer.byteLength;
    for (let i = 0; i < 20; i++) step().reverse().forEach(heap.free);
    expect(memory.buffer.byteLength).toBe(size);
  });

  it('keeps a view of before good when it grows', () => {
    const { heap, memory } = open();
    const address = heap.allocate(16);
    const view = heap.floats(address, 4);
    heap.allocate(20 * PAGE);
    heap.floats(address, 4).set([1, 2, 3, 4]);
    expect(memory.buffer.byteLength).toBeGreaterThan(20 * PAGE);
    expect([...view]).toEqual([1, 2, 3, 4]);
  });

  it('says what does not fit, and goes on', () => {
    const { heap } = open(1, 8);
    const before = heap.used;
    const failure = (() => {
      try {
        return heap.allocate(100 * PAGE);
      } catch (error) {
        return error;
      }
    })();
    expect(codeOf(failure)).toBe('out-of-memory');
    expect((failure as Error).message).toContain('no room for 7 MB');
    expect(heap.used).toBe(before);
    expect(heap.allocate(2 * PAGE)).toBeGreaterThan(0);
  });

  it('takes the last page that there is', () => {
    const { heap, memory } = open(33, 34); // a growth by an eighth would be five pages
    heap.allocate(33 * PAGE - START);
    heap.allocate(100);
    expect(memory.buffer.byteLength).toBe(34 * PAGE);
  });

  it('refuses to free what is no block, or a block twice', () => {
    const { heap } = open();
    const address = heap.allocate(64);
    expect(() => heap.free(address + 4)).toThrow('no block begins');
    heap.free(address);
    expect(() => heap.free(address)).toThrow('no block begins');
  });
});

/** One block takes all that there is: the holes were joined. */
function expectWhole(heap: Heap, memory: WebAssembly.Memory): void {
  const size = memory.buffer.byteLength;
  expect(heap.allocate(size - START)).toBe(START);
  expect(memory.buffer.byteLength).toBe(size);
}
