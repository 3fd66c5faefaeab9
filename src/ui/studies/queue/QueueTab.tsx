/** The runs of a study: how far it is, what trains now, and every run in a list. */
import { useDeferredValue, useMemo, useState } from 'react';
import { useLab } from '../../../store/lab.ts';
import { repeatRun, type StudyWithRuns } from '../../../store/studies.ts';
import {
  activeSteps,
  everything,
  filterRows,
  queueRows,
  stateCounts,
} from '../../../store/studyQueueRows.ts';
import { coloursOf } from '../armColours.ts';
import { AmendPart } from './AmendPart.tsx';
import { CellTable } from './CellTable.tsx';
import { QueueBar } from './QueueBar.tsx';
import { QueueFilters } from './QueueFilters.tsx';

export function QueueTab({ open }: { open: StudyWithRuns }) {
  const { id, plan } = open.study;
  const progress = useLab(({ studies }) => studies.progress[id]);
  const [filter, setFilter] = useState(everything);
  const rows = useMemo(() => queueRows(open), [open]);
  const steps = useMemo(() => activeSteps(progress), [progress]);
  const wanted = useDeferredValue(filter);
  const shown = useMemo(() => filterRows(rows, wanted, steps), [rows, wanted, steps]);
  const counts = useMemo(() => stateCounts(rows, steps), [rows, steps]);
  const colours = useMemo(() => coloursOf(plan), [plan]);
  return (
    <>
      <QueueBar open={open} counts={counts} />
      <AmendPart open={open} counts={counts} />
      <QueueFilters
        arms={plan.arms.map(({ label }) => label)}
        factors={plan.factors}
        counts={counts}
        filter={filter}
        shown={shown.length}
        onChange={setFilter}
      />
      <CellTable
        rows={shown}
        factors={plan.factors.map(({ label }) => label)}
        colours={colours}
        steps={steps}
        onRepeat={(runId) => void repeatRun(id, runId)}
      />
    </>
  );
}
