/**
 * What bends an image on the page: sliders that always stand there, and changes that a person adds.
 * The choices are one chain: what stands there acts first, then what was added, in that order.
 */
import type { IntegerOption, NumberOption, OptionValue } from '../../core/options.ts';
import { createRandom } from '../../core/random.ts';
import type { SystemChoice } from '../../core/system.ts';
import { applyTransforms, findTransform, transforms } from '../../transforms/index.ts';
import {
  transformGroups,
  type Transform,
  type TransformGroup,
} from '../../transforms/transform.ts';
import type { Picture } from './drawPixels.ts';

export interface WarpSlider {
  readonly transform: string;
  readonly name: string;
  readonly option: NumberOption | IntegerOption;
}

/** A picture as floats from 0 to 1: what Engine.predict takes. */
export interface WarpedPicture extends Picture {
  readonly values: Float32Array;
}

/** The sliders that always stand there, in the order shown. */
export const warpSliders: readonly WarpSlider[] = [
  standingSlider('shift', 'x'),
  standingSlider('shift', 'y'),
  standingSlider('rotation', 'angle'),
  standingSlider('scale', 'factor'),
  standingSlider('shear', 'slant'),
  standingSlider('noise', 'deviation'),
  standingSlider('wave', 'amplitude'),
];

function standingSlider(transform: string, name: string): WarpSlider {
  const option = findTransform(transform).options[name];
  if (option?.kind !== 'number') throw new Error(`${transform}: ${name} is no slider`);
  return { transform, name, option };
}

const isStanding = (id: string) => warpSliders.some(({ transform }) => transform === id);

/** Where a slider stands; transforms that are not among the choices are at their defaults. */
export function warpValue(choices: readonly SystemChoice[], slider: WarpSlider): number {
  const choice = choices.find((each) => each.id === slider.transform);
  const value = choice?.options[slider.name];
  return typeof value === 'number' ? value : slider.option.default;
}

/**
 * The choices with one slider moved. Of what stands there only what is not at its default is kept, in
 * the order of the list of transforms; what was added follows as it was.
 */
export function moveSlider(
  choices: readonly SystemChoice[],
  moved: WarpSlider,
  value: number,
): SystemChoice[] {
  const standing = transforms.flatMap(({ id }): SystemChoice[] => {
    const options = warpSliders
      .filter((slider) => slider.transform === id)
      .map((slider) => ({ slider, at: slider === moved ? value : warpValue(choices, slider) }))
      .filter(({ slider, at }) => at !== slider.option.default)
      .map(({ slider, at }) => [slider.name, at] as const);
    return options.length > 0 ? [{ id, options: Object.fromEntries(options) }] : [];
  });
  return [...standing, ...choices.filter(({ id }) => !isStanding(id))];
}

export interface AddedChange {
  readonly transform: Transform;
  readonly choice: SystemChoice;
}

/** What was added, in the order in which it acts. */
export function addedChanges(choices: readonly SystemChoice[]): AddedChange[] {
  return choices
    .filter(({ id }) => !isStanding(id))
    .map((choice) => ({ transform: findTransform(choice.id), choice }));
}

/** What can be added, by group. */
export const addableChanges: readonly {
  readonly id: TransformGroup;
  readonly label: string;
  readonly transforms: readonly Transform[];
}[] = transformGroups.map((group) => ({
  ...group,
  transforms: transforms.filter((each) => each.group === group.id && !isStanding(each.id)),
}));

/** Adds it at a strength that shows what it does. */
export function addChange(choices: readonly SystemChoice[], added: Transform): SystemChoice[] {
  return [...choices, { id: added.id, options: added.example }];
}

export function removeChange(choices: readonly SystemChoice[], id: string): SystemChoice[] {
  return choices.filter((each) => each.id !== id);
}

export function setChange(
  choices: readonly SystemChoice[],
  id: string,
  name: string,
  value: OptionValue,
): SystemChoice[] {
  return choices.map((each) =>
    each.id === id ? { id, options: { ...each.options, [name]: value } } : each,
  );
}

/**
 * The picture as the models are shown it, as floats: what the panel draws and what they are asked
 * about must be the same numbers. `seed` is the noise's.
 */
export function warpPicture(
  picture: Picture,
  choices: readonly SystemChoice[],
  seed = 0,
): WarpedPicture {
  const { values, ...size } = picture;
  const shares =
    values instanceof Uint8Array ? Float32Array.from(values, (value) => value / 255) : values;
  return { ...size, values: applyTransforms(shares, size, choices, createRandom(seed)) };
}
