/**
 * What a study costs over bare training: the same specs trained by the engine alone, and as a study
 * with its journal and checkpoints on the disk, in turns, in one process.
 *
 *   npm run study-overhead -- [--rounds 5] [--seeds 4] [--steps 300] [--threads 1]
 *
 * Prints wall time and processor time of both, in the median of the rounds.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createStudyTrainer } from '../src/engine/studyTrainer.ts';
import { createDiskCheckpoints } from '../src/headless/diskCheckpoints.ts';
import { createNodeEngine } from '../src/headless/nodeEngine.ts';
import { environmentInNode, labInNode } from '../src/headless/nodeEnvironment.ts';
import { openJournal } from '../src/headless/studyJournal.ts';
import { cellsOf } from '../src/studies/plan/cells.ts';
import { readPlan } from '../src/studies/plan/readPlan.ts';
import { runStudy } from '../src/studies/running/runStudy.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seeds: { type: 'string', default: '4' },
    steps: { type: 'string', default: '300' },
    threads: { type: 'string', default: '1' },
  },
});
const plan = readPlan({
  title: 'Overhead',
  base: { trainingImages: 300, steps: Number(values.steps) },
  arms: [
    { label: 'CNN', changes: { architecture: { id: 'cnn' }, batchSize: 32 } },
    { label: 'MLP', changes: { architecture: { id: 'mlp' } } },
  ],
  seeds: Array.from({ length: Number(values.seeds) }, (_, i) => i + 1),
});
const study = {
  ...{ id: '0'.repeat(16), plan, amendments: [], lookedAt: null },
  createdAt: new Date().toISOString(),
};
const folder = await mkdtemp(join(tmpdir(), 'study-overhead-'));
const threads = Number(values.threads);
const bareEngine = createNodeEngine({ threads });
const studyEngine = createNodeEngine({ threads, checkpoints: createDiskCheckpoints(folder) });
await bareEngine.open('wasm');
const environment = environmentInNode(await studyEngine.open('wasm'));

async function trainBare(): Promise<void> {
  for (const [place, { spec }] of cellsOf(plan, []).cells.entries()) {
    const runId = `bare-${place}`;
    const end = await bareEngine.train({ runId, spec, untilStep: spec.steps }, () => {});
    if (end.outcome !== 'finished') throw new Error(end.outcome);
    await bareEngine.forget(runId);
  }
}

async function trainStudy(): Promise<void> {
  const path = join(folder, 'journal');
  const journal = await openJournal(path, { study, runs: [] });
  await runStudy(
    { study, runs: [] },
    {
      trainers: [createStudyTrainer(studyEngine, environment)],
      keep: (run) => journal.keep(run),
      report: () => {},
      isStopAsked: () => false,
      now: () => performance.now(),
      date: () => new Date().toISOString(),
      app: labInNode(),
    },
  );
  await journal.close();
  await rm(path);
}

interface Cost {
  readonly wallMs: number;
  readonly processorMs: number;
}

async function costOf(work: () => Promise<void>): Promise<Cost> {
  const began = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wallMs: performance.now() - began, processorMs: (user + system) / 1000 };
}

const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[list.length >> 1]!;

await trainBare(); // loads the images, compiles
await trainStudy();
const rounds: { bare: Cost; study: Cost }[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  rounds.push({ bare: await costOf(trainBare), study: await costOf(trainStudy) });
}
for (const kind of ['wallMs', 'processorMs'] as const) {
  const bare = median(rounds.map((round) => round.bare[kind]));
  const whole = median(rounds.map((round) => round.study[kind]));
  const shares = rounds.map((round) => round.study[kind] / round.bare[kind] - 1);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  console.log(
    `${kind}: bare ${bare.toFixed(0)}, study ${whole.toFixed(0)}; overhead ${percent(median(shares))} (${shares.map(percent).join(', ')})`,
  );
}
await rm(folder, { recursive: true });
process.exit(0);
