/** How long a step of each arm takes here, once a person asked; forgotten when the arms change. */
import { useState } from 'react';
import { showError } from '../../../store/notices.ts';
import { measureSteps } from '../../../store/studyMeasure.ts';
import type { StudyPlan } from '../../../store/studyPlanEdits.ts';

type Paces = Readonly<Record<string, number>>;

const nothing: Paces = {};

export function useMeasure(plan: StudyPlan) {
  const [isMeasuring, setMeasuring] = useState(false);
  const [found, setFound] = useState({ of: '', paces: nothing });
  const of = JSON.stringify([{ ...plan.base, steps: 0 }, plan.arms]);
  async function measure(): Promise<void> {
    setMeasuring(true);
    try {
      setFound({ of, paces: await measureSteps(plan) });
    } catch (error) {
      showError(error);
    } finally {
      setMeasuring(false);
    }
  }
  return { measured: found.of === of ? found.paces : nothing, isMeasuring, measure };
}
