/**
 * The analysis with its datasets pooled, which takes a worker a while. What was pooled last is shown
 * until the next one is there: a study that trains has a new analysis every other second.
 */
import { useEffect, useRef, useState } from 'react';
import { showError } from '../../../store/notices.ts';
import { pooledAnalysis } from '../../../store/studyPooling.ts';
import type { StudyAnalysis, StudyPlan } from '../../../store/studyReading.ts';

/** null until the first one is there. */
export function usePooled(plan: StudyPlan, analysis: StudyAnalysis): StudyAnalysis | null {
  const [latest, setLatest] = useState<{ of: StudyAnalysis; pooled: StudyAnalysis | null }>();
  const isBusy = useRef(false);
  useEffect(() => {
    if (isBusy.current || latest?.of === analysis) return;
    isBusy.current = true;
    void pooledAnalysis(plan, analysis)
      .catch((error: unknown) => {
        showError(error);
        return null;
      })
      .then((pooled) => {
        isBusy.current = false;
        setLatest({ of: analysis, pooled });
      });
  }, [plan, analysis, latest]);
  return latest?.pooled ?? null;
}
