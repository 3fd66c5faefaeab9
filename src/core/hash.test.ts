import { describe, expect, it } from 'vitest';
import { sha256Of } from './hash.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('sha256Of', () => {
  it('gives the vectors of FIPS 180-4', async () => {
    expect(await sha256Of([])).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    expect(await sha256Of([bytes('abc')])).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('hashes parts as one, and views without their surroundings', async () => {
    const whole = bytes('xabcx');
    expect(await sha256Of([whole.subarray(1, 2), whole.subarray(2, 4)])).toBe(
      await sha256Of([bytes('abc')]),
    );
  });
});
