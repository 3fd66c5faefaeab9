/**
 * How long the Robustness page waits: for a slider that moves, for the whole test set through a viewing
 * and for all fifteen corruptions, asked of five runs at once.
 *
 *   npx tsx scripts/robustness/speed.ts [<folder of image files>] [--threads 1] [--only sliders,surveys,corruptions]
 *
 * Images are MNIST's where ../shared/data/mnist-10k lies. The models are the lab's defaults after one
 * step: what they answer is worth nothing, and takes as long as what they answer in the end.
 *
 * Beside what a clock shows stands what the processor was busy with it, on all threads: that is what
 * the clock shows where nothing else runs, with one thread.
 */
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { SystemChoice } from '../../src/core/system.ts';
import type { AskedRun } from '../../src/engine/survey.ts';
import { createNodeEngine } from '../../src/headless/nodeEngine.ts';
import {
  createMemoryDatasets,
  createNodeLibrary,
  importFromDisk,
} from '../../src/headless/nodeLibrary.ts';
import { createDefaultSpec } from '../../src/training/specs.ts';
import { plainViewing, type Viewing } from '../../src/training/viewing.ts';
import { mnistC } from '../../src/transforms/mnistC.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    threads: { type: 'string', default: '1' },
    only: { type: 'string', default: 'sliders,surveys,corruptions' },
    runs: { type: 'string', default: 'coordinet-max,coordinet-sum,mlp,cnn,coordconv-cnn' },
  },
});
const MNIST = fileURLToPath(new URL('../../../shared/data/mnist-10k/', import.meta.url));
const TEST_IMAGES = 2000;
const MOVES = 25;

const datasets = createMemoryDatasets();
const engine = createNodeEngine({ datasets, threads: Number(values.threads) });
const status = await engine.open('wasm');
const dataset = await importFromDisk(createNodeLibrary(datasets), [positionals[0] ?? MNIST]);

const choice = (id: string, options: SystemChoice['options'] = {}): SystemChoice => ({
  id,
  options,
});
const architectures: Record<string, SystemChoice> = {
  'coordinet-max': choice('coordinet', { pooling: 'max' }),
  'coordinet-sum': choice('coordinet', { pooling: 'sum' }),
  mlp: choice('mlp'),
  cnn: choice('cnn'),
  'coordconv-cnn': choice('coord-conv-cnn'),
};
const runs = values.runs.split(',').map((runId): AskedRun => {
  const base = createDefaultSpec();
  const architecture = architectures[runId]!;
  const encoding = architecture.id === 'coordinet' ? base.encoding : null;
  const spec = { ...base, dataset: choice(dataset.id), trainingImages: dataset.trainCount };
  return { runId, spec: { ...spec, architecture, encoding } };
});
for (const { runId, spec } of runs) await engine.train({ runId, spec, untilStep: 1 }, () => {});

const seen = (...changes: SystemChoice[]): Viewing => ({ ...plainViewing, changes });
const told = (viewing: Viewing): Viewing => ({ ...viewing, told: true });
const through = (sensor: SystemChoice): Viewing => ({ ...plainViewing, sensor });
const turn = (angle: number) => choice('rotation', { angle });
const lens = choice('fish-eye', { fieldOfView: 150 });

/** What a slider sets, by how far it is moved: 0 to 1. */
const sliders: Record<string, (at: number) => Viewing> = {
  'rotation, not told': (at) => seen(turn(90 * at)),
  'rotation, told': (at) => told(seen(turn(90 * at))),
  'fish-eye, told': (at) =>
    told(through(choice('fish-eye', { fieldOfView: 40 + Math.round(110 * at) }))),
  'resolution 56, told': (at) =>
    told({ ...through(choice('resolution', { side: 56 })), changes: [turn(90 * at)] }),
  'elastic warp and noise': (at) =>
    seen(choice('elastic', { amplitude: 3 * at }), choice('noise', { deviation: at / 2 })),
};

