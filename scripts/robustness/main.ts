/**
 * The figures of docs/ROBUSTNESS.md: trains the lab's default models on images of the disk, measures
 * what becomes of them when the test images are seen in other ways, and prints tables.
 *
 *   npm run robustness -- <folder of image files> --weights <folder> [--json <file>] [--seeds 5]
 *                         [--only upright,silent,subsets,sphere,finding] [--threads 1] [--print]
 *
 * Weights that the folder holds are not trained again, figures that the file holds are not taken
 * again. `--print` prints what the file holds, and measures nothing.
 */
import { parseArgs } from 'node:util';
import { createNodeEngine } from '../../src/headless/nodeEngine.ts';
import {
  createMemoryDatasets,
  createNodeLibrary,
  importFromDisk,
} from '../../src/headless/nodeLibrary.ts';
import { openFigures } from './figures.ts';
import { hunts, IMAGE_COUNTS, measureHunt } from './finding.ts';
import { accuracyTable, findingTable } from './report.ts';
import { MOST_SEEDS } from './spread.ts';
import { studies } from './studies.ts';
import { coordinetSubjects } from './subjects.ts';
import { measureStudy } from './surveys.ts';
import { trainMissing } from './training.ts';
import { openWeightsFolder } from './weights.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    weights: { type: 'string' },
    json: { type: 'string' },
    seeds: { type: 'string', default: '5' },
    only: { type: 'string', default: [...studies.map(({ id }) => id), 'finding'].join(',') },
    threads: { type: 'string', default: '1' },
    print: { type: 'boolean', default: false },
  },
});
const only = values.only.split(',');
const chosen = studies.filter(({ id }) => only.includes(id));
const seedCount = Number(values.seeds);
if (!(seedCount >= 1 && seedCount <= MOST_SEEDS)) throw new Error(`--seeds 1 to ${MOST_SEEDS}`);
const seeds = Array.from({ length: seedCount }, (_, i) => i + 1);
const file = await openFigures(values.json);

async function measure(images: string, folder: string): Promise<void> {
  const datasets = createMemoryDatasets();
  const dataset = await importFromDisk(createNodeLibrary(datasets), [images]);
  const weights = openWeightsFolder(folder);
  const threads = Number(values.threads);
  const engine = createNodeEngine({ datasets, checkpoints: weights, threads });
  await engine.open('wasm');
  for (const study of chosen) {
    const runs = await trainMissing({ engine, weights }, dataset, study.subjects, seeds);
    await measureStudy(engine, study, runs, file);
  }
  if (!only.includes('finding')) return;
  const runs = await trainMissing({ engine, weights }, dataset, coordinetSubjects, seeds);
  const { testCount } = dataset;
  for (const images of IMAGE_COUNTS) {
    for (const subject of coordinetSubjects) {
      const own = { runs: runs.filter((run) => run.subject === subject), images, testCount };
      for (const hunt of hunts) await measureHunt(engine, hunt, own, file);
    }
  }
}

function print(): void {
  for (const study of chosen) {
    console.log(`\n### ${study.title}\n\n${accuracyTable(study, file.figures, seeds)}`);
  }
  if (!only.includes('finding')) return;
  console.log(`\n### Find the geometry\n\n${findingTable(file.figures, coordinetSubjects)}`);
}

const [images] = positionals;
if (!values.print) {
  if (!images || !values.weights) throw new Error('name a folder of image files and --weights');
  await measure(images, values.weights);
}
print();
process.exit(0);
