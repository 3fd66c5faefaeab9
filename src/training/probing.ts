/**
 * Where a probe meets a model: weights on a device become a `Subject` of plain arrays, and what a
 * probe answers is looked over before it is shown.
 */
import { evaluate } from '../core/differentiation.ts';
import { faultError, LabError } from '../core/errors.ts';
import type { DeviceArray, Kernels } from '../core/kernels.ts';
import type { Ops, ParameterLookup, Ports } from '../core/ops.ts';
import { readOptions } from '../core/options.ts';
import { denseLayout } from '../core/pixels.ts';
import type { SystemChoice } from '../core/system.ts';
import { findProbe } from '../probes/index.ts';
import type { NamedArray, ProbeAnswer, Subject } from '../probes/probe.ts';
import { answersOf, constantsOf, evaluationContext, readAndFree } from './answers.ts';
import type { Model } from './model.ts';

export interface ProbedModel {
  readonly kernels: Kernels;
  readonly model: Model;
  readonly parameters: ReadonlyMap<string, DeviceArray>;
  readonly classNames: readonly string[];
  /** Lets waiting messages in. */
  breathe(): Promise<void>;
}

const ACTIVATION = 'activation/';
/** Images that are answered at once. */
const ANSWER_CHUNK = 64;
/** Numbers that are gathered at once when pixels are left out: 16 MB. */
const GATHERED = 4_000_000;

/**
 * What a chosen probe finds in a model about one image [height, width, channels]. Rejects with a
 * LabError where the probe or its options are unknown, the image has another size, the weights are no
 * numbers any more, or the model cannot be asked that.
 */
export async function askProbe(
  choice: SystemChoice,
  probed: ProbedModel,
  image: Float32Array,
): Promise<ProbeAnswer> {
  const probe = findProbe(choice.id);
  const options = readOptions(probe.options, choice.options, probe.label);
  expectImage(probed.model, image);
  await expectNumbers(probed);
  const subject = await createSubject(probed, image);
  const fault = probe.fault?.(subject);
  if (fault) throw cannotAsk(probe.label, fault);
  const answer = await probe.look(subject, options);
  if (answer.groups.length === 0) {
    throw cannotAsk(probe.label, 'nothing in this model to show; choose another probe');
  }
  const maps = answer.groups.flatMap((group) => group.maps);
  if (!maps.every(({ values }) => values.every(Number.isFinite))) throw diverged('an answer');
  return answer;
}

export async function createSubject(probed: ProbedModel, image: Float32Array): Promise<Subject> {
  const { kernels, model, parameters, classNames, breathe } = probed;
  const { height, width, channels, surface } = model.sizes;
  const firstLayer = await readFirstLayer(probed);
  // A model of one pixel has nothing left when it is left out; on a sphere pixels differ in weight.
  const canLeaveOut = model.halves !== undefined && height * width > 1 && surface !== 'sphere';
  return {
    ...{ height, width, channels, classNames, image, breathe },
    reads: model.architecture.reads,
    answer: (images, count) => answerInChunks(probed, images, count),
    activations: (shown) => activationsOf(kernels, model, parameters, shown),
    ...(canLeaveOut ? { leaveOut: () => leaveOutOf(probed, image) } : {}),
    ...(firstLayer ? { firstLayer } : {}),
  };
}

async function readFirstLayer({
  kernels,
  model,
  parameters,
}: ProbedModel): Promise<NamedArray | undefined> {
  const name = model.architecture.firstLayer;
  if (name === undefined) return undefined;
  const array = parameters.get(name);
  if (!array) throw new Error(`"${name}" is named as the first layer, but is no parameter`);
  return { name, shape: array.shape, values: Float32Array.from(await kernels.read(array)) };
}

async function answerInChunks(
  probed: ProbedModel,
  images: Float32Array,
  count: number,
): Promise<Float32Array> {
  const { classNames } = probed;
  const pixels = images.length / count;
  const answers = new Float32Array(count * classNames.length);
  for (let begin = 0; begin < count; begin += ANSWER_CHUNK) {
    const end = Math.min(count, begin + ANSWER_CHUNK);
    const chunk = images.subarray(begin * pixels, end * pixels);
    answers.set(
      await answersOf(probed.kernels, probed, chunk, end - begin),
      begin * classNames.length,
    );
    await probed.breathe();
  }
  return answers;
}

