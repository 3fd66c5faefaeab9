/** What can be done with the runs that are ticked. */
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { comparePair } from '../../store/comparisons.ts';
import { useLab } from '../../store/lab.ts';
import { exportResults } from '../../store/results.ts';
import { checkAllFound, uncheckAll } from '../../store/runChoice.ts';
import { deleteRuns, setInChart } from '../../store/runList.ts';
import controls from '../shell/controls.module.css';
import { TagsDialog } from './LabelDialogs.tsx';
import styles from './Runs.module.css';

export function BulkBar({ onDone }: { onDone: () => void }) {
  const ids = useLab(useShallow(({ list }) => list.checkedIds));
  const isAnyShown = useLab(({ hiddenIds, list }) =>
    list.checkedIds.some((id) => !hiddenIds.includes(id)),
  );
  const [isTagging, setTagging] = useState(false);
  const [first, second] = ids;
  const actions = [
    {
      label: 'Compare',
      isEnabled: ids.length === 2,
      does: () => comparePair(first!, second!),
      title: 'Two runs side by side',
    },
    { label: isAnyShown ? 'Hide' : 'Show', does: () => setInChart(ids, !isAnyShown) },
    { label: 'Tag', does: () => setTagging(true) },
    { label: 'Save', does: () => void exportResults(ids) },
    { label: 'Delete', does: () => void deleteRuns(ids) },
  ];
  return (
    <div className={styles.bulk} role="group" aria-label="Selected runs">
      <p role="status">{ids.length === 0 ? 'Tick runs in the list.' : `${ids.length} selected`}</p>
      <button type="button" className={controls.quiet} onClick={checkAllFound}>
        All
      </button>
      <button
        type="button"
        className={controls.quiet}
        onClick={() => {
          uncheckAll();
          onDone();
        }}
      >
        Done
      </button>
      <div className={styles.bulkActions}>
        {actions.map(({ label, does, isEnabled = ids.length > 0, title }) => (
          <button
            key={label}
            type="button"
            className={controls.button}
            disabled={!isEnabled}
            title={title}
            onClick={does}
          >
            {label}
          </button>
        ))}
      </div>
      {isTagging && <TagsDialog runIds={ids} onClose={() => setTagging(false)} />}
    </div>
  );
}
