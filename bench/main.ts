/**
 * `npm run bench`: whole training steps of the same models, side by side in one run, as the lab takes
 * them, in TensorFlow.js, in PyTorch and in jax-js. `npm run bench -- --help` lists the options.
 */
import { writeFile } from 'node:fs/promises';
import { messageOf } from '../src/core/errors.ts';
import { findCase } from './cases/index.ts';
import { bundleTensorflow } from './contenders/bundleTensorflow.ts';
import { openChromium, type ChromiumPlace } from './contenders/inChromium.ts';
import { openInNode } from './contenders/inNode.ts';
import { provideVulkan } from '../src/headless/nodeWebgpu.ts';
import { cannotTrain, createStarters, twoSteps, type Starters } from './starters.ts';
import { growthText, measureGrowth } from './growth.ts';
import { growthPicture } from './growthPicture.ts';
import { measure } from './measure.ts';
import { help, planRows, readOptions, type BenchOptions } from './options.ts';
import { allowRelaxedSimd } from './relaxedSimd.ts';
import { rowOf, type Row, type RowPlan } from './row.ts';
import { markdownText, tableText } from './table.ts';

function tell(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

async function measureRow(plan: RowPlan, count: number, starters: Starters): Promise<Row> {
  const { sizes, problem } = findCase(plan.case);
  const telling = (text: string) => tell(`${plan.case}, batch ${plan.batch}: ${text}`);
  const outcomes = await measure(starters.forRow(plan), count, telling);
  const onCpu = cannotTrain(plan, outcomes)
    ? await measure(starters.onCpu(plan), count, telling, twoSteps)
    : {};
  tell('');
  const row = rowOf(
    plan,
    { ...outcomes, ...onCpu },
    problem(plan.batch, sizes).multiplyAddsPerStep,
  );
  starters.hear(row);
  return row;
}

async function run(options: BenchOptions): Promise<void> {
  tell('bundling TensorFlow.js');
  await bundleTensorflow();
  const rows: Row[] = [];
  let chromium: ChromiumPlace | undefined;
  const starters = createStarters((plan) =>
    plan.place === 'chromium' ? chromium!.open : openInNode,
  );
  for (const plan of planRows(options)) {
    if (plan.place === 'chromium') chromium ??= await openChromium();
    rows.push(await measureRow(plan, options.steps, starters));
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
