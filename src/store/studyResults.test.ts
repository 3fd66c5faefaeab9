// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { File as WholeFile } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readResults } from '../storage/resultFile.ts';
import { deleteStudy as deleteStored, listStudies, readStudyRuns } from '../storage/studies.ts';
import { typedPlan } from '../studies/plan/testing.ts';
import { useEngines } from './engines.ts';
import { createLabState, getLab, setLab } from './lab.ts';
import { importResults } from './results.ts';
import * as saving from './saveFile.ts';
import { createScriptedEngine, type ScriptedEngine } from './scriptedEngine.ts';
import { startLab, takeAction } from './start.ts';
import { addSeedsTo, changeDraft, openOnClassify, planLink, repeatLost } from './studies.ts';
import { openLink } from './openLink.ts';
import { exportStudy } from './studyResults.ts';

const fixture = readFileSync('src/storage/fixtures/study-v4.json', 'utf8');
const file = (text: string, name = 'study.json') => new WholeFile([text], name) as unknown as File; // jsdom's cannot be read
const listing = () => getLab().studies.list[0]!;
const notice = () => getLab().notices.at(-1);

let engines: ScriptedEngine[];
const atWork = () => engines.slice(1).filter(({ isTraining }) => isTraining);

beforeEach(async () => {
  for (const { study } of (await listStudies()).rows) await deleteStored(study.id);
  vi.stubGlobal('navigator', { hardwareConcurrency: 1, userAgent: 'the test' });
  setLab(createLabState(), true);
  engines = [];
  useEngines(() => {
    engines.push(createScriptedEngine());
    return engines.at(-1)!;
  });
  await startLab();
});
afterEach(() => vi.restoreAllMocks());

/** As the scripted engine's images are. */
const trainedHere = fixture.replaceAll('cd'.repeat(32), 'ab'.repeat(32));

describe('a results file with a study', () => {
  it('opens as a study, and comes out as it was', async () => {
    await importResults(file(fixture));
    const { id } = listing();
    expect(listing()).toMatchObject({ state: 'finished', ended: 4, all: 4 });
    expect(getLab().view.kind).toBe('studies');
    expect(getLab().runs).toEqual([]);
    const { open, openId, tab } = getLab().studies;
    expect([openId, tab, open!.runs.length]).toEqual([id, 'results', 5]);
    const save = vi.spyOn(saving, 'saveText').mockImplementation(() => {});
    await exportStudy(open!);
    const again = await readResults(save.mock.calls[0]![0]);
    const before = await readResults(fixture);
    expect(again.study).toEqual(before.study);
    expect(again.runs).toEqual(before.runs);
    expect(again.analysis!.comparisons).toEqual(before.analysis!.comparisons);
  });

  it('adds nothing the second time', async () => {
    await importResults(file(fixture));
    await importResults(file(fixture));
    expect(getLab().studies.list).toHaveLength(1);
    expect((await readStudyRuns(listing().id)).runs).toHaveLength(5);
    expect(notice()?.text).toContain('5 of them were here already');
  });

  it('is said to have been changed where it was', async () => {
    await importResults(file(fixture.replace('"testAccuracy": 0.7,', '"testAccuracy": 0.9,')));
    expect(notice()?.text).toContain('changed after the lab wrote it');
  });

  it('gets more seeds, which are trained then and written down as after looking', async () => {
    await importResults(file(trainedHere));
    await addSeedsTo(listing().id, [3]);
    expect(listing()).toMatchObject({ state: 'paused', ended: 4, all: 6, seeds: 3 });
    expect(getLab().studies.open!.study.amendments).toMatchObject([
      { what: 'seed 3 added', endedRuns: 5, afterLooking: true },
    ]);
    await addSeedsTo(listing().id, [3]);
    expect(notice()?.kind).toBe('error');
  });

  it('has its lost runs repeated, and only these', async () => {
    const lost = JSON.parse(trainedHere) as { runs: object[]; bodyCrc32?: string };
    lost.runs.splice(4, 1); // the attempt that finished after one that diverged
    await importResults(file(JSON.stringify(lost)));
    const { id } = listing();
    expect(listing()).toMatchObject({ state: 'finished', ended: 4 });
    await repeatLost(id);
    await vi.waitFor(() => expect(atWork()).toHaveLength(1));
    expect(listing()).toMatchObject({ state: 'running here', ended: 3 });
    atWork()[0]!.finish();
    await vi.waitFor(() => expect(listing().state).toBe('finished'));
    const { runs } = await readStudyRuns(id);
    expect(runs.map(({ status }) => status).slice(3)).toEqual(['diverged', 'finished']);
    expect(runs[4]!.spec).toEqual(runs[3]!.spec);
    expect(runs[4]!.id).not.toBe(runs[3]!.id);
  });

  it('does not go on with other images', async () => {
    await importResults(file(fixture));
    await addSeedsTo(listing().id, [3]);
    const { startStudy } = await import('./studies.ts');
    await startStudy(listing().id);
    expect(notice()?.text).toContain('other images');
    expect(listing()).toMatchObject({ state: 'paused', ended: 4 });
  });

  it('lends a run’s settings to Classify', async () => {
    await importResults(file(fixture));
    const run = getLab().studies.open!.runs[1]!;
    openOnClassify(run);
    expect(getLab().view.kind).toBe('bench');
    expect(getLab().draft).toEqual(run.spec);
  });
});

describe('a plan that comes in', () => {
  it('as a file is put where plans are written, and the one before can be had back', async () => {
    await importResults(file(JSON.stringify(typedPlan)));
    const first = getLab().studies.draft!;
    expect(first).toMatchObject({ title: typedPlan.title, version: 1 });
    expect(getLab().view.kind).toBe('studies');
    await importResults(file(JSON.stringify({ ...typedPlan, title: 'Another' })));
    expect(getLab().studies.draft!.title).toBe('Another');
    takeAction(notice()!.action!.does);
    expect(getLab().studies.draft).toEqual(first);
  });

  it('with a fault is refused by the name of the file', async () => {
    await importResults(file(JSON.stringify({ ...typedPlan, seeds: [] }), 'mine.json'));
    expect(notice()?.text).toContain('seeds');
    expect(getLab().studies.draft).toBeNull();
  });

  it('as a link is the same plan', async () => {
    await importResults(file(JSON.stringify(typedPlan)));
    const plan = getLab().studies.draft!;
    const link = await planLink(plan);
    expect(link.length).toBeLessThan(2000);
    changeDraft(null);
    openLink(`#${link}`);
    await vi.waitFor(() => expect(getLab().studies.draft).toEqual(plan));
    openLink(`#${link.slice(0, -40)}`);
    await vi.waitFor(() => expect(notice()?.kind).toBe('error'));
  });
});
