/** The chain of changes as a list on the page: what can be added to it, and how it is reordered. */
import type { RangedChoice } from '../../store/robustness.ts';
import { findTransform, transforms } from '../../transforms/index.ts';
import {
  transformGroups,
  type Transform,
  type TransformGroup,
} from '../../transforms/transform.ts';

/** What most people try first: one press adds it. */
export const quickStarts: readonly Transform[] = [
  ...['rotation', 'shift', 'scale', 'shear', 'wave', 'noise', 'gaussian-blur'],
].map(findTransform);

/** All that can be added, by group. */
export const addable: readonly {
  readonly id: TransformGroup;
  readonly label: string;
  readonly transforms: readonly Transform[];
}[] = transformGroups.map((group) => ({
  ...group,
  transforms: transforms.filter((each) => each.group === group.id),
}));

/** Names for a list that is reordered: of the same transforms the first has the first name. */
export function keysOf(chain: readonly RangedChoice[]): string[] {
  const seen = new Map<string, number>();
  return chain.map(({ id }) => {
    const count = seen.get(id) ?? 0;
    seen.set(id, count + 1);
    return `${id}/${count}`;
  });
}

/** Where a thing goes that is held at `y`: behind every other whose middle lies above. */
export function placeAt(y: number, middles: readonly number[]): number {
  return middles.filter((middle) => middle < y).length;
}

/** Options in the order shown: the one that the example moves first, as in a severity curve. */
export function orderedOptions({ options, example }: Transform): string[] {
  const names = Object.keys(options);
  const strength = names.find((name) => typeof example[name] === 'number');
  return strength ? [strength, ...names.filter((name) => name !== strength)] : names;
}
