/** Where in a study something was found, in words: `Typefaces, N = 300`. */
import { findDataset } from '../../datasets/index.ts';
import { listText } from '../comparisons/words.ts';
import { combinationsOf, sameLevels } from '../plan/combinations.ts';
import type { Factor, Levels, SpecChanges, StudyPlan } from '../plan/plan.ts';
import { givenSpecs } from '../plan/specsOfPlan.ts';
import { numberText } from './words.ts';

/** Beyond so many levels their ends say enough. */
const MOST_LEVELS = 4;

/** `Typefaces, N = 300`; `Typefaces, mean over Training images 30, 100 and 300`. */
export function placeText(plan: StudyPlan, at: Levels | 'mean'): string {
  if (at === 'mean' && plan.factors.length > 0) return meanText(plan);
  const levels = at === 'mean' ? {} : at;
  const { spec } = givenSpecs(plan).find((each) => sameLevels(each.levels, levels))!;
  const set = plan.factors.map((factor) => ({ factor, label: levels[factor.label]! }));
  const isSetBy = (field: keyof SpecChanges) => plan.factors.some((each) => sets(each, field));
  const base = [
    ...(isSetBy('dataset') ? [] : [findDataset(spec.dataset.id).label]),
    ...(isSetBy('trainingImages') ? [] : [`N = ${numberText(spec.trainingImages)}`]),
  ];
  const [dataset, ...rest] = [...base, ...set.map(({ factor, label }) => levelText(factor, label))];
  // The dataset leads, whether it is everywhere the same or a level.
  const chosen = set.find(({ factor }) => sets(factor, 'dataset'));
  if (!chosen) return [dataset, ...rest].join(', ');
  const others = [dataset, ...rest].filter((text) => text !== chosen.label);
  return [chosen.label, ...others].join(', ');
}

/** `N = 300`, `Noise 0.2`; a dataset speaks for itself. */
export function levelText(factor: Factor, label: string): string {
  if (sets(factor, 'dataset')) return label;
  const level = factor.levels.find((each) => each.label === label);
  const images = level && sets(factor, 'trainingImages') && level.changes.trainingImages;
  return images ? `N = ${numberText(images)}` : `${factor.label} ${label}`;
}

/** The levels of a combination in the plan's order: `N = 300, Noise 0.2`; empty without factors. */
export const levelsLabel = (plan: StudyPlan, levels: Levels): string =>
  plan.factors.map((factor) => levelText(factor, levels[factor.label]!)).join(', ');

/** Does the factor set this field and nothing else? */
function sets({ levels }: Factor, field: keyof SpecChanges): boolean {
  return levels.every(({ changes }) => {
    const fields = Object.keys(changes);
    return fields.length === 1 && fields[0] === field;
  });
}

function meanText(plan: StudyPlan): string {
  const datasets = new Set(givenSpecs(plan).map(({ spec }) => findDataset(spec.dataset.id).label));
  const over = meanOverText(plan);
  return datasets.size > 1 ? over : `${[...datasets][0]}, ${over}`;
}

/** `mean over Training images 30, 100 and 300`, `mean over 12 combinations of … and …`. */
function meanOverText({ factors }: StudyPlan): string {
  const names = listText(factors.map(({ label }) => label));
  if (factors.length > 1) {
    return `mean over ${combinationsOf(factors).length} combinations of ${names}`;
  }
  const labels = factors[0]!.levels.map(({ label }) => label);
  if (labels.length <= MOST_LEVELS) return `mean over ${names} ${listText(labels)}`;
  return `mean over ${names} ${labels[0]} to ${labels.at(-1)} (${labels.length} levels)`;
}
