/** What links need to know of the lab's lists. */
import { architectures } from '../architectures/index.ts';
import type { OptionSchema } from '../core/options.ts';
import { findDataset } from '../datasets/index.ts';
import { encodings } from '../encodings/index.ts';
import { tasks } from '../tasks/index.ts';
import type { LinkContext } from './link.ts';
import { createDefaultSpec, optimisers, schedules, specNumbers, stoppingRules } from './lists.ts';

export function linkContext(): LinkContext {
  const lists = {
    task: tasks,
    architecture: architectures,
    encoding: encodings,
    optimiser: optimisers,
    schedule: schedules,
    stopping: stoppingRules,
  };
  return {
    defaults: createDefaultSpec(),
    numbers: specNumbers,
    // Imported datasets are in no list; whether they are here shows when they are loaded.
    options: (kind, id) =>
      kind === 'dataset' ? datasetOptions(id) : lists[kind].find((each) => each.id === id)?.options,
    usesEncoding: (id) => architectures.find((each) => each.id === id)?.usesEncoding ?? true,
  };
}

/** Longer than any id of a dataset, and as long as a results file allows. */
const MOST_LETTERS = 120;

function datasetOptions(id: string): OptionSchema | undefined {
  if (id.length > MOST_LETTERS) return undefined;
  try {
    return findDataset(id).options;
  } catch {
    return undefined;
  }
}
