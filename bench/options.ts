/** What the command line asks of the bench; whatever it cannot mean is answered with what it may. */
import { availableParallelism } from 'node:os';
import { LabError } from '../src/core/errors.ts';
import { cases } from './cases/index.ts';
import { backendNames, type BackendName } from './contenders/contender.ts';
import type { Place, RowPlan } from './row.ts';

export interface BenchOptions {
  readonly cases: readonly string[];
  readonly backends: readonly BackendName[];
  readonly batches: readonly number[];
  readonly threads: readonly number[];
  readonly places: readonly Place[];
  /** Samples of each contender that are measured. */
  readonly steps: number;
  readonly json: string | null;
  readonly markdown: boolean;
  readonly growth: boolean;
}

export const help = `npm run bench -- [options]

  --cases a,b        ${cases.map(({ id }) => id).join(', ')}
  --backends a,b     ${backendNames.join(', ')}; without it wasm
                     webgpu-null counts and times commands that nothing carries out
  --batches a,b      without it 32,128; siren always has its 4,096 points
  --threads a,b      of WASM and PyTorch: numbers or "all"; without it 1
  --in a,b           node, chromium; without it node, and chromium for webgl
  --steps N          samples of each contender; without it 5
  --json FILE        writes the rows
  --markdown         prints the table as Markdown
  --growth           the lab's step over batch, pixels and width instead; writes docs/growth.svg`;

const places: readonly Place[] = ['node', 'chromium'];
const allThreads = availableParallelism();

/** Throws a LabError that lists what is possible. */
export function readOptions(words: readonly string[]): BenchOptions {
  const given = readWords(words);
  return {
    cases: chosen(
      given,
      'cases',
      cases.map(({ id }) => id),
    ),
    backends: chosen(given, 'backends', backendNames, ['wasm']),
    batches: numbers(given, 'batches', [32, 128]),
    threads: numbers(given, 'threads', [1], allThreads),
    places: chosen(given, 'in', places, ['node']),
    steps: numbers(given, 'steps', [5])[0]!,
    json: given.get('json') ?? null,
    markdown: given.has('markdown'),
    growth: given.has('growth'),
  };
}

const valued = ['cases', 'backends', 'batches', 'threads', 'in', 'steps', 'json'];
const switches = ['markdown', 'growth'];

function readWords(words: readonly string[]): Map<string, string> {
  const given = new Map<string, string>();
  for (let i = 0; i < words.length; i++) {
    const [, name = '', ownValue] = /^--([a-z]+)(?:=(.*))?$/.exec(words[i]!) ?? [];
    if (switches.includes(name) && ownValue === undefined) {
      given.set(name, '');
      continue;
    }
    if (!valued.includes(name)) throw refusal(`"${words[i]}"`, optionList());
    const value = ownValue ?? words[++i];
    if (!value || value.startsWith('--')) throw refusal(`--${name} without a value`, optionList());
    given.set(name, value);
  }
  return given;
}

const optionList = () => `one of ${[...valued, ...switches].map((name) => `--${name}`).join(', ')}`;

function refusal(found: string, expected: string): LabError {
  return new LabError('bench-option', { found, expected, fix: 'see npm run bench -- --help' });
}

function chosen<Name extends string>(
  given: ReadonlyMap<string, string>,
  option: string,
  possible: readonly Name[],
  otherwise: readonly Name[] = possible,
): readonly Name[] {
  const text = given.get(option);
  if (text === undefined) return otherwise;
  const names = text.split(',');
  const wrong = names.find((name) => !possible.includes(name as Name));
  if (wrong !== undefined) {
    throw refusal(`"${wrong}" in --${option}`, `some of ${possible.join(', ')}`);
  }
  return possible.filter((name) => names.includes(name));
}

const LARGEST = 4096;

function numbers(
  given: ReadonlyMap<string, string>,
  option: string,
  otherwise: readonly number[],
  all?: number,
): readonly number[] {
  const text = given.get(option);
  if (text === undefined) return otherwise;
  const read = text.split(',').map((word) => (word === 'all' && all ? all : Number(word)));
  if (read.some((value) => !Number.isInteger(value) || value < 1 || value > LARGEST)) {
    const orAll = all ? ' or "all"' : '';
    throw refusal(`--${option} ${text}`, `whole numbers from 1 to ${LARGEST}${orAll}`);
  }
  return [...new Set(read)].sort((a, b) => a - b);
}

/** The rows that these options ask for, in the order in which they are measured. */
export function planRows({ batches, threads, ...asked }: BenchOptions): RowPlan[] {
  const rows = asked.backends.flatMap((backend) =>
    placesOf(backend, asked.places).flatMap((place) =>
      (backend === 'wasm' ? threads : [1]).flatMap((count) =>
        cases
          .filter(({ id }) => asked.cases.includes(id))
          .flatMap(({ id, onlyBatch }) =>
            (onlyBatch ? [onlyBatch] : batches).map((batch) => ({
              case: id,
              place,
              backend,
              threads: count,
              batch,
            })),
          ),
      ),
    ),
  );
  if (rows.length > 0) return rows;
  throw refusal(
    `${asked.backends.join(', ')} in ${asked.places.join(', ')}`,
    'webgl in chromium, webgpu-null in node',
  );
}

/** WebGL needs a browser, a device that does nothing is Dawn's in Node. */
function placesOf(backend: BackendName, asked: readonly Place[]): readonly Place[] {
  if (backend === 'webgl') return ['chromium'];
  if (backend === 'webgpu-null') return ['node'];
  return asked;
}
