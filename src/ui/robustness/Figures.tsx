/** Figures of the runs that take part: each tab one question. */
import { useState } from 'react';
import { Tabs, tabPanel } from '../parts/Tabs.tsx';
import { BreakingTab } from './BreakingTab.tsx';
import { CorruptionsTab } from './CorruptionsTab.tsx';
import { CurvesTab } from './CurvesTab.tsx';
import styles from './Figures.module.css';
import { FindTab } from './FindTab.tsx';
import { FlipsTab } from './FlipsTab.tsx';

const tabs = [
  { id: 'curves', label: 'Curves', show: CurvesTab },
  { id: 'corruptions', label: 'Corruptions', show: CorruptionsTab },
  { id: 'flips', label: 'First to flip', show: FlipsTab },
  { id: 'breaking', label: 'Breaking point', show: BreakingTab },
  { id: 'find', label: 'Find', show: FindTab },
] as const;
type Tab = (typeof tabs)[number]['id'];

const NAME = 'Figures';

export function Figures() {
  const [tab, setTab] = useState<Tab>('curves');
  const { show: Shown } = tabs.find(({ id }) => id === tab)!;
  return (
    <section className={styles.card} aria-label={NAME}>
      <Tabs name={NAME} tabs={tabs} tab={tab} onChange={setTab} />
      <div className={styles.panel} {...tabPanel(NAME, tab)}>
        <Shown />
      </div>
    </section>
  );
}
