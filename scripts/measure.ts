/**
 * Trains specs in Node and prints what they reach and how long they take.
 *
 *   npm run measure -- typefaces|where|what-and-where|mnist|<folder of image files>/ [key=value …]
 *
 * Keys: architecture, encoding, N, steps, batch, rate, seed, backend, and any option of either
 * system (pooling=max, bandwidth=1). MNIST is read from ../shared/data/mnist-10k where it lies;
 * scripts/imagesToIdx.py makes a folder of IDX files from a zip of images.
 */
import { fileURLToPath } from 'node:url';
import { findArchitecture } from '../src/architectures/index.ts';
import type { OptionRecord, OptionValue } from '../src/core/options.ts';
import type { BackendChoice } from '../src/engine/engine.ts';
import { findEncoding } from '../src/encodings/index.ts';
import { createNodeEngine } from '../src/headless/nodeEngine.ts';
import {
  createMemoryDatasets,
  createNodeLibrary,
  importFromDisk,
} from '../src/headless/nodeLibrary.ts';
import { createDefaultSpec } from '../src/training/specs.ts';
import type { RunSpec } from '../src/training/spec.ts';

const MNIST = new URL('../../shared/data/mnist-10k/', import.meta.url);
const [datasetId = 'typefaces', ...settings] = process.argv.slice(2);
const given = new Map(settings.map((setting) => setting.split('=') as [string, string]));
const datasets = createMemoryDatasets();
const engine = createNodeEngine({ datasets });
const status = await engine.open((given.get('backend') ?? 'wasm') as BackendChoice);

/** The id of what the command line names, read from its files where it is no dataset of the lab. */
async function datasetNamed(name: string): Promise<string> {
  if (name !== 'mnist' && !name.endsWith('/')) return name;
  const path = name === 'mnist' ? fileURLToPath(MNIST) : name;
  return (await importFromDisk(createNodeLibrary(datasets), [path])).id;
}

/** Options named on the command line, as the schema's own types. */
function optionsFrom(schema: Record<string, { kind: string }>): OptionRecord {
  const read = (kind: string, text: string): OptionValue =>
    kind === 'choice' ? text : kind === 'switch' ? text === 'true' : Number(text);
  const entries = Object.entries(schema).filter(([name]) => given.has(name));
  return Object.fromEntries(
    entries.map(([name, { kind }]) => [name, read(kind, given.get(name)!)]),
  );
}

const base = createDefaultSpec();
const architecture = findArchitecture(given.get('architecture') ?? base.architecture.id);
const encoding = findEncoding(given.get('encoding') ?? 'gaussian-fourier');
const number = (key: string, otherwise: number) => Number(given.get(key) ?? otherwise);
const spec: RunSpec = {
  ...base,
  dataset: { id: await datasetNamed(datasetId), options: {} },
  architecture: { id: architecture.id, options: optionsFrom(architecture.options) },
  encoding: architecture.usesEncoding
    ? { id: encoding.id, options: optionsFrom(encoding.options) }
    : null,
  trainingImages: number('N', datasetId === 'mnist' ? 8000 : base.trainingImages),
  steps: number('steps', base.steps),
  batchSize: number('batch', base.batchSize),
  learningRate: number('rate', base.learningRate),
  seed: number('seed', base.seed),
};

const began = performance.now();
const end = await engine.train({ runId: 'measured', spec, untilStep: spec.steps }, (progress) => {
  if (!given.has('verbose')) return;
  for (const { step, trainLoss, testAccuracy } of progress.points) {
    console.error(step, trainLoss?.toFixed(3), testAccuracy, progress.stepsPerSecond.toFixed(1));
  }
});
const seconds = (performance.now() - began) / 1000;
const result =
  end.outcome === 'finished'
    ? `${(100 * end.final.testAccuracy).toFixed(2)} % · ${(end.final.trainedMs / spec.steps).toFixed(1)} ms/step`
    : end.outcome;
console.log(
  [datasetId, ...settings].join(' '),
  `| ${status.label} | ${result} | ${seconds.toFixed(0)} s`,
);
process.exit(0);
