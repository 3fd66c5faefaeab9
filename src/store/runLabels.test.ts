// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { listRuns, putRuns } from '../storage/runs.ts';
import { someRun } from '../storage/testing.ts';
import { createLabState, findRun, getLab, setLab } from './lab.ts';
import { checkAllFound, checkUpTo, lookThrough, toggleChecked } from './runChoice.ts';
import { addTags, renameRun, tagRun, tagsIn, writeNotes } from './runLabels.ts';

const ids = ['a', 'b', 'c', 'd'];
const checked = () => getLab().list.checkedIds;

/** A net, not a measure of speed: what is stored follows within a second or two. */
const until = <Value>(check: () => Value | Promise<Value>) =>
  vi.waitFor(check, { timeout: 30_000 });

beforeEach(async () => {
  const runs = ids.map((id) => someRun(id, { name: `run ${id}`, tags: [], notes: '' }));
  await putRuns(runs);
  setLab({ ...createLabState(), runs }, true);
});

describe('what a person writes on a run', () => {
  it('is kept at once', async () => {
    renameRun('a', '  the one  with max ');
    writeNotes('a', 'first line\nsecond line\n');
    tagRun('a', tagsIn('fast, , fast,to   check'));
    expect(findRun('a')).toMatchObject({ notes: 'first line\nsecond line' });
    expect(findRun('a')!.tags).toEqual(['fast', 'to check']);
    await until(async () => {
      const kept = (await listRuns()).runs.find(({ id }) => id === 'a');
      expect(kept).toEqual(findRun('a'));
      expect(kept!.name).toMatch(/^the one +with max$/);
    });
  });
  it('never is no name at all', () => {
    renameRun('a', '   ');
    expect(findRun('a')!.name).toBe('run a');
  });
  it('goes onto several runs', () => {
    tagRun('b', ['old']);
    addTags(['a', 'b'], ['new']);
    expect(findRun('a')!.tags).toEqual(['new']);
    expect(findRun('b')!.tags).toEqual(['old', 'new']);
    expect(findRun('c')!.tags).toEqual([]);
  });
});

describe('ticking runs', () => {
  it('takes a range as the list shows it, the newest first', () => {
    toggleChecked('c');
    checkUpTo('a');
    expect(new Set(checked())).toEqual(new Set(['a', 'b', 'c']));
    expect(checked().at(-1)).toBe('a');
    toggleChecked('b');
    expect(new Set(checked())).toEqual(new Set(['a', 'c']));
  });
  it('takes all that were found', () => {
    lookThrough({ search: 'run b' });
    checkAllFound();
    expect(checked()).toEqual(['b']);
  });
});
