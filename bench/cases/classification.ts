/** A case of the lab's own classification: a spec, images drawn here, and the lab's run on them. */
import { initialise } from '../../src/core/parameters.ts';
import { createRandom } from '../../src/core/random.ts';
import type { Dataset } from '../../src/datasets/dataset.ts';
import type { SystemChoice } from '../../src/core/system.ts';
import { createBatchOrder, trainingSubset } from '../../src/training/batches.ts';
import { createModel } from '../../src/training/model.ts';
import { summariseModel } from '../../src/training/modelSummary.ts';
import { createRun } from '../../src/training/run.ts';
import type { RunSpec } from '../../src/training/spec.ts';
import { createDefaultSpec } from '../../src/training/specs.ts';
import type { Problem } from './case.ts';
import { drawImages, type Drawing } from './images.ts';

export const CLASSES = 10;
/** Batches in an epoch. */
const BATCHES = 4;

export interface ImageModel {
  readonly architecture: SystemChoice;
  readonly encoding?: SystemChoice;
  readonly side: number;
  readonly channels?: number;
  readonly drawing: Drawing;
}

function specOf({ architecture, encoding }: ImageModel, batch: number): RunSpec {
  return {
    ...createDefaultSpec(),
    architecture,
    encoding: encoding ?? null,
    schedule: { id: 'constant', options: {} },
    learningRate: 1e-3,
    trainingImages: BATCHES * batch,
    batchSize: batch,
  };
}

function datasetOf({ side, channels = 1, drawing }: ImageModel, count: number): Dataset {
  const size = { count, side, channels };
  const set = { count, images: drawImages(drawing, size), labels: drawLabels(count) };
  return {
    id: 'drawn',
    label: 'Drawn for the bench',
    height: side,
    width: side,
    channels,
    classNames: Array.from({ length: CLASSES }, (_, label) => String(label)),
    train: set,
    test: set,
    source: 'drawn here',
    licence: 'MIT',
    sha256: '',
  };
}

function drawLabels(count: number): Uint8Array {
  const stream = createRandom(1).stream('bench/labels');
  return Uint8Array.from({ length: count }, (_, image) => stream.integer(image, CLASSES));
}

export function classificationProblem(model: ImageModel, batch: number): Problem {
  const spec = specOf(model, batch);
  const dataset = datasetOf(model, spec.trainingImages);
  const { height, width, channels, train } = dataset;
  const sizes = { height, width, channels };
  const random = createRandom(spec.seed);
  const subset = trainingSubset(dataset, spec.trainingImages, spec.seed);
  const built = createModel(spec, { ...sizes, outputs: CLASSES });
  return {
    batch,
    parameters: built.parameters.map((parameter) => ({
      name: parameter.name,
      shape: parameter.shape,
      values: initialise(parameter, random.stream(`init/${parameter.name}`)),
    })),
    inputs: train.images,
    inputShape: [height, width, channels],
    targets: train.labels,
    outputs: CLASSES,
    indicesAt: createBatchOrder(subset, batch, spec.seed),
    learningRate: spec.learningRate,
    multiplyAddsPerStep: plainMultiplyAdds(spec, { ...sizes, classes: CLASSES }),
    startLab(kernels) {
      const run = createRun(kernels, spec, dataset);
      return {
        advance: () => run.advance(),
        async readLoss() {
          const { loss, examples } = await run.readBatches({ loss: 0, correct: 0, examples: 0 });
          return loss / examples;
        },
        dispose: () => run.dispose(),
      };
    },
  };
}

/** As the summary counts them, but what a batch shares counted for each of its images. */
function plainMultiplyAdds(spec: RunSpec, images: Parameters<typeof summariseModel>[1]): number {
  const { stages, fault } = summariseModel(spec, images);
  if (fault) throw new Error(`the case cannot be built: ${fault}`);
  const forward = stages.reduce(
    (sum, { multiplyAdds, sharedMultiplyAdds = 0 }) => sum + multiplyAdds + sharedMultiplyAdds,
    0,
  );
  return 3 * spec.batchSize * forward;
}
