import { describe, expect, it } from 'vitest';
import { crc32 } from './checksum.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('CRC-32', () => {
  it("gives the standard's check value", () => {
    expect(crc32(bytes('123456789'))).toBe(0xcbf43926);
  });

  it('continues from the bytes before', () => {
    expect(crc32(bytes('6789'), crc32(bytes('12345')))).toBe(0xcbf43926);
  });
});
