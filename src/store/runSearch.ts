/** Looking through the list of runs: a pure decision of what is shown, in which order. */
import { findArchitecture } from '../architectures/index.ts';
import { findDataset } from '../datasets/index.ts';
import { findEncoding } from '../encodings/index.ts';
import type { RunRecord } from '../training/result.ts';
import { comparisonTitle } from './comparisonTitle.ts';
import { findOptimiser, findSchedule, findStoppingRule } from './lists.ts';
import type { ListView } from './lab.ts';

/** Runs are never changed in place, so what can be searched in one is kept with it. */
const texts = new WeakMap<RunRecord, string>();

function searchable(run: RunRecord): string {
  let text = texts.get(run);
  if (text === undefined) {
    text = wordsOf(run).join('\n').toLowerCase();
    texts.set(run, text);
  }
  return text;
}

function wordsOf({ name, tags, notes, status, spec, imported, comparison }: RunRecord): string[] {
  return [
    name,
    ...tags,
    notes,
    status,
    findDataset(spec.dataset.id).label,
    findArchitecture(spec.architecture.id).label,
    ...(spec.encoding ? [findEncoding(spec.encoding.id).label] : []),
    findOptimiser(spec.optimiser.id).label,
    findSchedule(spec.schedule.id).label,
    findStoppingRule(spec.stopping.id).label,
    ...(imported ? ['imported'] : []),
    ...(comparison ? [comparisonTitle(comparison) ?? ''] : []),
  ];
}

/** Runs in which every word of the search occurs somewhere, in the order asked for. */
export function foundRuns(
  runs: readonly RunRecord[],
  { search, sort }: Pick<ListView, 'search' | 'sort'>,
): RunRecord[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const newestFirst = runs.toReversed();
  const found =
    words.length === 0
      ? newestFirst
      : newestFirst.filter((run) => words.every((word) => searchable(run).includes(word)));
  if (sort === 'newest') return found;
  return found.toSorted((a, b) => scoreOf(b) - scoreOf(a));
}

/** On all test images, else so far; what has none comes last. */
function scoreOf({ final, history }: RunRecord): number {
  return final?.testAccuracy ?? history.testAccuracy.at(-1) ?? -1;
}

/** Every tag in use, the most used first. */
export function tagsOf(runs: readonly RunRecord[]): string[] {
  const counts = new Map<string, number>();
  for (const tag of runs.flatMap(({ tags }) => tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts]
    .toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .map(([tag]) => tag);
}
