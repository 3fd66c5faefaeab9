/** jax-js: the whole step (loss, gradients, Adam) compiled by its `jit`. */
import * as jax from '@jax-js/jax';
import { firstValuesOf, gather, type Problem } from '../cases/case.ts';
import { findCase } from '../cases/index.ts';
import type { JaxArray, JaxModel, JaxParameters } from '../cases/jaxModel.ts';
import { libraryBackend, timeSteps, type Order, type Session } from './contender.ts';

const { numpy: np, tree } = jax;
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

export async function openJaxJs({
  caseId,
  batch,
  sizes,
  backend,
  threads,
}: Order): Promise<Session> {
  const device = libraryBackend(backend);
  if (device === 'cpu') throw new Error('its CPU backend is for debugging only');
  if (device !== 'wasm' && isNode()) throw new Error('it has no GPU backend in Node');
  const own = hasThreads() ? askForThreads(threads) : 1;
  const started = await jax.init(device);
  if (!started.includes(device)) throw new Error(`it has no ${device} here`);
  jax.defaultDevice(device);
  const found = findCase(caseId);
  const problem = found.problem(batch, sizes);
  return { threads: own, ...startJaxJs(problem, found.jax(firstValuesOf(problem), sizes)) };
}

/** Where it finds both it takes threads, as many as the browser names cores: Node has no such workers. */
const hasThreads = () => typeof SharedArrayBuffer !== 'undefined' && typeof Worker !== 'undefined';

function askForThreads(threads: number): number {
  const description = { value: threads, configurable: true };
  Object.defineProperty(globalThis.navigator, 'hardwareConcurrency', description);
  return threads;
}

const isNode = () => typeof process !== 'undefined' && process.versions?.node !== undefined;

interface Moments {
  readonly mean: JaxParameters;
  readonly square: JaxParameters;
}

const zerosLike = (parameters: JaxParameters): JaxParameters =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, { shape }]) => [name, np.zeros(shape)]),
  );

/** Kingma and Ba 2014, arXiv:1412.6980, algorithm 1; the corrections 1 − βᵗ are [1]. */
function adam(
  parameters: JaxParameters,
  gradients: JaxParameters,
  moments: Moments,
  {
    rate,
    correction1,
    correction2,
  }: { rate: number; correction1: JaxArray; correction2: JaxArray },
) {
  const moved: JaxParameters = {};
  const mean: JaxParameters = {};
  const square: JaxParameters = {};
  for (const name of Object.keys(parameters)) {
    const gradient = gradients[name]!;
    const ofMean = np.multiply(gradient.ref, 1 - BETA1);
    const ofSquare = np.multiply(np.square(gradient), 1 - BETA2);
    const newMean = np.add(np.multiply(moments.mean[name]!, BETA1), ofMean);
    const newSquare = np.add(np.multiply(moments.square[name]!, BETA2), ofSquare);
    const root = np.sqrt(np.divide(newSquare.ref, correction2.ref));
    const step = np.divide(np.divide(newMean.ref, correction1.ref), np.add(root, EPSILON));
    moved[name] = np.subtract(parameters[name]!, np.multiply(step, rate));
    mean[name] = newMean;
    square[name] = newSquare;
  }
  correction1.dispose();
  correction2.dispose();
  return { moved, mean, square };
}

export function startJaxJs(problem: Problem, model: JaxModel): Omit<Session, 'threads'> {
  const trainStep = jax.jit(
    (
      parameters: JaxParameters,
      mean: JaxParameters,
      square: JaxParameters,
      corrections: JaxArray[],
      examples: JaxArray[],
    ) => {
      const [inputs, targets] = examples as [JaxArray, JaxArray];
      const [loss, gradients] = jax.valueAndGrad(model.loss)(
        tree.ref(parameters),
        inputs,
        targets,
      ) as [JaxArray, JaxParameters];
      const [correction1, correction2] = corrections as [JaxArray, JaxArray];
      const options = { rate: problem.learningRate, correction1, correction2 };
      return { loss, ...adam(parameters, gradients, { mean, square }, options) };
    },
  );

  let parameters = model.parameters;
  let mean = zerosLike(parameters);
  let square = zerosLike(parameters);
  let unread: JaxArray[] = [];
  let step = 0;

  const scalar = (value: number) => np.array(new Float32Array([value]), { shape: [1] });

  function advance(): void {
    const { inputs, targets } = gather(problem, step++);
    const corrections = [scalar(1 - BETA1 ** step), scalar(1 - BETA2 ** step)];
    const examples = [
      np.array(inputs, { shape: [problem.batch, ...problem.inputShape] }),
      np.array(targets, { shape: [problem.batch, problem.outputs] }),
    ];
    const result = trainStep(parameters, mean, square, corrections, examples);
    parameters = result.moved;
    mean = result.mean;
    square = result.square;
    unread.push(result.loss);
  }

  /** Waits for the parameters as well: jax-js is lazy. */
  async function readLoss(): Promise<number> {
    await jax.blockUntilReady(parameters);
    const losses = await Promise.all(unread.map(async (loss) => Number((await loss.data())[0])));
    unread = [];
    return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  }

  return {
    steps: (count) => timeSteps(count, advance, readLoss),
    async dispose() {
      tree.dispose([parameters, mean, square] as never);
      trainStep.dispose();
    },
  };
}
