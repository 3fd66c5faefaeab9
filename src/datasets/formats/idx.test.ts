import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../core/shapes.ts';
import { readIdx, writeIdx, type IdxArray } from './idx.ts';

const shapes = fc.array(fc.nat(5), { minLength: 1, maxLength: 4 });
const arrays: fc.Arbitrary<IdxArray> = shapes.chain((shape) => {
  const length = { minLength: sizeOf(shape), maxLength: sizeOf(shape) };
  const values = fc.oneof(
    fc.uint8Array(length),
    fc.int8Array(length),
    fc.int16Array(length),
    fc.int32Array(length),
  );
  return values.map((each) => ({ shape, values: each }));
});

describe('IDX', () => {
  it('reads what it wrote', () => {
    fc.assert(
      fc.property(arrays, (array) => {
        expect(readIdx({ name: 'x', bytes: writeIdx(array) })).toEqual(array);
      }),
    );
  });

  it('writes what LeCun describes', () => {
    const bytes = writeIdx({ shape: [2, 1], values: Int16Array.of(258, -2) });
    expect([...bytes]).toEqual([0, 0, 0x0b, 2, 0, 0, 0, 2, 0, 0, 0, 1, 1, 2, 255, 254]);
  });

  it('reads bytes that begin within a larger buffer', () => {
    const array = { shape: [3], values: Int32Array.of(1, -2, 70000) };
    const written = writeIdx(array);
    const larger = new Uint8Array(written.length + 5);
    larger.set(written, 3);
    const bytes = larger.subarray(3, 3 + written.length);
    expect(readIdx({ name: 'x', bytes })).toEqual(array);
  });

  it('refuses to write values that do not fill the shape', () => {
    expect(() => writeIdx({ shape: [3], values: new Uint8Array(2) })).toThrow('found 2 values');
  });
});
