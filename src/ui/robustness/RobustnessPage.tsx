/**
 * The bench of robustness: what is done to the test images, what every run then makes of them, and
 * figures of it. Three columns, or three tabs where the screen is narrow.
 */
import { useEffect, useState } from 'react';
import { useLab } from '../../store/lab.ts';
import { stripView } from '../../store/robustnessStrip.ts';
import { watchRobustness } from '../../store/robustnessWatch.ts';
import { Tabs, tabPanel } from '../parts/Tabs.tsx';
import { useNarrow } from '../shell/useNarrow.ts';
import { Accuracy } from './Accuracy.tsx';
import { BenchFoot } from './BenchFoot.tsx';
import { ChainPart } from './ChainPart.tsx';
import { Figures } from './Figures.tsx';
import { Images } from './Images.tsx';
import { NoRuns, NoStrip } from './Nothing.tsx';
import { PairWords } from './PairWords.tsx';
import { Preview } from './Preview.tsx';
import styles from './RobustnessPage.module.css';
import { SensorPart } from './SensorPart.tsx';
import { TellingPart } from './TellingPart.tsx';
import { useRuns } from './useRuns.ts';

const tabs = [
  { id: 'changes', label: 'Changes' },
  { id: 'images', label: 'Images' },
  { id: 'figures', label: 'Figures' },
] as const;
type Tab = (typeof tabs)[number]['id'];

const NAME = 'Robustness';

export function RobustnessPage() {
  const isNarrow = useNarrow();
  const [tab, setTab] = useState<Tab>('images');
  useEffect(() => watchRobustness(), []);
  const panel = (name: Tab) =>
    isNarrow ? { ...tabPanel(NAME, name), hidden: name !== tab } : undefined;
  return (
    <main className={styles.page} aria-label={NAME}>
      {isNarrow && (
        <div className={styles.tabs}>
          <Tabs name={NAME} tabs={tabs} tab={tab} onChange={setTab} />
        </div>
      )}
      <div className={styles.chain} {...panel('changes')}>
        {isNarrow && <Preview />}
        <div className={styles.parts}>
          <ChainPart />
          <SensorPart />
          <TellingPart />
        </div>
        <BenchFoot />
      </div>
      <div className={styles.middle} {...panel('images')}>
        <Middle />
      </div>
      <div className={styles.figures} {...panel('figures')}>
        <Figures />
      </div>
    </main>
  );
}

function Middle() {
  const view = useLab(stripView);
  const runs = useRuns();
  if (view.phase !== 'ready')
    return <NoStrip reason={view.phase === 'failed' ? view.reason : null} />;
  return (
    <>
      <Images view={view} runs={runs} />
      {runs.length > 0 ? <Accuracy runs={runs} isSeen={view.pictures !== null} /> : <NoRuns />}
      <PairWords runs={runs} />
    </>
  );
}
