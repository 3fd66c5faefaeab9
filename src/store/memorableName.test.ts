import { describe, expect, it } from 'vitest';
import { memorableName } from './memorableName.ts';

describe('memorableName', () => {
  it('is two words, and the same for the same key', () => {
    const name = memorableName('00c0ffee12345678', new Set());
    expect(name).toMatch(/^[a-z]+-[a-z]+$/);
    expect(memorableName('00c0ffee12345678', new Set())).toBe(name);
  });

  it('never gives a name that is taken', () => {
    const taken = new Set<string>();
    for (let i = 0; i < 500; i++) {
      const name = memorableName('00000007', taken);
      expect(taken.has(name)).toBe(false);
      taken.add(name);
    }
  });

  it('falls back on the key when all names are taken', () => {
    const all = { has: () => true } as unknown as ReadonlySet<string>;
    expect(memorableName('00000007', all)).toBe('run-00000007');
  });
});
