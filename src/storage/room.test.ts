import { afterEach, describe, expect, it, vi } from 'vitest';
import { askToPersist, readRoom } from './room.ts';

const storage = (manager: unknown) => vi.stubGlobal('navigator', { storage: manager });
afterEach(() => vi.unstubAllGlobals());

describe('the room in this browser', () => {
  it('is what the browser says', async () => {
    storage({
      estimate: async () => ({ usage: 55_000_000, quota: 1e9 }),
      persisted: async () => true,
    });
    expect(await readRoom()).toEqual({ used: 55_000_000, quota: 1e9, persisted: true });
  });

  it('is unknown where it does not say, refuses, or says half', async () => {
    const unknown = { used: null, quota: null, persisted: null };
    storage(undefined);
    expect(await readRoom()).toEqual(unknown);
    storage({});
    expect(await readRoom()).toEqual(unknown);
    const refuse = () => Promise.reject(new DOMException('no', 'SecurityError'));
    storage({ estimate: refuse, persisted: refuse });
    expect(await readRoom()).toEqual(unknown);
    storage({ estimate: async () => ({ quota: 5 }), persisted: async () => false });
    expect(await readRoom()).toEqual({ used: null, quota: 5, persisted: false });
  });

  it('is promised only where the browser says so', async () => {
    storage({ persist: async () => true });
    expect(await askToPersist()).toBe(true);
    storage({ persist: async () => false });
    expect(await askToPersist()).toBe(false);
    storage({ persist: () => Promise.reject(new Error('no')) });
    expect(await askToPersist()).toBe(false);
    storage(undefined);
    expect(await askToPersist()).toBe(false);
  });
});
