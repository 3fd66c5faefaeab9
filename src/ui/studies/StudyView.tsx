/** A study that was started: its plan, its runs, and what they say. */
import { ArrowLeft } from 'lucide-react';
import { useLab } from '../../store/lab.ts';
import { openStudy, type StudyTab, type StudyWithRuns } from '../../store/studies.ts';
import { Tabs, tabPanel } from '../parts/Tabs.tsx';
import controls from '../shell/controls.module.css';
import { PlanText } from './plan/PlanText.tsx';
import { QueueTab } from './queue/QueueTab.tsx';
import { ExportMenu } from './results/ExportMenu.tsx';
import { ResultsTab } from './results/ResultsTab.tsx';
import { StudyMenu } from './StudyMenu.tsx';
import styles from './StudyView.module.css';

const tabs = [
  { id: 'plan', label: 'Plan' },
  { id: 'queue', label: 'Queue' },
  { id: 'results', label: 'Results' },
] as const satisfies readonly { id: StudyTab; label: string }[];

const NAME = 'Study';

/** @param props.toList where the list is not beside it */
export function StudyView({ toList }: { toList: (() => void) | undefined }) {
  const open = useLab(({ studies }) => studies.open);
  const tab = useLab(({ studies }) => studies.tab);
  if (!open) return <p className={styles.loading}>Reading the study …</p>;
  const { id, plan } = open.study;
  return (
    <>
      <header className={styles.head}>
        <div className={styles.title}>
          {toList && (
            <button type="button" className={controls.quiet} onClick={toList}>
              <ArrowLeft size={15} aria-hidden />
              Studies
            </button>
          )}
          <h2>{plan.title}</h2>
          <p>{plan.question}</p>
          <ExportMenu open={open} />
          <StudyMenu open={open} />
        </div>
        <Tabs name={NAME} tabs={tabs} tab={tab} onChange={(next) => void openStudy(id, next)} />
      </header>
      <div className={styles.panel} {...tabPanel(NAME, tab)}>
        <Shown tab={tab} open={open} />
      </div>
    </>
  );
}

function Shown({ tab, open }: { tab: StudyTab; open: StudyWithRuns }) {
  switch (tab) {
    case 'plan':
      return <PlanText study={open.study} />;
    case 'queue':
      return <QueueTab open={open} />;
    case 'results':
      return <ResultsTab open={open} />;
  }
}
