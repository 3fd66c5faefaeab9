/** How the arms of a study were tuned, for its methods section: ranges, draws, choice. */
import { listText } from '../comparisons/words.ts';
import { levelsText } from '../plan/combinations.ts';
import type { SearchRange, StudyArm, StudyPlan, Tuning } from '../plan/plan.ts';
import { pathLabel } from '../plan/specPath.ts';
import { givenSpecs } from '../plan/specsOfPlan.ts';
import { searchOf } from '../plan/tuning.ts';
import type { StudyAnalysis, TunedSetting } from './analysis.ts';
import { levelsLabel } from './place.ts';
import { lowerFirst } from './systemText.ts';
import { countText, numberText } from './words.ts';

export function tuningText(plan: StudyPlan, { tuned }: Pick<StudyAnalysis, 'tuned'>): string {
  const { tuning } = plan;
  if (!tuning) return 'No arm was tuned in this study; settings are as given.';
  const slices = [...new Set(givenSpecs(plan).map(({ spec }) => spec.validationImages))];
  const slice = slices.map(numberText).join(' or ');
  const where =
    tuning.at === 'each'
      ? 'at each combination of levels'
      : `at ${levelsText(tuning.at)}, for all levels`;
  const seeds = `${countText(tuning.seeds.length, 'seed')} (${tuning.seeds.join(', ')}; none of the study’s own)`;
  return `Each arm was tuned ${where} by random search with the same budget, ${countText(tuning.draws, 'draw')} of which the first is the arm as given, each trained with ${seeds}, over ${rangesText(plan, tuning)}. Chosen was the draw of highest mean accuracy on ${slice} validation images, which are training images outside the N; the test images played no part.${chosenText(plan, tuned)}`;
}

/** Beyond so many they belong in a table. */
const MOST_CHOSEN = 8;

function chosenText(plan: StudyPlan, tuned: readonly TunedSetting[]): string {
  if (tuned.length === 0 || tuned.length > MOST_CHOSEN) return '';
  const each = tuned.map(({ arm, levels, setting }) => {
    const place = plan.tuning?.at === 'each' ? levelsLabel(plan, levels) : '';
    return `${arm}${place && ` at ${place}`}: ${setting}`;
  });
  return ` The choices: ${each.join('; ')}.`;
}

/** What all arms search, then what single arms search besides. */
function rangesText(plan: StudyPlan, tuning: Tuning): string {
  const texts = new Map<string, string[]>();
  for (const arm of plan.arms) {
    const text = searchText(plan, arm, searchOf(arm, tuning));
    texts.set(text, [...(texts.get(text) ?? []), arm.label]);
  }
  if (texts.size === 1) return [...texts.keys()][0]!;
  return [...texts].map(([text, arms]) => `${text} (${listText(arms)})`).join('; ');
}

function searchText(plan: StudyPlan, arm: StudyArm, search: readonly SearchRange[]): string {
  const { spec } = givenSpecs(plan).find((each) => each.arm === arm.label)!;
  return listText(
    search.map((range) => {
      const label = lowerFirst(pathLabel(range.path, spec));
      if ('values' in range) return `${label} in {${range.values.join(', ')}}`;
      const scale = range.scale === 'log' ? ', log-uniform' : '';
      return `${label} from ${numberText(range.from)} to ${numberText(range.to)}${scale}`;
    }),
  );
}
