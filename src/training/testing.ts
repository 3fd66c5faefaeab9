/** For the tests alone: a tiny task that every architecture can learn, and surroundings of a loop. */
import { createRandom } from '../core/random.ts';
import type { Dataset, ImageSet } from '../datasets/dataset.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { LoopReport, Surroundings } from './loop.ts';
import type { RunSpec } from './spec.ts';

const SIDE = 8;
const CLASSES = 3;

/** A bright 2 × 2 square in one of three corners, on black with a few dim pixels. */
function drawSquares(part: string, count: number): ImageSet {
  const stream = createRandom(8).stream(`test/squares/${part}`);
  const images = new Uint8Array(count * SIDE * SIDE);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % CLASSES);
  labels.forEach((label, i) => {
    const begin = i * SIDE * SIDE;
    for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
      const at = begin + pixel;
      if (stream.uniform(at) < 0.1) images[at] = stream.integer(at, 600);
    }
    const corner = (label === 1 ? SIDE - 3 : 1) + (label === 2 ? SIDE - 3 : 1) * SIDE;
    for (const offset of [0, 1, SIDE, SIDE + 1]) images[begin + corner + offset] = 255;
  });
  return { count, images, labels };
}

export const squares: Dataset = {
  id: 'squares',
  label: 'Squares',
  height: SIDE,
  width: SIDE,
  channels: 1,
  classNames: ['here', 'right', 'below'],
  train: drawSquares('train', 96),
  test: drawSquares('test', 30),
  source: 'made here',
  licence: 'MIT',
  sha256: '',
};

/** The run store and the engine want a dataset of the list; the loop takes any. */
export const squaresSpec: RunSpec = {
  task: { id: 'classification', options: {} },
  dataset: { id: 'where', options: {} },
  trainingImages: 96,
  validationImages: 0,
  augmentation: null,
  architecture: { id: 'coordinet', options: { width: 32, headWidth: 32 } },
  encoding: { id: 'gaussian-fourier', options: { waves: 8, bandwidth: 0.5 } },
  optimiser: { id: 'adam', options: {} },
  schedule: { id: 'one-cycle', options: {} },
  learningRate: 0.02,
  steps: 60,
  stopping: { id: 'steps', options: {} },
  batchSize: 12,
  seed: 1,
};

export interface Recorder extends Surroundings {
  readonly reports: LoopReport[];
  readonly checkpoints: Checkpoint[];
}

/**
 * @param msPerLook by how much the clock moves each time it is read; with 1000 the loop reports after
 *   every step, with 0 never before it must
 * @param pauseAfter asks for a pause once that many steps were reported
 */
export function createRecorder({ msPerLook = 0, pauseAfter = Infinity } = {}): Recorder {
  const reports: LoopReport[] = [];
  const checkpoints: Checkpoint[] = [];
  let clock = 0;
  return {
    reports,
    checkpoints,
    now: () => (clock += msPerLook),
    breathe: async () => {},
    isPauseAsked: () => (reports.at(-1)?.step ?? 0) >= pauseAfter,
    report: (report) => void reports.push(report),
    saveCheckpoint: async (checkpoint) => void checkpoints.push(structuredClone(checkpoint)),
  };
}
