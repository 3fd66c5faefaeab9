/** The bench: one column to set up, one to watch, one to compare; tabs where the screen is narrow. */
import { useState } from 'react';
import { useLab } from '../../store/lab.ts';
import { Look } from '../look/Look.tsx';
import { ComparisonView } from '../runs/ComparisonView.tsx';
import { PairView } from '../runs/PairView.tsx';
import { Runs } from '../runs/Runs.tsx';
import { useNarrow } from '../shell/useNarrow.ts';
import styles from './Classify.module.css';
import { RunBar } from './RunBar.tsx';
import { SetUp } from './SetUp.tsx';
import { Training } from './Training.tsx';

const tabs = ['Set-up', 'Training', 'Runs'] as const;
type Tab = (typeof tabs)[number];

export function Classify() {
  const isNarrow = useNarrow();
  const [tab, setTab] = useState<Tab>('Training');
  const view = useLab((state) => state.view);
  const [shownView, setShownView] = useState(view);
  if (view !== shownView) {
    setShownView(view);
    setTab('Training'); // Whatever was asked for is to be seen.
  }
  const panel = (name: Tab) =>
    isNarrow
      ? { role: 'tabpanel', 'aria-labelledby': `tab-${name}`, hidden: name !== tab }
      : undefined;
  return (
    <main className={styles.bench}>
      {isNarrow && <Tabs tab={tab} onChange={setTab} />}
      <div className={styles.setUp} {...panel('Set-up')}>
        <SetUp />
      </div>
      <div className={styles.middle} {...panel('Training')}>
        {view.kind === 'bench' ? (
          <>
            <Training withRunBar={!isNarrow} />
            <div className={styles.look}>
              <Look />
            </div>
          </>
        ) : (
          <>
            {!isNarrow && <RunBar />}
            {view.kind === 'pair' ? <PairView /> : <ComparisonView />}
          </>
        )}
      </div>
      <div className={styles.runs} {...panel('Runs')}>
        <Runs />
      </div>
      {isNarrow && (
        <div className={styles.bottom}>
          <RunBar withChanges />
        </div>
      )}
    </main>
  );
}

function Tabs({ tab, onChange }: { tab: Tab; onChange: (tab: Tab) => void }) {
  function walk(key: string): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length]!;
    onChange(next);
    document.getElementById(`tab-${next}`)?.focus();
  }
  return (
    <div className={styles.tabs} role="tablist" onKeyDown={(event) => walk(event.key)}>
      {tabs.map((name) => (
        <button
          key={name}
          id={`tab-${name}`}
          type="button"
          role="tab"
          aria-selected={name === tab}
          tabIndex={name === tab ? 0 : -1}
          onClick={() => onChange(name)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
