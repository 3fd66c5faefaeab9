/** Parameters of each arm, as soon as the size of its images is known. */
import { useEffect, useMemo } from 'react';
import { loadCard } from '../../../store/datasetCards.ts';
import { useLab } from '../../../store/lab.ts';
import type { StudyPlan } from '../../../store/studyPlanEdits.ts';
import { datasetsOf, parametersOf } from '../../../store/studySummary.ts';

export function useArmCounts(plan: StudyPlan): readonly (number | undefined)[] {
  const cards = useLab((state) => state.cards);
  useDatasets(plan);
  return useMemo(() => parametersOf(plan, { cards }), [plan, cards]);
}

/** Asks for the cards of all datasets that the plan names, each once. */
export function useDatasets(plan: StudyPlan): void {
  const { seed } = plan.base;
  const wanted = JSON.stringify(datasetsOf(plan));
  useEffect(() => {
    for (const dataset of JSON.parse(wanted) as ReturnType<typeof datasetsOf>) {
      void loadCard(dataset, seed);
    }
  }, [wanted, seed]);
}
