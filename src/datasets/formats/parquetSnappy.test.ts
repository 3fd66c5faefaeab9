import fc from 'fast-check';
import { snappyUncompress } from 'hyparquet';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { describe, expect, it } from 'vitest';
import { unpackSnappy } from './parquetSnappy.ts';

describe('snappy', () => {
  it('gives back what was packed, repeated or not', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .tuple(fc.uint8Array({ maxLength: 9 }), fc.nat(200))
        .map(([bytes, times]) =>
          Uint8Array.from({ length: bytes.length * times }, (_, i) => bytes[i % bytes.length]!),
        ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const bytes = Uint8Array.from(pieces.flatMap((each) => [...each]));
        expect(unpackSnappy(snappyCompress(bytes), bytes.length)).toEqual(bytes);
      }),
    );
  });

  it('knows pieces and copies of every length', () => {
    const long = Uint8Array.from({ length: 70_000 }, (_, i) => (i * i) >> 3);
    const size = [69_999 & 255, (69_999 >> 8) & 255, 1];
    const packed = Uint8Array.of(0xf0, 0xa2, 4, 62 << 2, ...size, ...long);
    expect(unpackSnappy(packed, long.length)).toEqual(long);
    // "ab", then a near copy of 5, one of 3 from 2 bytes back, one of 1 by four bytes of distance.
    const copies = [11, 1 << 2, 97, 98, (1 << 2) | 1, 2, (2 << 2) | 2, 2, 0, 3, 7, 0, 0, 0];
    const text = new TextDecoder().decode(unpackSnappy(Uint8Array.from(copies), 11));
    expect(text).toBe('abababababb');
  });

  it.each<[what: string, bytes: number[], says: RegExp]>([
    ['a length of which the sign bit is set', [9, 63 << 2, 255, 255, 255, 255, 1], /too long/],
    ['a piece beyond the end', [9, 8 << 2, 1], /too long/],
    ['a piece beyond what the page holds', [9, 9 << 2, ...new Array<number>(10).fill(1)], /long/],
    ['a copy of nothing', [9, 0, 1, (2 << 2) | 2, 0, 0], /before the start/],
    ['a copy from before the start', [9, 0, 1, (2 << 2) | 2, 2, 0], /before the start/],
    ['a copy beyond what the page holds', [9, 0, 1, (63 << 2) | 2, 1, 0], /copy is too long/],
    ['half a copy', [9, 0, 1, (2 << 2) | 2, 1], /end early/],
    ['nothing', [], /end early/],
    ['too little', [9, 0, 1], /1 bytes in place of 9/],
  ])('refuses %s', (_what, bytes, says) => {
    expect(() => unpackSnappy(Uint8Array.from(bytes), 9)).toThrow(says);
  });

  it('makes of damaged bytes what the other reader makes of them, or refuses them', () => {
    const packed = snappyCompress(Uint8Array.from({ length: 400 }, (_, i) => (i % 7) * (i % 5)));
    let both = 0;
    for (let at = 2; at < packed.length; at++) {
      // Bits of lengths of four bytes are left alone: there the other may go in circles.
      const damaged = packed.slice();
      damaged[at]! ^= 4;
      const other = new Uint8Array(400);
      const outcome = [
        () => unpackSnappy(damaged, 400),
        () => snappyUncompress(damaged, other),
      ].map((read) => {
        try {
          return read() ?? other;
        } catch {
          return 'refused';
        }
      });
      expect(outcome[0]).toEqual(outcome[1]);
      if (outcome[0] !== 'refused') both++;
    }
    expect(both).toBeGreaterThan(0);
  });
});
