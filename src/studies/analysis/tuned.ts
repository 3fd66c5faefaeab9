/** What tuning chose, and what it was chosen from. */
import type { PlanCells } from '../plan/cells.ts';
import { levelsKey } from '../plan/combinations.ts';
import type { StudyPlan } from '../plan/plan.ts';
import { settingText } from '../plan/specPath.ts';
import { givenSpecs } from '../plan/specsOfPlan.ts';
import { drawnSpec, searchOf } from '../plan/tuning.ts';
import type { TunedSetting } from './analysis.ts';

/** One for each arm and combination of levels whose tuning is through. */
export function tunedSettings(plan: StudyPlan, { groups }: PlanCells): TunedSetting[] {
  const { tuning } = plan;
  if (!tuning) return [];
  return groups.flatMap(({ arm: label, levels, scores, chosen }) => {
    if (chosen === null) return [];
    const arm = plan.arms.find((each) => each.label === label)!;
    const { spec } = givenSpecs(plan).find(
      (each) => each.arm === label && levelsKey(each.levels) === levelsKey(levels),
    )!;
    const paths = searchOf(arm, tuning).map(({ path }) => path);
    const accuracyOf = (draw: number) =>
      scores.find((score) => score.draw === draw)?.accuracy ?? null;
    return [
      {
        ...{ arm: label, levels, draws: tuning.draws, draw: chosen },
        validationAccuracy: accuracyOf(chosen),
        givenAccuracy: accuracyOf(0),
        setting: settingText(drawnSpec(spec, arm, chosen, tuning), paths),
      },
    ];
  });
}
