// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deleteStudy as deleteStored, listStudies, readStudyRuns } from '../storage/studies.ts';
import { readPlan } from '../studies/plan/readPlan.ts';
import { typedPlan } from '../studies/plan/testing.ts';
import { createScriptedEngine, type ScriptedEngine } from './scriptedEngine.ts';
import { createScriptedLocks } from './scriptedLocks.ts';

const plan = readPlan({ ...typedPlan, factors: [], seeds: [1] });

/** A page of its own over the same database, channel and locks. */
async function openTab() {
  vi.resetModules();
  const [{ useEngines: setEngines }, { startLab }, { getLab }, studies] = await Promise.all([
    import('./engines.ts'),
    import('./start.ts'),
    import('./lab.ts'),
    import('./studies.ts'),
  ]);
  const engines: ScriptedEngine[] = [];
  setEngines(() => {
    engines.push(createScriptedEngine());
    return engines.at(-1)!;
  });
  await startLab();
  return {
    ...studies,
    engines,
    atWork: () => engines.filter(({ isTraining }) => isTraining),
    view: () => getLab().studies,
    notice: () => getLab().notices.at(-1),
  };
}

/** What a tab hears by: closed with it. */
const channels: BroadcastChannel[] = [];

class TabChannel extends BroadcastChannel {
  #isClosed = false;

  constructor(name: string) {
    super(name);
    channels.push(this);
  }

  /** A tab that is closed says nothing more. */
  override postMessage(message: unknown): void {
    if (!this.#isClosed) super.postMessage(message);
  }

  override close(): void {
    this.#isClosed = true;
    super.close();
  }
}

beforeEach(async () => {
  for (const { study } of (await listStudies()).rows) await deleteStored(study.id);
  const navigator = { hardwareConcurrency: 1, userAgent: 'the test', locks: createScriptedLocks() };
  vi.stubGlobal('navigator', navigator);
  vi.stubGlobal('BroadcastChannel', TabChannel);
});
afterEach(() => {
  for (const channel of channels.splice(0)) channel.close();
  vi.unstubAllGlobals();
});

describe('of two tabs', () => {
  it('one trains and the other watches, and cannot train it, too', async () => {
    const here = await openTab();
    const there = await openTab();
    const id = (await here.newStudy(plan))!;
    await vi.waitFor(() => expect(there.view().list.map((each) => each.id)).toEqual([id]));
    await there.openStudy(id, 'queue');
    const done = here.startStudy(id);
    await vi.waitFor(() => expect(there.view().list[0]!.state).toBe('running in another tab'));
    await vi.waitFor(() => expect(here.atWork()).toHaveLength(1));
    await there.startStudy(id);
    expect(there.atWork()).toEqual([]);
    expect(there.notice()?.text).toContain('another tab');
    here.atWork()[0]!.finish();
    await vi.waitFor(() => expect(there.view().open?.runs).toHaveLength(1));
    await vi.waitFor(() => expect(there.view().list[0]!.ended).toBe(1));
    await vi.waitFor(() => expect(here.atWork()).toHaveLength(1));
    here.atWork()[0]!.finish();
    await done;
    await vi.waitFor(() => expect(there.view().list[0]!.state).toBe('finished'));
    await vi.waitFor(() => expect(there.view().open?.runs).toHaveLength(2));
  });

  it('the other may ask for a pause, and then go on itself', async () => {
    const here = await openTab();
    const there = await openTab();
    const id = (await here.newStudy(plan))!;
    const done = here.startStudy(id);
    await vi.waitFor(() => expect(here.atWork()).toHaveLength(1));
    const { runId } = here.atWork()[0]!.orders[0]!;
    await vi.waitFor(() => expect(there.view().list[0]?.state).toBe('running in another tab'));
    await there.pauseStudy(id);
    await done;
    await vi.waitFor(() => expect(there.view().list[0]!.state).toBe('paused'));
    void there.startStudy(id);
    await vi.waitFor(() => expect(there.atWork()).toHaveLength(1));
    expect(there.atWork()[0]!.orders[0]!.runId).toBe(runId);
    await vi.waitFor(() => expect(here.view().list[0]!.state).toBe('running in another tab'));
  });

  it('one that opens later sees what the other trains', async () => {
    const here = await openTab();
    const id = (await here.newStudy(plan))!;
    void here.startStudy(id);
    await vi.waitFor(() => expect(here.atWork()).toHaveLength(1));
    const there = await openTab();
    await vi.waitFor(() => expect(there.view().list[0]!.state).toBe('running in another tab'));
    expect(there.atWork()).toEqual([]);
  });

  it('one is offered to go on where the tab that trained is gone', async () => {
    const here = await openTab();
    const id = (await here.newStudy(plan))!;
    // A tab that dies does nothing more: only its lock is freed, by the browser.
    let die = () => {};
    const dead = new Promise<void>((resolve) => (die = resolve));
    void navigator.locks.request(`coordinet-lab/study/${id}`, {}, () => dead);
    const { changeStudy } = await import('../storage/studies.ts');
    await changeStudy(id, () => ({ wish: 'running' }));
    const there = await openTab();
    await vi.waitFor(() => expect(there.view().list[0]!.state).toBe('running in another tab'));
    die();
    await vi.waitFor(() => expect(there.notice()?.action?.label).toBe('Go on here'));
    expect(there.view().list[0]!.state).toBe('paused');
    void there.startStudy(id);
    await vi.waitFor(() => expect(there.atWork()).toHaveLength(1));
    expect(there.notice()?.action).toBeUndefined();
  });

  it('a study that one deletes is gone from the other', async () => {
    const here = await openTab();
    const there = await openTab();
    const id = (await here.newStudy(plan))!;
    await vi.waitFor(() => expect(there.view().list).toHaveLength(1));
    const done = there.startStudy(id);
    await vi.waitFor(() => expect(there.atWork()).toHaveLength(1));
    await here.deleteStudy(id);
    await done;
    await vi.waitFor(() => expect(there.view().list).toEqual([]));
    expect((await readStudyRuns(id)).runs).toEqual([]);
  });
});
