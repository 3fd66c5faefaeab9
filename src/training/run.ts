/**
 * A run in progress: a spec's parameters on a device, and the steps that move them. It computes and
 * owns arrays; when to report, evaluate and stop is the loop's business (loop.ts).
 */
import { differentiate, type Differentiated } from '../core/differentiation.ts';
import type { DeviceArray, HostArray, Kernels } from '../core/kernels.ts';
import { readOptions, type OptionRecord } from '../core/options.ts';
import type { Ports, Tensor } from '../core/ops.ts';
import { createRandom } from '../core/random.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { findTask } from '../tasks/index.ts';
import type { HostBatch, Phase, Scores, Task } from '../tasks/task.ts';
import { answersOf, constantsOf, type SetAnswerer } from './answers.ts';
import { createAugmentation } from './augmentBatch.ts';
import { createBatchOrder, gatherBatch } from './batches.ts';
import type { NamedValues } from './checkpoint.ts';
import { createModel, type Model, type PixelView } from './model.ts';
import { findOptimiser } from './optimisers/index.ts';
import type { Optimiser } from './optimisers/optimiser.ts';
import { download, uploadParameters, uploadSlots, type SavedArrays } from './runArrays.ts';
import { answersOfSet } from './setAnswers.ts';
import { findSchedule } from './schedules/index.ts';
import { slicesOf, type Slices } from './slices.ts';
import type { RunSpec } from './spec.ts';

/**
 * Nats. Chance among ten classes is 2.3; a loss beyond this means weights that have exploded, and
 * they then often die at chance with a finite loss, which is not training.
 */
export const LARGEST_LOSS = 100;

/** Sums over the batches since they were last asked for. */
export interface BatchSums {
  /** Nats, summed over examples. */
  loss: number;
  correct: number;
  examples: number;
}

export interface Run extends SetAnswerer {
  readonly model: Model;
  /** The images of the training part that it learns from, and those that validate it. */
  readonly slices: Slices;
  /** By name, as they are now; the run owns them, and every step replaces them. */
  readonly parameters: ReadonlyMap<string, DeviceArray>;
  /** Steps taken. */
  readonly step: number;
  /**
   * The first step whose loss was no number, or beyond any that training comes back from, as far as
   * batches were read; undefined while all were sound.
   */
  readonly divergedAt: number | undefined;
  /** Takes one step; nothing is read back. */
  advance(): void;
  /**
   * Adds what the steps since the last call lost and got right to `sums`, batch by batch, so that
   * the totals do not depend on how often it is called. The only wait for the device.
   */
  readBatches(sums: BatchSums): Promise<BatchSums>;
  /** Answers [count, outputs] for values [count, height, width, channels] in [0, 1]. */
  answer(values: Float32Array, count: number): Promise<HostArray>;
  score(answers: ArrayLike<number>, labels: ArrayLike<number>): Scores;
  save(): Promise<SavedArrays>;
  /** Puts weights of an earlier step in place of those of now; the optimiser's state stays. */
  restore(earlier: readonly NamedValues[]): void;
  dispose(): void;
}

interface Parts {
  readonly spec: RunSpec;
  readonly task: Task;
  readonly taskOptions: OptionRecord;
  readonly phases: readonly Phase[];
  readonly model: Model;
  readonly optimiser: Optimiser;
  readonly optimiserOptions: OptionRecord;
  readonly learningRate: (step: number) => number;
}

/** A batch as the model sees it. */
interface SeenBatch extends HostBatch {
  /** Where its pixels are, if not on the grid. */
  readonly view?: PixelView;
}

/** A batch whose loss and answers are still on the device. */
interface PendingBatch {
  /** 1 for the first. */
  readonly step: number;
  readonly loss: DeviceArray;
  readonly answers: DeviceArray;
  readonly labels: Uint8Array;
}

/**
 * Builds a run at step 0, or at `saved.step` with saved arrays. Throws a LabError where the spec
 * does not fit the dataset.
 */
