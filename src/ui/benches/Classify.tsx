/** The bench: one column to set up, one to watch, one to compare; tabs where the screen is narrow. */
import { useState } from 'react';
import { Runs } from '../runs/Runs.tsx';
import { useNarrow } from '../shell/useNarrow.ts';
import styles from './Classify.module.css';
import { RunBar } from './RunBar.tsx';
import { SetUp } from './SetUp.tsx';
import { Training } from './Training.tsx';
import { Warp } from './Warp.tsx';

const tabs = ['Set-up', 'Training', 'Runs'] as const;
type Tab = (typeof tabs)[number];

export function Classify() {
  const isNarrow = useNarrow();
  const [tab, setTab] = useState<Tab>('Training');
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
        <Training withRunBar={!isNarrow} />
        <div className={styles.warp}>
          <Warp />
        </div>
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
