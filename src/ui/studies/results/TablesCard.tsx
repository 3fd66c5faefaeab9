/** The numbers of a study, a tab each: means, what was tested, differences, tuning, methods. */
import { useMemo, useState } from 'react';
import type { StudyWithRuns } from '../../../store/studies.ts';
import type { StudyAnalysis } from '../../../store/studyReading.ts';
import { Tabs, tabPanel } from '../../parts/Tabs.tsx';
import { Methods } from './Methods.tsx';
import { ReadingTableView } from './ReadingTableView.tsx';
import styles from './ResultsTab.module.css';
import {
  differencesTable,
  meansTable,
  testedTable,
  tunedTable,
  type ReadingTable,
} from './tables.ts';

export interface TablesCardProps {
  readonly open: StudyWithRuns;
  readonly analysis: StudyAnalysis;
  readonly colours: ReadonlyMap<string, number>;
}

const NAME = 'Numbers';
type TableId = 'means' | 'tested' | 'differences' | 'tuning' | 'methods';

export function TablesCard({ open, analysis, colours }: TablesCardProps) {
  const [chosen, setChosen] = useState<TableId>('means');
  const { plan } = open.study;
  const tables = useMemo(() => tablesOf(plan, analysis), [plan, analysis]);
  const tabs = [
    ...tables.map(({ id, label }) => ({ id, label })),
    { id: 'methods' as const, label: 'Methods' },
  ];
  const shown = tables.find(({ id }) => id === chosen);
  return (
    <section className={styles.card} aria-label={NAME}>
      <Tabs name={NAME} tabs={tabs} tab={chosen} onChange={setChosen} />
      <div className={styles.panel} {...tabPanel(NAME, chosen)}>
        {shown ? (
          <>
            {shown.note && <p className={styles.note}>{shown.note}</p>}
            <ReadingTableView name={shown.label} table={shown.table} colours={colours} />
          </>
        ) : (
          <Methods study={open.study} analysis={analysis} />
        )}
      </div>
    </section>
  );
}

interface NamedTable {
  readonly id: Exclude<TableId, 'methods'>;
  readonly label: string;
  readonly table: ReadingTable;
  readonly note?: string;
}

function tablesOf(plan: StudyWithRuns['study']['plan'], analysis: StudyAnalysis): NamedTable[] {
  const factors = plan.factors.map(({ label }) => label);
  return [
    { id: 'means', label: 'Means', table: meansTable(analysis, factors) },
    ...(analysis.comparisons.length > 0
      ? [{ id: 'tested', label: 'Tested', table: testedTable(analysis) } as const]
      : []),
    ...(analysis.differences.length > 0
      ? [
          {
            id: 'differences',
            label: 'Differences',
            table: differencesTable(analysis),
            note: 'In points of test accuracy, seed by seed: estimates, not tested.',
          } as const,
        ]
      : []),
    ...(analysis.tuned.length > 0
      ? [{ id: 'tuning', label: 'Tuning', table: tunedTable(analysis.tuned) } as const]
      : []),
  ];
}
