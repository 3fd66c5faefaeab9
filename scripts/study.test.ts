/** The command line as a person uses it: real processes, Ctrl-C, kills, and a file that is read back. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readStudyFile } from '../src/headless/studyFile.ts';
import { readResults } from '../src/storage/resultFile.ts';
import { runWithKills, spawnStudy, substanceOf } from './studyKilling.ts';

const SLOW = 240_000;

const small = {
  title: 'A small study',
  question: 'Does the command line run it?',
  base: {
    dataset: { id: 'where', options: {} },
    architecture: { id: 'mlp', options: { width: 8, layers: 1 } },
    ...{ trainingImages: 40, steps: 400, batchSize: 8 },
  },
  arms: [
    { label: 'Narrow', changes: {} },
    { label: 'Wide', changes: { architecture: { options: { width: 12 } } } },
  ],
  seeds: [1, 2],
};

let folder: string;
const at = (name: string) => join(folder, name);
const call = (...words: string[]) => spawnStudy(words).ended;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'study-'));
  await writeFile(at('study.json'), JSON.stringify(small));
  const { code, said } = await call(at('study.json'), '--out', at('whole.json'), '--threads', '1');
  expect(said).toContain('4/4 Wide · seed 2: ');
  expect(code).toBe(0);
}, SLOW);
afterAll(() => rm(folder, { recursive: true }));

it('leaves results that the page opens: runs, study, analysis, and nothing besides', async () => {
  const file = new File([await readFile(at('whole.json'))], 'whole.json');
  const { runs, study, analysis, isEdited } = await readResults(file);
  expect(isEdited).toBe(false);
  expect(study!.plan.title).toBe('A small study');
  expect(study!.lookedAt).not.toBeNull();
  expect(runs.map(({ status }) => status)).toEqual(Array(4).fill('finished'));
  expect(analysis!.cells.map(({ arm, seeds }) => [arm, seeds])).toEqual([
    ['Narrow', [1, 2]],
    ['Wide', [1, 2]],
  ]);
  expect((await readdir(folder)).filter((name) => name.startsWith('whole'))).toEqual([
    'whole.json',
  ]);
});

it(
  'is interrupted by Ctrl-C, says how it goes on, and goes on to the same end',
  async () => {
    const words = [at('study.json'), '--out', at('paused.json'), '--threads', '1'];
    const first = spawnStudy(words);
    await first.saying(/^1\/4 /m);
    first.kill('SIGINT');
    const { code, said } = await first.ended;
    expect(code).toBe(130);
    expect(said).toContain('--resume');
    const { runs } = (await readStudyFile(at('paused.json')))!;
    expect(runs.length).toBeGreaterThan(0);
    expect(runs.length).toBeLessThan(4);

    const again = await call(...words);
    expect(again.code).toBe(2);
    expect(again.said).toContain('--resume');
    const resumed = await call(...words, '--resume');
    expect(resumed.code).toBe(0);
    expect(resumed.said).not.toContain(runs[0]!.name);
    expect(await substanceOf(at('paused.json'))).toEqual(await substanceOf(at('whole.json')));
  },
  SLOW,
);

it(
  'survives kills: nothing that ended is lost, nothing counted twice, the same end',
  async () => {
    const { faults } = await runWithKills({
      ...{ study: at('study.json'), out: at('killed.json'), jobs: 1 },
      ...{ kills: 2, seed: 5, longestMs: 5000 },
    });
    expect(faults.filter((fault) => !fault.includes('came too late'))).toEqual([]);
    expect(await substanceOf(at('killed.json'))).toEqual(await substanceOf(at('whole.json')));
  },
  SLOW,
);

it('says what is wrong, ends with 2 and writes nothing', async () => {
  await writeFile(at('torn.json'), '{ "title": "A small stu');
  const { code, said } = await call(at('torn.json'), '--out', at('refused.json'));
  expect(said).toMatch(/^Found .* line 1, .*; expected .* To do: /s);
  expect(code).toBe(2);
  expect((await readdir(folder)).filter((name) => name.startsWith('refused'))).toEqual([]);
});
