/** The sliders that bend an image: which there are, what they stand at, and what they do to it. */
import type { IntegerOption, NumberOption } from '../../core/options.ts';
import { createRandom } from '../../core/random.ts';
import type { SystemChoice } from '../../core/system.ts';
import { applyTransforms, transforms } from '../../transforms/index.ts';
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

/** One slider for each number of each transform, in the list's order. */
export const warpSliders: readonly WarpSlider[] = transforms.flatMap((transform) =>
  Object.entries(transform.options).flatMap(([name, option]): WarpSlider[] =>
    option.kind === 'number' || option.kind === 'integer'
      ? [{ transform: transform.id, name, option }]
      : [],
  ),
);

/** Where a slider stands; transforms that are not among the choices are at their defaults. */
export function warpValue(choices: readonly SystemChoice[], slider: WarpSlider): number {
  const choice = choices.find((each) => each.id === slider.transform);
  const value = choice?.options[slider.name];
  return typeof value === 'number' ? value : slider.option.default;
}

/** The choices with one slider moved: in the list's order, and only what is not at its default. */
export function moveSlider(
  choices: readonly SystemChoice[],
  moved: WarpSlider,
  value: number,
): SystemChoice[] {
  return transforms.flatMap(({ id }): SystemChoice[] => {
    const options = warpSliders
      .filter((slider) => slider.transform === id)
      .map((slider) => ({ slider, at: slider === moved ? value : warpValue(choices, slider) }))
      .filter(({ slider, at }) => at !== slider.option.default)
      .map(({ slider, at }) => [slider.name, at] as const);
    return options.length > 0 ? [{ id, options: Object.fromEntries(options) }] : [];
  });
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
