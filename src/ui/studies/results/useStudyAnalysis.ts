/** The analysis of the open study, made again when a run has ended. */
import { useDeferredValue, useMemo } from 'react';
import type { StudyWithRuns } from '../../../store/studies.ts';
import { analyseStudy, type StudyAnalysis } from '../../../store/studyReading.ts';

export function useStudyAnalysis(open: StudyWithRuns): StudyAnalysis {
  const { study, runs } = useDeferredValue(open);
  return useMemo(() => analyseStudy(study, runs), [study, runs]);
}
