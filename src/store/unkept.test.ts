// @vitest-environment jsdom
// Without fake-indexeddb: a browser that stores nothing.
import { expect, it, vi } from 'vitest';
import { useEngines } from './engines.ts';
import { createLabState, currentRun, getLab, setLab } from './lab.ts';
import { dismissNotice } from './notices.ts';
import { deleteRun } from './runList.ts';
import { createScriptedEngine, type ScriptedEngine } from './scriptedEngine.ts';
import { openSettings, startLab } from './start.ts';
import { train } from './training.ts';

it('the lab works where nothing is kept, and says so once', async () => {
  setLab(createLabState(), true);
  const engines: ScriptedEngine[] = [];
  useEngines(() => {
    engines.push(createScriptedEngine());
    return engines.at(-1)!;
  });
  await openSettings();
  await startLab();
  const [notice, ...others] = getLab().notices;
  expect(others).toEqual([]);
  expect(notice!.text).toMatch(/nothing is kept/);
  dismissNotice(notice!.id);

  const done = train();
  await vi.waitFor(() => expect(engines[0]!.orders).toHaveLength(1));
  engines[0]!.advance(10);
  engines[0]!.finish();
  await done;
  const { id, status } = currentRun(getLab())!;
  expect(status).toBe('finished');
  expect(getLab().notices).toEqual([]);

  await deleteRun(id);
  expect(engines[0]!.forgotten).toEqual([id]);
  expect(getLab().notices.map(({ kind }) => kind)).toEqual(['info']);
});
