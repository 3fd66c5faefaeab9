/**
 * `npm run bench`: whole training steps of the same models, side by side in one run, as the lab takes
 * them, in TensorFlow.js, in PyTorch and in jax-js. `npm run bench -- --help` lists the options.
 */
import { writeFile } from 'node:fs/promises';
import { messageOf } from '../src/core/errors.ts';
import { findCase } from './cases/index.ts';
import type { Order, Session } from './contenders/contender.ts';
import { bundleTensorflow } from './contenders/bundleTensorflow.ts';
import { openChromium, type ChromiumPlace } from './contenders/inChromium.ts';
import { openInNode } from './contenders/inNode.ts';
import { provideVulkan } from './contenders/nodeWebgpu.ts';
import { openPytorch } from './contenders/pytorch.ts';
import type { WorkerContender } from './contenders/worker.ts';
import { growthText, measureGrowth } from './growth.ts';
import { growthPicture } from './growthPicture.ts';
import { measure, type Contestant } from './measure.ts';
import { help, planRows, readOptions, type BenchOptions } from './options.ts';
import { allowRelaxedSimd } from './relaxedSimd.ts';
import { rowOf, type Outcomes, type Row, type RowPlan } from './row.ts';
import { markdownText, tableText } from './table.ts';

type OpenWorker = (contender: WorkerContender, order: Order) => Promise<Session>;

function tell(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

/** PyTorch computes on the CPU alone: beside a GPU it is no comparison. */
function contestantsFor(plan: RowPlan, order: Order, openWorker: OpenWorker): Contestant[] {
  const worker = (id: WorkerContender): Contestant => ({ id, open: () => openWorker(id, order) });
  const onCpu = plan.backend === 'wasm' || plan.backend === 'cpu';
  return [
    worker('lab'),
    worker('stock'),
    ...(onCpu ? [{ id: 'pytorch' as const, open: () => openPytorch(order) }] : []),
    worker('jaxJs'),
  ];
}

/** TensorFlow.js where the backend cannot train it: its CPU backend at least says how long. */
async function measureStockCpu(order: Order, count: number): Promise<Outcomes> {
  const onCpu: Order = { ...order, backend: 'cpu', threads: 1 };
  const stock: Contestant = { id: 'stockCpu', open: () => openInNode('stock', onCpu) };
  const patience = { stepMs: 60_000, firstStepMs: 60_000, budgetMs: 1 };
  return measure([stock], count, tell, patience);
}

async function measureRow(
  plan: RowPlan,
  { steps }: BenchOptions,
  openWorker: OpenWorker,
): Promise<Row> {
  const found = findCase(plan.case);
  const { batch, backend, threads } = plan;
  const order: Order = { caseId: plan.case, batch, sizes: found.sizes, backend, threads };
  const name = `${plan.case}, batch ${batch}, ${backend}`;
  const contestants = contestantsFor(plan, order, openWorker);
  const outcomes = await measure(contestants, steps, (text) => tell(`${name}: ${text}`));
  const cannot = backend === 'wasm' && outcomes.stock?.samples.length === 0;
  const onCpu = cannot ? await measureStockCpu(order, steps) : {};
  tell('');
  const { multiplyAddsPerStep } = found.problem(batch, found.sizes);
  return rowOf(plan, { ...outcomes, ...onCpu }, multiplyAddsPerStep);
}

async function run(options: BenchOptions): Promise<void> {
  tell('bundling TensorFlow.js');
  await bundleTensorflow();
  const rows: Row[] = [];
  let chromium: ChromiumPlace | undefined;
  for (const plan of planRows(options)) {
    if (plan.place === 'chromium') chromium ??= await openChromium();
    const openWorker = plan.place === 'chromium' ? chromium!.open : openInNode;
    rows.push(await measureRow(plan, options, openWorker));
    // A long run that is broken off has not been for nothing.
    if (options.json) await writeFile(options.json, `${JSON.stringify(rows, null, 2)}\n`);
    if (!process.stderr.isTTY) console.error(`${rows.length}: ${plan.case} ${plan.batch}`);
  }
  await chromium?.close();
  console.log(options.markdown ? markdownText(rows) : tableText(rows));
}

const growthFile = new URL('../docs/growth.svg', import.meta.url);

async function runGrowth({ steps }: BenchOptions): Promise<void> {
  const points = await measureGrowth((order) => openInNode('lab', order), steps, tell);
  tell('');
  await writeFile(growthFile, growthPicture(points));
  console.log(growthText(points));
}

if (process.argv.includes('--help')) {
  console.log(help);
} else {
  allowRelaxedSimd();
  provideVulkan();
  try {
    const options = readOptions(process.argv.slice(2));
    await (options.growth ? runGrowth(options) : run(options));
    process.exit(0); // Dawn would keep the process alive
  } catch (error) {
    console.error(messageOf(error));
    process.exit(1);
  }
}
