/** What the command line does with a study, in this process: its ways to run, and what it refuses. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { codeOf } from '../core/errors.ts';
import { readArguments, type RunCommand } from './studyArguments.ts';
import { readStudyFile, writeStudyFile } from './studyFile.ts';
import { mergeFiles } from './studyMerge.ts';
import { runCommand } from './studySession.ts';

const small = {
  title: 'A small study',
  base: {
    dataset: { id: 'where', options: {} },
    architecture: { id: 'mlp', options: { width: 8, layers: 1 } },
    ...{ trainingImages: 40, steps: 4, batchSize: 8 },
  },
  arms: [
    { label: 'Narrow', changes: {} },
    { label: 'Wide', changes: { architecture: { options: { width: 12 } } } },
  ],
  seeds: [1, 2],
};

let folder: string;
const at = (name: string) => join(folder, name);
const write = (name: string, content: object) => writeFile(at(name), JSON.stringify(content));

/** Names of files are those of the folder. */
function run(study: string, out: string, ...options: string[]) {
  const words = [at(study), '--out', at(out), '--threads', '1', ...options];
  const watching = { progress: vi.fn(), ended: vi.fn(), isStopAsked: () => false };
  return runCommand(readArguments(words) as RunCommand, watching);
}

/** By name. */
async function weightsIn(name: string) {
  const { runs } = (await readStudyFile(at(name)))!;
  return runs.map(({ name, final }) => [name, final!.weightsSha256]).toSorted();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'session-'));
  await write('study.json', small);
  await run('study.json', 'whole.json');
});
afterAll(() => rm(folder, { recursive: true }));

describe('a study comes to the same weights', () => {
  it('with two threads', async () => {
    await run('study.json', 'threads.json', '--threads', '2');
    expect(await weightsIn('threads.json')).toEqual(await weightsIn('whole.json'));
  });

  it('with two jobs side by side', async () => {
    await run('study.json', 'jobs.json', '--jobs', '2');
    expect(await weightsIn('jobs.json')).toEqual(await weightsIn('whole.json'));
  });

  it('in shards that are merged; shards that overlap are not', async () => {
    await run('study.json', 'a.json', '--shard', '1/2');
    await run('study.json', 'b.json', '--shard', '2/2');
    await mergeFiles([at('a.json'), at('b.json')], at('all.json'));
    expect(await weightsIn('all.json')).toEqual(await weightsIn('whole.json'));
    const overlap = mergeFiles([at('a.json'), at('whole.json')], at('not.json'));
    expect(await overlap.then(() => 'none', codeOf)).toBe('merge-overlap');
    expect(await readdir(folder)).not.toContain('not.json');
  });
});

it('a study grows by seeds, which is written down', async () => {
  await write('more.json', { ...small, seeds: [1, 2, 3] });
  await writeFile(at('grown.json'), await readFile(at('whole.json')));
  await run('more.json', 'grown.json', '--resume');
  const { study, runs } = (await readStudyFile(at('grown.json')))!;
  expect(runs).toHaveLength(6);
  expect(study.amendments).toMatchObject([
    { what: 'seed 3 added', endedRuns: 4, afterLooking: true },
  ]);
});

it('a run that failed and was repeated counts by its newest attempt alone', async () => {
  const { study, runs } = (await readStudyFile(at('whole.json')))!;
  const [first, ...others] = runs;
  const failed = { ...first!, status: 'failed', reason: 'out of memory', final: null } as const;
  await writeStudyFile(at('lost.json'), { study, runs: [failed, ...others] }, first!.app);
  const end = await run('study.json', 'lost.json', '--resume', '--repeat', 'failed');
  expect(end.runs.map(({ status }) => status)).toEqual(['failed', ...Array(4).fill('finished')]);
  expect(end.counted.map(({ status }) => status)).toEqual(Array(4).fill('finished'));
});

