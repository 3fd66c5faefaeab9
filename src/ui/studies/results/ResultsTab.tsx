/** What a study says: verdicts first, then its figures beside its tables. */
import { useMemo } from 'react';
import { useStudyAnalysis } from './useStudyAnalysis.ts';
import type { StudyWithRuns } from '../../../store/studies.ts';
import { countsOf } from '../../../store/studyReading.ts';
import { coloursOf } from '../armColours.ts';
import { FigureCard } from './FigureCard.tsx';
import styles from './ResultsTab.module.css';
import { TablesCard } from './TablesCard.tsx';
import { Verdicts } from './Verdicts.tsx';

export function ResultsTab({ open }: { open: StudyWithRuns }) {
  const { plan } = open.study;
  const analysis = useStudyAnalysis(open);
  const colours = useMemo(() => coloursOf(plan), [plan]);
  const counts = useMemo(() => countsOf(analysis.cells), [analysis]);
  if (counts.finished === 0) {
    return (
      <p className={styles.empty}>
        No run of this study has finished yet. Its queue says how far it is; the first figures come
        with the first run.
      </p>
    );
  }
  return (
    <div className={styles.results}>
      <Verdicts study={open.study} analysis={analysis} colours={colours} />
      <div className={styles.cards}>
        <FigureCard open={open} analysis={analysis} />
        <TablesCard open={open} analysis={analysis} colours={colours} />
      </div>
    </div>
  );
}