export function createRun(
  kernels: Kernels,
  spec: RunSpec,
  dataset: Dataset,
  saved?: SavedArrays & { step: number },
): Run {
  const parts = readParts(spec, dataset);
  const { model, task } = parts;
  const parameters = uploadParameters(kernels, parts, saved);
  const slots = uploadSlots(kernels, parts, saved);
  const pixels = dataset.height * dataset.width * dataset.channels;
  const slices = slicesOf(dataset, spec);
  const batchAt = createBatchOrder(slices.training, spec.batchSize, spec.seed);
  const augment = createAugmentation(spec, dataset, model.architecture.reads);
  const room = new Float32Array(spec.batchSize * pixels);
  let step = saved?.step ?? 0;
  let divergedAt: number | undefined;
  let pending: PendingBatch[] = [];

  function replace(map: Map<string, DeviceArray>, name: string, array: DeviceArray): void {
    kernels.dispose(map.get(name)!);
    map.set(name, array);
  }

  /** What the phase lost before it moved; the caller owns both arrays. */
  function movePhase(phase: Phase, batch: SeenBatch): Pick<PendingBatch, 'loss' | 'answers'> {
    const result = gradientsOf(kernels, parts, phase, { parameters, batch, step });
    const { answers, ...state } = result.outputs;
    for (const [name, gradient] of result.gradients) {
      const slotNames = parts.optimiser.slots.map((slot) => `${name}/${slot}`);
      const moved = kernels.tidy(() =>
        parts.optimiser.move(
          kernels,
          {
            value: parameters.get(name)!,
            gradient,
            slots: slotNames.map((slot) => slots.get(slot)!),
            step: step + 1,
            learningRate: parts.learningRate(step),
            decays: gradient.shape.length >= 2,
          },
          parts.optimiserOptions,
        ),
      );
      kernels.dispose(gradient);
      replace(parameters, name, moved.value);
      slotNames.forEach((slot, i) => replace(slots, slot, moved.slots[i]!));
    }
    for (const [name, value] of Object.entries(state)) replace(parameters, name, value);
    return { loss: result.loss, answers: answers! };
  }

  return {
    model,
    slices,
    parameters,
    get step() {
      return step;
    },
    get divergedAt() {
      return divergedAt;
    },
    advance() {
      const gathered = gatherBatch(dataset.train, pixels, batchAt(step), room);
      const batch = { ...gathered, ...augment(gathered.values, step) };
      const [first, ...others] = parts.phases.map((phase) => movePhase(phase, batch));
      for (const { loss, answers } of others) [loss, answers].forEach(kernels.dispose);
      step++;
      if (first) pending.push({ step, labels: batch.labels, ...first });
    },
    async readBatches(sums) {
      const batches = pending;
      pending = [];
      const total = await addBatches(kernels, sums, batches, parts);
      divergedAt ??= total.divergedAt;
      return total.sums;
    },
    answer: (values, count) => answersOf(kernels, { model, parameters }, values, count),
    answerSet: (part, breathe) => answersOfSet(kernels, { model, parameters }, part, breathe),
    score: (answers, labels) => task.score(answers, labels, model.sizes.outputs),
    save: async () => ({
      parameters: await download(kernels, parameters),
      slots: await download(kernels, slots),
    }),
    restore(earlier) {
      const restored = uploadParameters(kernels, parts, { parameters: earlier });
      for (const [name, array] of restored) replace(parameters, name, array);
    },
    dispose() {
      for (const array of [...parameters.values(), ...slots.values()]) kernels.dispose(array);
      for (const { loss, answers } of pending) [loss, answers].forEach(kernels.dispose);
      parameters.clear();
      slots.clear();
      pending = [];
    },
  };
}

function readParts(spec: RunSpec, dataset: Dataset): Parts {
  const task = findTask(spec.task.id);
  const taskOptions = readOptions(task.options, spec.task.options, task.label);
  const optimiser = findOptimiser(spec.optimiser.id);
  const schedule = findSchedule(spec.schedule.id);
  const scheduleOptions = readOptions(schedule.options, spec.schedule.options, schedule.label);
  const { height, width, channels, surface, origins } = dataset;
  const outputs = task.outputs(taskOptions, dataset);
  return {
    spec,
    task,
    taskOptions,
    phases: task.program(taskOptions),
    model: createModel(spec, { height, width, channels, outputs, surface, origins }),
    optimiser,
    optimiserOptions: readOptions(optimiser.options, spec.optimiser.options, optimiser.label),
    learningRate: (step) => spec.learningRate * schedule.share(step, spec.steps, scheduleOptions),
  };
}

function gradientsOf(
  kernels: Kernels,
  { model, task, spec }: Parts,
  phase: Phase,
  state: { parameters: Map<string, DeviceArray>; batch: SeenBatch; step: number },
): Differentiated {
  const { batch, step, parameters } = state;
  const feed = model.feed(batch.values, batch.count, kernels.prefersSparseRows, batch.view);
  const targets = task.targets(batch, model.sizes.outputs);
  const trained = new Set(model.parameters.filter((each) => each.trained).map((each) => each.name));
  const random = createRandom(spec.seed);
  const context = {
    layout: feed.layout,
    positions: feed.positions,
    training: true,
    random: (name: string) => random.stream(`step/${step}/${name}`),
  };
  return differentiate(
    kernels,
    parameters,
    (name) => trained.has(name) && phase.moves(name),
    (ops, parameter) => {
      let newState: Readonly<Record<string, Tensor>> = {};
      const forward = (inputs: Ports) => {
        const result = model.forward(ops, parameter, inputs, context);
        newState = result.state;
        return result.outputs;
      };
      const { loss, answers } = phase.loss(ops, forward, {
        inputs: constantsOf(ops, feed),
        targets: ops.constant(targets, [batch.count, model.sizes.outputs]),
      });
      return { loss, outputs: { ...newState, answers } };
    },
  );
}

/** One read for all losses and one for all answers, however many batches. */
async function addBatches(
  kernels: Kernels,
  before: BatchSums,
  batches: readonly PendingBatch[],
  { task, model }: Parts,
): Promise<{ sums: BatchSums; divergedAt: number | undefined }> {
  const sums = { ...before };
  if (batches.length === 0) return { sums, divergedAt: undefined };
  const { outputs } = model.sizes;
  const joined = kernels.tidy(() => ({
    losses: kernels.concat(
      batches.map(({ loss }) => kernels.reshape(loss, [1])),
      0,
    ),
    answers: kernels.concat(
      batches.map(({ answers }) => answers),
      0,
    ),
  }));
  for (const { loss, answers } of batches) [loss, answers].forEach(kernels.dispose);
  const losses = await kernels.read(joined.losses);
  const answers = await kernels.read(joined.answers);
  kernels.dispose(joined.losses);
  kernels.dispose(joined.answers);

  let row = 0;
  batches.forEach(({ labels }, i) => {
    const own = answers.subarray(row * outputs, (row + labels.length) * outputs);
    sums.loss += losses[i]! * labels.length;
    sums.correct += Math.round(task.score(own, labels, outputs).accuracy * labels.length);
    sums.examples += labels.length;
    row += labels.length;
  });
  const firstBad = losses.findIndex((loss) => !(loss <= LARGEST_LOSS));
  return { sums, divergedAt: batches[firstBad]?.step };
}
