/** A run's arrays on their way between the host and the device: first values, saved values. */
import { LabError } from '../core/errors.ts';
import type { DeviceArray, Kernels } from '../core/kernels.ts';
import { initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import { shapesEqual, shapeText, sizeOf } from '../core/shapes.ts';
import type { NamedValues } from './checkpoint.ts';
import type { Model } from './model.ts';
import type { Optimiser } from './optimisers/optimiser.ts';
import type { RunSpec } from './spec.ts';

/** Parameters and optimiser slots as they are kept between sessions. */
export interface SavedArrays {
  readonly parameters: readonly NamedValues[];
  readonly slots: readonly NamedValues[];
}

/** Saved parameters, or first values drawn from the seed. */
export function uploadParameters(
  kernels: Kernels,
  { model, spec }: { model: Model; spec: RunSpec },
  saved?: Pick<SavedArrays, 'parameters'>,
) {
  const random = createRandom(spec.seed);
  const first = model.parameters.map((parameter) => ({
    ...parameter,
    values: saved
      ? savedValues(saved.parameters, parameter.name, parameter.shape)
      : initialise(parameter, random.stream(`init/${parameter.name}`)),
  }));
  return new Map(
    first.map(({ name, shape, values }) => [name, kernels.fromHost(values, shape)] as const),
  );
}

/** Saved slots, or zeros. */
export function uploadSlots(
  kernels: Kernels,
  { model, optimiser }: { model: Model; optimiser: Optimiser },
  saved?: SavedArrays,
) {
  const slots = new Map<string, DeviceArray>();
  for (const { name, shape, trained } of model.parameters) {
    if (!trained) continue;
    for (const slot of optimiser.slots) {
      const key = `${name}/${slot}`;
      const values = saved ? savedValues(saved.slots, key, shape) : new Float32Array(sizeOf(shape));
      slots.set(key, kernels.fromHost(values, shape));
    }
  }
  return slots;
}

function savedValues(saved: readonly NamedValues[], name: string, shape: readonly number[]) {
  const found = saved.find((each) => each.name === name);
  if (!found) throw doesNotFit(`that the checkpoint lacks "${name}"`, 'all weights of the model');
  if (!shapesEqual(found.shape, shape)) {
    const expected = `[${shapeText(shape)}]`;
    throw doesNotFit(`"${name}" in the checkpoint is [${shapeText(found.shape)}]`, expected);
  }
  return found.values;
}

function doesNotFit(found: string, expected: string): LabError {
  const fix = 'reset the run and train it from its start';
  return new LabError('weights-do-not-fit', { found, expected, fix });
}

export async function download(
  kernels: Kernels,
  arrays: Map<string, DeviceArray>,
): Promise<NamedValues[]> {
  const saved: NamedValues[] = [];
  for (const [name, array] of arrays) {
    saved.push({
      name,
      shape: [...array.shape],
      values: Float32Array.from(await kernels.read(array)),
    });
  }
  return saved;
}
