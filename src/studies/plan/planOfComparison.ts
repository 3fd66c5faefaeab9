/** A comparison of single runs, asked again as a study: its arms over seeds, with a verdict. */
import { findDataset } from '../../datasets/index.ts';
import type { RunSpec } from '../../training/spec.ts';
import { createDefaultSpec } from '../../training/specs.ts';
import type { Comparison } from '../comparisons/comparison.ts';
import type { Factor, SpecChanges, StudyArm, StudyPlan } from './plan.ts';
import { readPlan } from './readPlan.ts';

/**
 * Where the comparison asks on several datasets, they are the levels of a factor. Its arms keep their
 * specs: a test compares them run by run.
 */
export function planOfComparison(comparison: Comparison, seeds: readonly number[]): StudyPlan {
  const datasets = datasetFactor(comparison);
  // A seed is the study's to choose; a dataset that is a factor's is no part of the arm.
  const foreign = new Set(datasets ? ['seed', 'dataset'] : ['seed']);
  const arms = new Map<string, StudyArm>();
  for (const { label, changes } of comparison.arms) {
    if (!arms.has(label)) arms.set(label, { label, changes: armChanges(changes, foreign) });
  }
  return readPlan(
    {
      title: comparison.title,
      question: comparison.question,
      base: { ...createDefaultSpec(), ...comparison.shared },
      arms: [...arms.values()],
      factors: datasets ? [datasets] : [],
      seeds,
    },
    comparison.title,
  );
}

/** null where all arms learn from the same dataset. */
function datasetFactor(comparison: Comparison): Factor | null {
  const chosen = comparison.arms.flatMap(({ changes }) => changes.dataset ?? []);
  const ids = [...new Set(chosen.map(({ id }) => id))];
  if (ids.length < 2) return null;
  const levels = ids.map((id) => ({
    label: findDataset(id).label,
    changes: { dataset: chosen.find((each) => each.id === id)! },
  }));
  return { label: 'Dataset', levels };
}

function armChanges(changes: Partial<RunSpec>, foreign: ReadonlySet<string>): SpecChanges {
  const kept = Object.entries(changes).filter(
    ([name, value]) => !foreign.has(name) && !(name === 'encoding' && !value),
  );
  return Object.fromEntries(kept) as SpecChanges;
}
