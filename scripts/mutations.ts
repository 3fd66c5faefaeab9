/**
 * `npm run mutations`: valid files of every format, damaged at random, through the whole import.
 * Each must be answered by a LabError or by a dataset: the original one where checksums cover the
 * files, one that is sound in itself elsewhere. Never by another exception, never by silence.
 *
 *   npm run mutations -- --count 100000 --seed 1
 *   npm run mutations -- --seed 1 --only 4711     one of them, with its answer
 */
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { tryMutation, type Outcome } from './mutations/mutate.ts';

/** Seconds after which one import counts as hanging. */
const HANG = 30;
const SHOWN_FAULTS = 20;

export interface MutationRun {
  /** By sample, then by answer. */
  readonly answers: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly faults: readonly (Outcome & { readonly index: number })[];
  readonly slowest: { readonly index: number; readonly milliseconds: number };
}

export async function runMutations(
  seed: number,
  indices: Iterable<number>,
  started: (index: number) => void = () => {},
): Promise<MutationRun> {
  const answers = new Map<string, Map<string, number>>();
  const faults: (Outcome & { index: number })[] = [];
  let slowest = { index: -1, milliseconds: 0 };
  for (const index of indices) {
    started(index);
    const begin = performance.now();
    const outcome = await tryMutation(seed, index);
    const milliseconds = performance.now() - begin;
    if (milliseconds > slowest.milliseconds) slowest = { index, milliseconds };
    if (outcome.fault) faults.push({ ...outcome, index });
    const counts = answers.get(outcome.sample.name) ?? new Map<string, number>();
    counts.set(outcome.answer, (counts.get(outcome.answer) ?? 0) + 1);
    answers.set(outcome.sample.name, counts);
  }
  return { answers, faults, slowest };
}

/** An import that hangs blocks this thread; another one ends the process, and says which it was. */
function watch(): { started(index: number): void; end(): Promise<number> } {
  const current = new Int32Array(new SharedArrayBuffer(4));
  const code = `
    const { workerData: { current, seconds } } = require('node:worker_threads');
    let [seen, since] = [-1, Date.now()];
    setInterval(() => {
      const index = Atomics.load(current, 0);
      if (index !== seen) [seen, since] = [index, Date.now()];
      if (Date.now() - since < 1000 * seconds) return;
      require('node:fs').writeSync(2, 'mutation ' + index + ' hangs\\n');
      process.kill(process.pid, 'SIGKILL'); // a blocked thread hears no other
    }, 500);`;
  const worker = new Worker(code, { eval: true, workerData: { current, seconds: HANG } });
  return {
    started: (index) => void Atomics.store(current, 0, index),
    end: () => worker.terminate(),
  };
}

function report({ answers, faults, slowest }: MutationRun): void {
  for (const [sample, counts] of answers) {
    const sorted = [...counts].sort(([, a], [, b]) => b - a);
    console.log(`${sample}: ${sorted.map(([answer, count]) => `${answer} ${count}`).join(', ')}`);
  }
  console.log(`slowest: mutation ${slowest.index}, ${slowest.milliseconds.toFixed(0)} ms`);
  for (const { index, sample, fault } of faults.slice(0, SHOWN_FAULTS)) {
    console.error(`mutation ${index} of ${sample.name}: ${fault}`);
  }
  console.log(`${faults.length} faults`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '2000' },
      first: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
    },
  });
  const seed = Number(values.seed);
  if (values.only !== undefined) {
    console.log(await tryMutation(seed, Number(values.only)));
    return;
  }
  const first = Number(values.first);
  const indices = Array.from({ length: Number(values.count) }, (_, index) => first + index);
  const watcher = watch();
  const run = await runMutations(seed, indices, watcher.started);
  await watcher.end();
  report(run);
  process.exitCode = run.faults.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
