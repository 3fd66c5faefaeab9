/** For the tests alone: random arrays, options at their ends, gradients against central differences. */
import { differentiate, evaluate } from './differentiation.ts';
import { createHostKernels } from './hostKernels.ts';
import type { DeviceArray, Kernels } from './kernels.ts';
import type { Ops, ParameterLookup, Tensor } from './ops.ts';
import type { Option, OptionValue } from './options.ts';
import { createRandom } from './random.ts';
import { sizeOf, type Shape } from './shapes.ts';

/** Half-width of the central difference: its error, about h² + 1e-16 / h, is then near 1e-10. */
const STEP = 1e-5;

export interface HostParameter {
  readonly shape: Shape;
  readonly values: Float64Array;
}

/** float64 values in [low, high) from a stream of that name. */
export function drawValues(name: string, shape: Shape, low = -1, high = 1): HostParameter {
  const stream = createRandom(11).stream(`test/${name}`);
  const values = Float64Array.from(
    { length: sizeOf(shape) },
    (_, i) => low + (high - low) * stream.uniform(i),
  );
  return { shape, values };
}

/** Every choice, or the ends of the range. */
export function extremesOf(option: Option): OptionValue[] {
  switch (option.kind) {
    case 'choice':
      return option.choices.map((each) => each.value);
    case 'switch':
      return [true, false];
    default:
      return [option.min, option.max];
  }
}

type Compute = (ops: Ops, parameter: ParameterLookup) => Tensor;

export function upload(kernels: Kernels, parameters: Readonly<Record<string, HostParameter>>) {
  return new Map(
    Object.entries(parameters).map(([name, { values, shape }]) => [
      name,
      kernels.fromHost(values, shape),
    ]),
  );
}

/** Σ of the result's entries, each with a weight of its own, so that every entry matters. */
function weighedSum(ops: Ops, result: Tensor): Tensor {
  const { values } = drawValues('weights of the result', result.shape, 0.5, 1.5);
  const weighed = ops.mul(result, ops.constant(values, result.shape));
  return ops.sum(
    weighed,
    result.shape.map((_, axis) => axis),
  );
}

/**
 * The largest deviation between the gradients of `compute` (a scalar, or anything, which is then
 * weighed and summed) and central differences, both in float64, relative to gradients of at least 1.
 *
 * @param entries at most this many of each parameter are moved, spread evenly
 */
export async function gradientFault(
  parameters: Readonly<Record<string, HostParameter>>,
  compute: Compute,
  {
    entries = 40,
    moves = () => true,
  }: { entries?: number; moves?: (name: string) => boolean } = {},
): Promise<number> {
  const kernels = createHostKernels('float64');
  const arrays = upload(kernels, parameters);
  const lossOf: Compute = (ops, parameter) => weighedSum(ops, compute(ops, parameter));
  const { gradients } = differentiate(kernels, arrays, moves, (ops, parameter) => ({
    loss: lossOf(ops, parameter),
    outputs: {},
  }));

  let worst = 0;
  for (const [name, { shape, values }] of Object.entries(parameters)) {
    if (!moves(name)) {
      if (gradients.has(name)) throw new Error(`"${name}" does not move and has a gradient`);
      continue;
    }
    const gradient = gradients.get(name);
    const found = gradient ? await kernels.read(gradient) : new Float64Array(values.length);
    const stride = Math.max(1, Math.floor(values.length / entries));
    for (let entry = 0; entry < values.length; entry += stride) {
      const at = async (shift: number) => {
        const moved = values.slice();
        moved[entry]! += shift;
        return lossAt(kernels, new Map(arrays).set(name, kernels.fromHost(moved, shape)), lossOf);
      };
      const expected = ((await at(STEP)) - (await at(-STEP))) / (2 * STEP);
      const deviation = Math.abs(found[entry]! - expected) / Math.max(1, Math.abs(expected));
      if (deviation > worst || Number.isNaN(deviation)) worst = deviation;
    }
  }
  return worst;
}

async function lossAt(
  kernels: Kernels,
  parameters: ReadonlyMap<string, DeviceArray>,
  lossOf: Compute,
): Promise<number> {
  const { loss } = evaluate(kernels, parameters, (ops, parameter) => ({
    loss: lossOf(ops, parameter),
  }));
  return (await kernels.read(loss!))[0]!;
}