/** Row by row in the order of places: a dense layout. */
async function activationsOf(
  kernels: Kernels,
  model: Model,
  parameters: ReadonlyMap<string, DeviceArray>,
  image: Float32Array,
): Promise<NamedArray[]> {
  const feed = model.feed(image, 1, false);
  const arrays = evaluate(kernels, parameters, (ops, parameter) => {
    const { outputs } = model.forward(
      ops,
      parameter,
      constantsOf(ops, feed),
      evaluationContext(feed),
    );
    return Object.fromEntries(
      Object.entries(outputs).filter(([name]) => name.startsWith(ACTIVATION)),
    );
  });
  const found: NamedArray[] = [];
  for (const [name, array] of Object.entries(arrays)) {
    const values = Float32Array.from(await readAndFree(kernels, array));
    found.push({ name: name.slice(ACTIVATION.length), shape: array.shape, values });
  }
  return found;
}

/**
 * Logits [pixels, outputs], each without one pixel. The latents of the image are computed once; every
 * answer then pools all rows but one, so it is what the model answers to an image that never had
 * that pixel.
 */
async function leaveOutOf(
  { kernels, model, parameters, breathe }: ProbedModel,
  image: Float32Array,
): Promise<Float32Array> {
  const { outputs } = model.sizes;
  const halves = model.halves!;
  const feed = model.feed(image, 1, false);
  const context = evaluationContext(feed);
  const run = (compute: (ops: Ops, parameter: ParameterLookup) => Ports, more = parameters) =>
    evaluate(kernels, more, compute);
  const { latents } = run((ops, parameter) => ({
    latents: halves.encode(ops, parameter, constantsOf(ops, feed), context),
  }));
  const withLatents = new Map(parameters).set('latents', latents!);
  const [places = 0, width = 0] = latents!.shape;
  const chunk = Math.max(1, Math.floor(GATHERED / (places * width)));
  const answers = new Float32Array(places * outputs);
  try {
    for (let begin = 0; begin < places; begin += chunk) {
      const count = Math.min(chunk, places - begin);
      const { logits } = run((ops, parameter) => {
        const gathered = ops.lookUp(parameter('latents'), rowsWithout(begin, count, places));
        const layout = denseLayout(count, places - 1);
        return { logits: halves.decide(ops, parameter, gathered, { ...context, layout }) };
      }, withLatents);
      answers.set(await readAndFree(kernels, logits!), begin * outputs);
      await breathe();
    }
  } finally {
    kernels.dispose(latents!);
  }
  return answers;
}

/** All places but one, for each of `count` places from `first`. */
function rowsWithout(first: number, count: number, places: number) {
  const indices = new Int32Array(count * (places - 1));
  for (let left = 0; left < count; left++) {
    for (let row = 0; row < places - 1; row++) {
      indices[left * (places - 1) + row] = row < first + left ? row : row + 1;
    }
  }
  return { count: 1, indices, weights: new Float32Array(indices.length).fill(1) };
}

function expectImage({ sizes: { height, width, channels } }: Model, image: Float32Array): void {
  const expected = height * width * channels;
  if (image.length === expected && image.every(Number.isFinite)) return;
  throw new LabError('image-size', {
    found:
      image.length === expected
        ? 'an image with values that are no numbers'
        : `an image of ${image.length} values`,
    expected: `${height} × ${width} pixels in ${channels} ${channels === 1 ? 'channel' : 'channels'}: ${expected} numbers from 0 to 1`,
    fix: "choose an image of the run's own dataset",
  });
}

/** A run that diverged may have left weights that are no numbers: no picture is made of them. */
async function expectNumbers({ kernels, parameters }: ProbedModel): Promise<void> {
  for (const [name, array] of parameters) {
    const values = await kernels.read(array);
    if (!values.every(Number.isFinite)) throw diverged(`"${name}"`);
  }
}

function diverged(where: string): LabError {
  return new LabError('weights-diverged', {
    found: `numbers that are not finite in ${where}: this run diverged`,
    expected: 'weights that answer with numbers',
    fix: 'train it again with a lower learning rate',
  });
}

/** @param fault `what is missing; what to do` */
const cannotAsk = (label: string, fault: string): LabError =>
  faultError('probe-does-not-fit', label, fault, 'a model that can be asked this');
