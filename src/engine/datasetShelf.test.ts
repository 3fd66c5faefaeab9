import { describe, expect, it, vi } from 'vitest';
import { codeOf } from '../core/errors.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { createDatasetShelf } from './datasetShelf.ts';

function shelf() {
  const part = { count: 2, images: new Uint8Array(2), labels: Uint8Array.of(0, 1) };
  const readStored = vi.fn(async (id: string): Promise<Dataset> => ({
    ...{ id, label: 'Mine', height: 1, width: 1, channels: 1, classNames: ['a', 'b'] },
    ...{ train: part, test: part, source: 's', licence: 'l', sha256: id },
  }));
  const io = { readStored, readAsset: () => Promise.reject(new Error('no asset')) };
  return { readStored, ...createDatasetShelf(io) };
}

const choice = (id: string, options = {}) => ({ id: `own/${id}`, options });

describe('the shelf of datasets', () => {
  it('loads one once, also for callers at the same time and however its options are written', async () => {
    const { get, readStored } = shelf();
    const [first, second] = await Promise.all([get(choice('a')), get(choice('a'))]);
    expect(second).toBe(first);
    expect(await get(choice('a', { split: 'given', colour: 'as-is' }))).toBe(first);
    expect(readStored).toHaveBeenCalledTimes(1);
  });

  it('holds what options make of it apart', async () => {
    const { get } = shelf();
    const plain = await get(choice('a'));
    const divided = await get(choice('a', { split: 'anew', trainShare: 50 }));
    expect(divided).not.toBe(plain);
    expect(await get(choice('a', { trainShare: 50, split: 'anew' }))).toBe(divided);
  });

  it('lets go of the one that was asked for longest ago', async () => {
    const { get, readStored } = shelf();
    for (const id of ['a', 'b', 'c', 'a', 'd', 'a', 'c', 'd', 'b']) await get(choice(id));
    expect(readStored.mock.calls.map(([id]) => id.at(-1))).toEqual(['a', 'b', 'c', 'd', 'b']);
  });

  it('does not keep a failure', async () => {
    const { get, readStored } = shelf();
    readStored.mockRejectedValueOnce(new Error('closed'));
    await expect(get(choice('a'))).rejects.toThrow('closed');
    expect((await get(choice('a'))).id).toBe('own/a');
    const illegal: unknown = await get(choice('a', { split: 'x' })).catch((error) => error);
    expect(codeOf(illegal)).toBe('illegal-option');
  });
});
