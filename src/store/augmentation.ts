/** The draft's augmentation: what is added to it, changed and taken away. */
import {
  defaultsOf,
  type OptionRecord,
  type OptionSchema,
  type OptionValue,
} from '../core/options.ts';
import type { System } from '../core/system.ts';
import type { DatasetCard } from '../engine/engine.ts';
import { findSensor } from '../sensors/index.ts';
import { augmentedPictures } from '../training/augmentBatch.ts';
import { isNumeric, type RangedChoice } from '../training/ranges.ts';
import type { Augmentation } from '../training/spec.ts';
import { findTransform } from '../transforms/index.ts';
import { editSpec } from './draft.ts';
import { getLab } from './lab.ts';

export { augmentationText, MOST_CHANGES } from '../training/augmentation.ts';
export type { Augmentation, RangedChoice };

const none: Augmentation = { changes: [], sensor: null };
const current = (): Augmentation => getLab().draft.augmentation ?? none;

function edit(patch: Partial<Augmentation>): void {
  const augmentation = { ...current(), ...patch };
  const isNone = augmentation.changes.length === 0 && augmentation.sensor === null;
  editSpec({ augmentation: isNone ? null : augmentation });
}

/** Adds it as the last to act, ranging as far as its example goes. */
export function addChange(id: string): void {
  edit({ changes: [...current().changes, firstRanges(id, findTransform(id))] });
}

export function removeChange(place: number): void {
  edit({ changes: current().changes.filter((_, each) => each !== place) });
}

export function setChange(place: number, change: RangedChoice): void {
  edit({ changes: current().changes.map((each, at) => (at === place ? change : each)) });
}

/** null: the dataset's own grid. */
export function chooseSensor(id: string | null): void {
  edit({ sensor: id === null ? null : firstRanges(id, findSensor(id)) });
}

export const setSensor = (sensor: RangedChoice): void => edit({ sensor });

/**
 * A range for each number that the example moves: both ways where the default is 0 and may become
 * negative, else from the default to the example.
 */
function firstRanges(
  id: string,
  { options, example }: System & { example: OptionRecord },
): RangedChoice {
  const schema: OptionSchema = options;
  const low: Record<string, OptionValue> = { ...defaultsOf(schema) };
  const high: Record<string, OptionValue> = {};
  for (const [name, value] of Object.entries(example)) {
    const option = schema[name]!;
    if (!isNumeric(option)) low[name] = value;
    else if (value !== option.default) {
      const reach = Number(value);
      const isBothWays = option.default === 0 && option.min <= -Math.abs(reach);
      const start = isBothWays ? -reach : option.default;
      [low[name], high[name]] = [Math.min(start, reach), Math.max(start, reach)];
    }
  }
  return { id, options: low, to: high };
}

/** Pictures of a card's samples as the batch after `step` steps would see them; undefined where half typed. */
export function samplesAugmented(
  { samples, height, width, channels }: DatasetCard,
  augmentation: Augmentation,
  { most, seed, step }: { most: number; seed: number; step: number },
) {
  const count = Math.min(most, samples.count);
  const size = { height, width, channels };
  const values = Float32Array.from(
    samples.images.subarray(0, count * height * width * channels),
    (value) => value / 255,
  );
  try {
    const seen = augmentedPictures(augmentation, size, values, { seed, step });
    return { ...seen, channels, count, images: seen.values, labels: samples.labels };
  } catch {
    return undefined; // The field beside it says what is wrong.
  }
}
