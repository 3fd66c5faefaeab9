/**
 * The transforms, in the order shown to people, and how several act at once: one resampling for all
 * geometry, then the changes of values.
 *
 * A position of the result looks through the choices in their order. So with the list's order the
 * image is first waved, then sheared, scaled and turned about its own centre, and shifted last: a
 * shift to the right is to the right on the screen, however the image is turned.
 */
import { LabError } from '../core/errors.ts';
import { composeInverse, resample } from '../core/geometry.ts';
import { readOptions, type OptionSchema, type Values } from '../core/options.ts';
import type { createRandom } from '../core/random.ts';
import type { SystemChoice } from '../core/system.ts';
import { noise } from './noise.ts';
import { rotation } from './rotation.ts';
import { scale } from './scale.ts';
import { shear } from './shear.ts';
import { shift } from './shift.ts';
import type { ImageSize, Transform } from './transform.ts';
import { wave } from './wave.ts';

export const transforms: readonly Transform[] = [shift, rotation, scale, shear, noise, wave];

export function findTransform(id: string): Transform {
  const found = transforms.find((each) => each.id === id);
  if (found) return found;
  throw new LabError('unknown-transform', {
    found: `transform "${id}"`,
    expected: `one of ${transforms.map((each) => each.id).join(', ')}`,
    fix: 'choose one of them, or open the file with the version that wrote it',
  });
}

interface ChosenTransform {
  readonly transform: Transform;
  readonly options: Values<OptionSchema>;
}

/**
 * Images as seen through the chosen transforms.
 *
 * @param values [count, height, width, channels], each in [0, 1], any number of images
 * @param random image i of `values` draws from its stream `transform/<id>/<i>`
 * @returns new values of the same shape, in [0, 1]
 */
export function applyTransforms(
  values: Float32Array,
  size: ImageSize,
  choices: readonly SystemChoice[],
  random: ReturnType<typeof createRandom>,
): Float32Array<ArrayBuffer> {
  const chosen = choices.map(choose).filter(changesSomething);
  const maps = chosen.flatMap(({ transform, options }) => {
    const map = transform.inverse?.(options, size);
    return map ? [map] : [];
  });
  const result =
    maps.length > 0 ? resample(values, size, composeInverse(maps)) : new Float32Array(values);
  for (const each of chosen) changeValues(result, size, each, random);
  return result;
}

function choose({ id, options }: SystemChoice): ChosenTransform {
  const transform = findTransform(id);
  return { transform, options: readOptions(transform.options, options, transform.label) };
}

/** At its defaults a transform changes nothing, by contract: skipping it saves the resampling. */
function changesSomething({ transform, options }: ChosenTransform): boolean {
  return Object.entries(transform.options).some(([name, each]) => options[name] !== each.default);
}

function changeValues(
  values: Float32Array,
  size: ImageSize,
  { transform, options }: ChosenTransform,
  random: ReturnType<typeof createRandom>,
): void {
  if (!transform.change) return;
  const imageSize = size.height * size.width * size.channels;
  for (let image = 0; image * imageSize < values.length; image++) {
    const view = values.subarray(image * imageSize, (image + 1) * imageSize);
    transform.change(view, options, size, random.stream(`transform/${transform.id}/${image}`));
  }
}