const surveys: Record<string, Viewing> = {
  'as it is': plainViewing,
  'rotation, not told': seen(turn(25)),
  'rotation, told': told(seen(turn(25))),
  'fish-eye, told': told(through(lens)),
  'fish-eye, not told': through(lens),
  'resolution 56, told': told(through(choice('resolution', { side: 56 }))),
  noise: seen(choice('noise', { deviation: 0.3 })),
  'elastic warp': seen(choice('elastic', { amplitude: 2 })),
};

interface Took {
  readonly clock: number;
  readonly busy: number;
}

/** Milliseconds since `timer()`. */
function timer(): () => Took {
  const began = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { clock: performance.now() - began, busy: (user + system) / 1000 };
  };
}

const milliseconds = (times: readonly number[], share: number): string =>
  times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))]!.toFixed(0);

async function timeSlider(viewingAt: (at: number) => Viewing, count: number): Promise<Took[]> {
  const indices = Array.from({ length: count }, (_, i) => i);
  const bytes = await engine.testImages(choice(dataset.id), indices);
  const images = { values: Float32Array.from(bytes, (byte) => byte / 255), count, first: 0 };
  const times: Took[] = [];
  for (let move = 0; move <= MOVES; move++) {
    const viewing = viewingAt((move + 0.3) / (MOVES + 1));
    const took = timer();
    const answers = await engine.predictViewed(runs, viewing, images);
    times.push(took());
    for (const answer of answers) if ('reason' in answer) throw new Error(answer.reason);
  }
  return times.slice(1);
}

async function timeSurvey(viewing: Viewing): Promise<{ first: Took; whole: Took }> {
  const took = timer();
  const started = new Set<string>();
  let first: Took | undefined;
  await engine.survey({ surveyId: 'speed', runs, viewing, images: TEST_IMAGES }, (part) => {
    if ('reason' in part) throw new Error(part.reason);
    started.add(part.runId);
    if (started.size === runs.length) first ??= took();
  });
  return { first: first!, whole: took() };
}

const asks = (part: string) => values.only.split(',').includes(part);
console.log(`${status.label}; ${runs.length} runs; load ${loadavg()[0]!.toFixed(1)}\n`);
if (asks('sliders')) {
  console.log('| Slider, ms | 1 image: median | worst | busy | 8 images: median | worst | busy |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const [label, viewingAt] of Object.entries(sliders)) {
    const cells: string[] = [];
    for (const count of [1, 8]) {
      const times = await timeSlider(viewingAt, count);
      const clock = times.map((each) => each.clock);
      const busy = times.map((each) => each.busy);
      cells.push(milliseconds(clock, 0.5), milliseconds(clock, 1), milliseconds(busy, 0.5));
    }
    console.log(`| ${label} | ${cells.join(' | ')} |`);
  }
}
const seconds = ({ clock, busy }: Took) =>
  `${(clock / 1000).toFixed(2)} | ${(busy / 1000).toFixed(2)}`;
if (asks('surveys')) {
  console.log(`\n| ${TEST_IMAGES} test images, s | first estimate of all | busy | whole | busy |`);
  console.log('| --- | --- | --- | --- | --- |');
  for (const [label, viewing] of Object.entries(surveys)) {
    const { first, whole } = await timeSurvey(viewing);
    console.log(`| ${label} | ${seconds(first)} | ${seconds(whole)} |`);
  }
}
if (asks('corruptions')) {
  const took = timer();
  console.log('\n| Corruption, s | whole | busy |\n| --- | --- | --- |');
  for (const { name, choice: corruption } of mnistC) {
    const { whole } = await timeSurvey(seen(corruption));
    console.log(`| ${name} | ${seconds(whole)} |`);
  }
  console.log(`| all fifteen | ${seconds(took())} |`);
}
console.log(`\nload at the end ${loadavg()[0]!.toFixed(1)}`);
process.exit(0);
