import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { changeIn, closeDatabase } from './database.ts';
import { readSettings, writeSetting } from './settings.ts';
import { someSpec } from './testing.ts';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('coordinet-lab');
});

describe('settings', () => {
  it('are empty at first', async () => {
    expect(await readSettings()).toEqual({});
  });

  it('come back as they were written', async () => {
    await writeSetting('theme', 'dark');
    await writeSetting('backend', 'wasm');
    await writeSetting('draft', someSpec);
    expect(await readSettings()).toEqual({ theme: 'dark', backend: 'wasm', draft: someSpec });
  });

  it('leave out what is damaged, and keep the rest', async () => {
    await writeSetting('backend', 'wasm');
    await changeIn(['settings'], async (transaction) => {
      await transaction.objectStore('settings').put('mauve', 'theme');
      await transaction.objectStore('settings').put({ ...someSpec, seed: -1 }, 'draft');
    });
    expect(await readSettings()).toEqual({ backend: 'wasm' });
  });
});
