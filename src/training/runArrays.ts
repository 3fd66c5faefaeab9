/** A run's arrays on their way between the host and the device: first values, saved values. */
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
  saved?: SavedArrays,
) {
  const random = createRandom(spec.seed);
  return new Map(
    model.parameters.map((parameter) => {
      const { name, shape } = parameter;
      const values = saved
        ? savedValues(saved.parameters, name, shape)
        : initialise(parameter, random.stream(`init/${name}`));
      return [name, kernels.fromHost(values, shape)] as const;
    }),
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
  if (!found) throw new Error(`the checkpoint lacks "${name}"`);
  if (!shapesEqual(found.shape, shape)) {
    throw new Error(
      `"${name}" in the checkpoint is [${shapeText(found.shape)}], expected [${shapeText(shape)}]`,
    );
  }
  return found.values;
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
