/**
 * Parts of a plan that machines run apart, without a word between them, and that together are the
 * whole: cell index mod n, the arms one place further at each seed, so that no shard has the slow
 * ones alone. Where tuning chooses settings, what is dealt out is not a cell but a group, an arm at
 * its combination of levels: its tuning and the runs that wait for it stay together.
 */
import { levelsKey } from './combinations.ts';
import type { Cell, StudyPlan } from './plan.ts';
import { givenSpecs } from './specsOfPlan.ts';

export interface Shard {
  /** From 1 to `count`: `2/4`. */
  readonly index: number;
  readonly count: number;
}

/** Tells whether a cell of the plan belongs to the shard. */
export function createShard(
  plan: StudyPlan,
  { index, count }: Shard,
): (cell: Pick<Cell, 'arm' | 'levels' | 'seed'>) => boolean {
  const given = givenSpecs(plan);
  const { tuning } = plan;
  const keyOf = ({ arm, levels }: Pick<Cell, 'arm' | 'levels'>) =>
    JSON.stringify([arm, tuning && tuning.at !== 'each' ? '' : levelsKey(levels)]);
  const keys = [...new Set(given.map(keyOf))];
  const groups = new Map(keys.map((key, place) => [key, place]));
  const seeds = new Map(plan.seeds.map((seed, place) => [seed, place]));
  return (cell) => {
    const group = groups.get(keyOf(cell))!;
    if (tuning) return group % count === index - 1;
    const seed = seeds.get(cell.seed)!;
    const place = seed * keys.length + ((group + seed) % keys.length);
    return place % count === index - 1;
  };
}
