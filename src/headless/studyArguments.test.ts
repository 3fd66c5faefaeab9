import { describe, expect, it } from 'vitest';
import { codeOf } from '../core/errors.ts';
import { readArguments } from './studyArguments.ts';

const read = (line: string) => readArguments(line.split(' '));
const codeOfReading = (line: string): string | undefined => {
  try {
    read(line);
  } catch (error) {
    return codeOf(error);
  }
};

it('runs a study on WASM, one run after another, unless told otherwise', () => {
  expect(read('study.json --out results.json')).toMatchObject({
    ...{ kind: 'run', source: { file: 'study.json' }, out: 'results.json' },
    ...{ isResumed: false, jobs: 1, backend: 'wasm', shard: { index: 1, count: 1 } },
  });
});

it('hears every option', () => {
  const line =
    'study.json --out r.json --resume --jobs 3 --threads 2 --backend cpu --shard 2/4 --repeat failed --repeat diverged --dataset pets=a/b=c';
  expect(read(line)).toMatchObject({
    ...{ isResumed: true, jobs: 3, threads: 2, backend: 'cpu', shard: { index: 2, count: 4 } },
    repeated: ['failed', 'diverged'],
    datasets: new Map([['pets', 'a/b=c']]),
  });
});

it('merges, prints, lists and helps', () => {
  expect(read('--merge a.json b.json --out all.json')).toEqual({
    ...{ kind: 'merge', files: ['a.json', 'b.json'], out: 'all.json' },
  });
  expect(read('--ready typefaces --small --print')).toEqual({
    ...{ kind: 'print', ready: 'typefaces', size: 'small' },
  });
  expect(read('--ready typefaces --out r.json')).toMatchObject({
    ...{ kind: 'run', source: { ready: 'typefaces', size: 'whole' } },
  });
  expect(read('--ready list').kind).toBe('list');
  expect(read('--help').kind).toBe('help');
});

describe('refuses', () => {
  it.each([
    'study.json',
    '--out results.json',
    'a.json b.json --out r.json',
    'a.json --ready typefaces --out r.json',
    '--merge a.json --out all.json',
    '--print',
    's.json --out r.json --jobs 0',
    's.json --out r.json --jobs two',
    's.json --out r.json --threads 1.5',
    's.json --out r.json --backend webgl',
    's.json --out r.json --shard 0/3',
    's.json --out r.json --shard 4/3',
    's.json --out r.json --repeat finished',
    's.json --out r.json --dataset pets',
    's.json --out r.json --colour red',
  ])('%s', (line) => {
    expect(codeOfReading(line)).toBe('usage');
  });
});
