import fc from 'fast-check';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { describe, expect, it } from 'vitest';
import { faultOfDeltas, faultOfRuns } from './parquetRuns.ts';

const faultIn = (bytes: readonly number[], width: number, count: number, mayEndEarly = false) =>
  faultOfRuns(Uint8Array.from(bytes), { begin: 0, end: bytes.length, width, count }, mayEndEarly);

describe('runs', () => {
  it.each<[what: string, bytes: number[], width: number, count: number]>([
    ['one value, many times', [20, 3], 2, 10],
    ['a group of eight', [3, 0b11100100, 0b11100100], 2, 8],
    ['a group of which three are wanted', [3, 0b101], 1, 3],
    ['both, one after the other', [6, 1, 3, 0xaa], 1, 11],
    ['values of no bits', [20], 0, 10],
    ['none', [], 3, 0],
    ['an empty one among others', [0, 7, 20, 3], 3, 10],
  ])('are followed: %s', (_what, bytes, width, count) => {
    expect(faultIn(bytes, width, count)).toBeUndefined();
  });

  it.each<[what: string, bytes: number[], width: number, says: RegExp]>([
    ['of a billion values', [0xfe, 0xff, 0xff, 0xff, 0x07, 1], 1, /run of 1073741823 among 10/],
    ['of a million groups', [0x81, 0x80, 0x80, 0x01, 1], 0, /run of 8388608 among 10/],
    ['whose count has the sign bit', [0xff, 0xff, 0xff, 0xff, 0x0f], 0, /without a length/],
    ['whose count does not end', [0x80, 0x80, 0x80], 1, /without a length/],
    ['that end early', [6, 1], 1, /3 values in place of 10/],
    ['that are not there', [], 1, /0 values in place of 10/],
    ['without a value, on and on', [0, 0, 0, 0], 1, /0 values in place of 10/],
  ])('are refused %s', (_what, bytes, width, says) => {
    expect(faultIn(bytes, width, 10)).toMatch(says);
  });

  it('whose bytes lie beyond the page are refused', () => {
    const runs = { begin: 4, end: Infinity, width: 1, count: 1 };
    expect(faultOfRuns(new Uint8Array(8), runs)).toMatch(/beyond/);
    expect(faultOfRuns(new Uint8Array(8), { ...runs, begin: 9, end: 8 })).toMatch(/beyond/);
  });

  it('that pass make no list longer than was asked for, whatever they are', () => {
    let passed = 0;
    const byte = fc.oneof(fc.nat(255), fc.nat(12), fc.constantFrom(0x80, 0xff));
    const bytes = fc.array(byte, { maxLength: 24 });
    fc.assert(
      fc.property(bytes, fc.nat(10), fc.integer({ min: 1, max: 40 }), (runs, width, count) => {
        if (faultIn(runs, width, count, true)) return;
        passed++;
        const view = new DataView(Uint8Array.from(runs).buffer);
        const output = new Array<number>(count);
        try {
          readRleBitPackedHybrid({ view, offset: 0 }, width, output, runs.length);
        } catch (error) {
          expect(error).toBeInstanceOf(Error); // the bytes end
        }
        expect(output.length).toBeLessThanOrEqual(2 * count);
      }),
      { numRuns: 3000 },
    );
    expect(passed).toBeGreaterThan(100);
  });
});

describe('deltas', () => {
  it('have blocks of whole miniblocks', () => {
    expect(faultOfDeltas(Uint8Array.of(0x80, 1, 4, 9, 0), 0)).toBeUndefined();
  });

  it.each([
    ['no miniblock', [0x80, 1, 0, 9, 0]],
    ['a negative number of miniblocks', [0x80, 1, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['no values', [0, 4, 9, 0]],
    ['parts of values', [0x80, 1, 3, 9, 0]],
    ['millions of values', [0x80, 0x80, 0x80, 0x80, 2, 1]],
    ['an early end', [0x80]],
  ])('with %s are refused', (_what, bytes) => {
    expect(faultOfDeltas(Uint8Array.from(bytes), 0)).toMatch(/no|without/);
  });
});
