/** What the command line asks for. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { LabError, messageOf } from '../core/errors.ts';
import type { BackendId } from '../engine/engine.ts';
import type { Shard } from '../studies/plan/shards.ts';

/** WebGL is a browser's. */
const backends = ['wasm', 'webgpu', 'cpu'] as const satisfies readonly BackendId[];

export const USAGE = `npm run study -- study.json --out results.json   runs a study

  --resume              goes on with what is in results.json; begins where there is nothing
  --jobs N              runs N runs side by side (1)
  --threads N           threads of each (all cores, divided by the jobs)
  --backend NAME        one of ${backends.join(', ')} (wasm)
  --shard I/N           one of N parts, for several machines
  --repeat failed       trains failed runs once more; also: diverged
  --dataset NAME=PATH   files of a dataset that study.json names

npm run study -- --merge a.json b.json --out all.json   puts shards together
npm run study -- --ready NAME [--small] --print         writes a ready study's file
npm run study -- --ready NAME [--small] --out results.json
npm run study -- --ready list                           names the ready studies`;

export interface RunCommand {
  readonly kind: 'run';
  /** A study's file, or the name of a ready one. */
  readonly source: { readonly file: string } | ReadyChoice;
  readonly out: string;
  readonly isResumed: boolean;
  readonly jobs: number;
  readonly threads: number;
  readonly backend: BackendId;
  readonly shard: Shard;
  /** States whose runs are trained once more. */
  readonly repeated: readonly Repeatable[];
  /** By the name that the plan has for them. */
  readonly datasets: ReadonlyMap<string, string>;
}

export interface ReadyChoice {
  readonly ready: string;
  readonly size: 'whole' | 'small';
}

const repeatable = ['failed', 'diverged'] as const;
export type Repeatable = (typeof repeatable)[number];

export type StudyCommand =
  | RunCommand
  | { readonly kind: 'merge'; readonly files: readonly string[]; readonly out: string }
  | ({ readonly kind: 'print' } & ReadyChoice)
  | { readonly kind: 'list' }
  | { readonly kind: 'help' };

/** Throws a LabError for what it does not understand. */
export function readArguments(words: readonly string[]): StudyCommand {
  const { values, positionals } = parse(words);
  if (values.help) return { kind: 'help' };
  if (values.ready === 'list') return { kind: 'list' };
  const size = values.small ? 'small' : 'whole';
  if (values.print) {
    if (values.ready === undefined)
      throw usage('--print without --ready', 'a ready study to print');
    return { kind: 'print', ready: values.ready, size };
  }
  const { out } = values;
  if (out === undefined)
    throw usage('no --out', 'a file for the results, as in --out results.json');
  if (values.merge) {
    if (positionals.length < 2) throw usage('fewer than two files to merge', 'two or more');
    return { kind: 'merge', files: positionals, out };
  }
  const jobs = readCount(values.jobs ?? '1', '--jobs');
  const threads = Math.max(1, Math.floor(availableParallelism() / jobs));
  return {
    kind: 'run',
    source: sourceOf(values.ready, size, positionals),
    ...{ out, jobs, isResumed: values.resume },
    threads: values.threads === undefined ? threads : readCount(values.threads, '--threads'),
    backend: readOneOf(values.backend, backends, '--backend'),
    shard: readShard(values.shard),
    repeated: values.repeat.map((state) => readOneOf(state, repeatable, '--repeat')),
    datasets: new Map(values.dataset.map(readDataset)),
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        resume: { type: 'boolean', default: false },
        jobs: { type: 'string' },
        threads: { type: 'string' },
        backend: { type: 'string', default: 'wasm' },
        shard: { type: 'string', default: '1/1' },
        repeat: { type: 'string', multiple: true, default: [] },
        dataset: { type: 'string', multiple: true, default: [] },
        merge: { type: 'boolean', default: false },
        ready: { type: 'string' },
        small: { type: 'boolean', default: false },
        print: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw usage(messageOf(error), 'the options that --help lists');
  }
}

function sourceOf(
  ready: string | undefined,
  size: ReadyChoice['size'],
  files: readonly string[],
): RunCommand['source'] {
  const [file, ...others] = files;
  if (ready !== undefined && file === undefined) return { ready, size };
  if (ready === undefined && file !== undefined && others.length === 0) return { file };
  throw usage(
    ready === undefined ? `${files.length} files` : `--ready beside ${file}`,
    'one study: its file, or the name of a ready one',
  );
}

function readCount(text: string, name: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 256) return count;
  throw usage(`${name} ${text}`, `${name} with a whole number from 1 to 256`);
}

function readOneOf<Word extends string>(text: string, words: readonly Word[], name: string): Word {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw usage(`${name} ${text}`, `${name} with one of ${words.join(', ')}`);
}

function readShard(text: string): Shard {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index >= 1 && shard.index <= shard.count) return shard;
  throw usage(`--shard ${text}`, '--shard with one of so many, as in 1/3');
}

function readDataset(text: string): [name: string, path: string] {
  const at = text.indexOf('=');
  if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)];
  throw usage(`--dataset ${text}`, '--dataset with a name and its files, as in pets=folder/pets');
}

const usage = (found: string, expected: string) =>
  new LabError('usage', { found, expected, fix: 'see npm run study -- --help' });
