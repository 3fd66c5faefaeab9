/** The figures of a study, a tab each; those that the plan gives no reason for are not offered. */
import { useState } from 'react';
import type { StudyWithRuns } from '../../../store/studies.ts';
import { hasSeveralDatasets, type StudyAnalysis } from '../../../store/studyReading.ts';
import { Tabs, tabPanel } from '../../parts/Tabs.tsx';
import { ClassesFigure } from './ClassesFigure.tsx';
import { CostFigure } from './CostFigure.tsx';
import { EfficiencyFigure } from './EfficiencyFigure.tsx';
import { LearningFigure } from './LearningFigure.tsx';
import { ProfilesFigure } from './ProfilesFigure.tsx';
import styles from './ResultsTab.module.css';
import { ViewsFigure } from './ViewsFigure.tsx';

export interface FigureProps {
  readonly open: StudyWithRuns;
  readonly analysis: StudyAnalysis;
}

const figures = [
  { id: 'efficiency', label: 'Error', show: EfficiencyFigure, isFor: () => true },
  { id: 'learning', label: 'Learning', show: LearningFigure, isFor: () => true },
  { id: 'cost', label: 'Cost', show: CostFigure, isFor: () => true },
  {
    id: 'classes',
    label: 'Classes',
    show: ClassesFigure,
    isFor: ({ analysis }: FigureProps) =>
      analysis.cells.some(({ classAccuracy }) => classAccuracy !== null),
  },
  {
    id: 'views',
    label: 'Views',
    show: ViewsFigure,
    isFor: ({ open }: FigureProps) => open.study.plan.views.length > 0,
  },
  {
    id: 'profiles',
    label: 'Pooled',
    show: ProfilesFigure,
    isFor: ({ open }: FigureProps) => hasSeveralDatasets(open.study.plan),
  },
] as const;
type FigureId = (typeof figures)[number]['id'];

const NAME = 'Figures';

export function FigureCard(props: FigureProps) {
  const offered = figures.filter(({ isFor }) => isFor(props));
  const [chosen, setChosen] = useState<FigureId>('efficiency');
  const { id, show: Shown } = offered.find((each) => each.id === chosen) ?? offered[0]!;
  return (
    <section className={styles.card} aria-label={NAME}>
      <Tabs name={NAME} tabs={offered} tab={id} onChange={setChosen} />
      <div className={styles.panel} {...tabPanel(NAME, id)}>
        <Shown {...props} />
      </div>
    </section>
  );
}