describe('what is wrong is said before anything is written', () => {
  const mlp = (options: object) => ({ ...small.base, architecture: { id: 'mlp', options } });
  it.each([
    ['no seeds', { ...small, seeds: [] }, 'illegal-plan'],
    ['an unknown system', { ...small, base: { architecture: { id: 'brain' } } }, /^unknown-/],
    ['an option out of range', { ...small, base: mlp({ width: -1 }) }, /illegal/],
    ['a million runs', { ...small, seeds: manySeeds() }, 'too-many-runs'],
    [
      'too few images',
      { ...small, base: { ...small.base, trainingImages: 20_000 } },
      'plan-faults',
    ],
    ['a plan of another version', { ...small, version: 2 }, 'unknown-plan-version'],
    ['files that are not there', withDataset('datasets/pets'), 'dataset-missing'],
    ['own files that nobody named', withDataset('own/0123456789abcdef'), 'dataset-missing'],
    ['a dataset that nobody fetched', withDataset('mnist'), 'dataset-missing'],
  ])('%s', async (_, study, code) => {
    await write('wrong.json', study);
    expect(await run('wrong.json', 'refused.json').then(() => 'none', codeOf)).toMatch(code);
    expect((await readdir(folder)).filter((name) => name.startsWith('refused'))).toEqual([]);
  });

  function manySeeds(): number[] {
    return Array.from({ length: 500_000 }, (_, seed) => seed);
  }

  function withDataset(id: string): object {
    return { ...small, base: { ...small.base, dataset: { id } } };
  }

  it('a folder that is not there, and a name that is taken', async () => {
    const codeOfRun = (out: string) => run('study.json', out).then(() => 'none', codeOf);
    expect(await codeOfRun('nowhere/results.json')).toBe('out-folder');
    expect(await codeOfRun('whole.json')).toBe('out-exists');
  });

  it('results that were edited by hand, or belong to another study or backend', async () => {
    const text = await readFile(at('whole.json'), 'utf8');
    const codeOfResumed = (study: string, ...options: string[]) =>
      run(study, 'edited.json', '--resume', ...options).then(() => 'none', codeOf);
    for (const [from, to] of [
      [/"testLoss": \d/, '"testLoss": 9'],
      [/,\s*"bodyCrc32": "[0-9a-f]+"/, ''],
    ] as const) {
      const edited = text.replace(from, to);
      expect(edited).not.toBe(text);
      await writeFile(at('edited.json'), edited);
      expect(await codeOfResumed('study.json')).toBe('results-edited');
      expect(await readFile(at('edited.json'), 'utf8')).toBe(edited);
    }
    await writeFile(at('edited.json'), text);
    await write('other.json', { ...small, base: { ...small.base, steps: 5 } });
    expect(await codeOfResumed('other.json')).toBe('other-study');
    expect(await codeOfResumed('study.json', '--backend', 'cpu')).toBe('backend-differs');
    expect(await readFile(at('edited.json'), 'utf8')).toBe(text);
  });
});

describe('datasets of the disk', () => {
  async function drawPets(dark: number): Promise<void> {
    for (const [name, base] of [
      ['cat', dark],
      ['dog', 200],
    ] as const) {
      await mkdir(at(`datasets/pets/${name}`), { recursive: true });
      for (let index = 0; index < 10; index++) {
        const data = new Uint8Array(64).map((_, pixel) => base + ((pixel * index) % 40));
        const png = encode({ width: 8, height: 8, data, channels: 1, depth: 8 });
        await writeFile(at(`datasets/pets/${name}/${index}.png`), png);
      }
    }
  }

  it('are named by their place, stand in the results by their images, and must stay the same', async () => {
    await drawPets(20);
    const withImages = (id: string) => ({
      ...small,
      base: { ...small.base, trainingImages: 8, dataset: { id } },
    });
    await write('pets.json', withImages('datasets/pets'));
    await run('pets.json', 'pets-results.json', '--jobs', '2');
    const { study, runs } = (await readStudyFile(at('pets-results.json')))!;
    const { id } = study.plan.base.dataset;
    expect(id).toMatch(/^own\/[0-9a-f]{16}$/);
    expect(runs.map(({ status }) => status)).toEqual(Array(4).fill('finished'));

    await drawPets(30);
    const codeOfResumed = (study: string, ...options: string[]) =>
      run(study, 'pets-results.json', '--resume', ...options).then(() => 'none', codeOf);
    expect(await codeOfResumed('pets.json')).toBe('other-study');
    await write('by-id.json', withImages(id));
    const named = ['--dataset', `${id}=${at('datasets/pets')}`];
    expect(await codeOfResumed('by-id.json', ...named)).toBe('dataset-differs');
    await drawPets(20);
    expect(await codeOfResumed('by-id.json', ...named)).toBe('none');
  });
});
