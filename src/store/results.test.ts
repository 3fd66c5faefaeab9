// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { exportRuns } from '../storage/resultFile.ts';
import { listRuns } from '../storage/runs.ts';
import { someRun } from '../storage/testing.ts';
import { createLabState, getLab, setLab } from './lab.ts';
import { importResults } from './results.ts';

it('imported runs stand where they will stand after a reload', async () => {
  const own = someRun('b', { createdAt: '2026-02-01T00:00:00.000Z' });
  setLab({ ...createLabState(), runs: [own] }, true);
  const theirs = [
    someRun('c', { name: 'shy-fox', createdAt: '2026-03-01T00:00:00.000Z' }),
    someRun('a', { name: 'old-owl', createdAt: '2026-01-01T00:00:00.000Z' }),
  ];
  const app = { name: 'Coordinet Lab', version: '0', commit: 'c' };
  const created = '2026-04-01T00:00:00.000Z';
  const text = exportRuns(theirs, { app, environment: null, created });
  const file = new File([text], 'theirs.json');
  // Which jsdom's files lack.
  Object.assign(file, { arrayBuffer: async () => new TextEncoder().encode(text).buffer });
  await importResults(file);
  expect(getLab().notices.map((notice) => notice.text)).toEqual([
    'Imported 2 runs from theirs.json.',
  ]);
  expect(getLab().runs.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect((await listRuns()).runs.map(({ id }) => id)).toEqual(['a', 'c']);
});
