/** Every run: its colour, name, state and score, and what sets it apart from the one looked at. */
import { Download, Link2, Upload } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { CHARTED, chartedIds } from '../../store/chartedRuns.ts';
import { useLab } from '../../store/lab.ts';
import { exportResults } from '../../store/results.ts';
import { foundRuns } from '../../store/runSearch.ts';
import { chooseFiles } from '../shell/chooseFiles.ts';
import controls from '../shell/controls.module.css';
import { BulkBar } from './BulkBar.tsx';
import { ComparisonList, ComparisonsMenu } from './ComparisonsMenu.tsx';
import { ListTools } from './ListTools.tsx';
import { QueueStrip } from './QueueStrip.tsx';
import { RunList } from './RunList.tsx';
import styles from './Runs.module.css';
import { ShareDialog } from './Share.tsx';

/** Fewer runs than this are seen at a glance. */
const WORTH_SEARCHING = 3;

export function Runs() {
  const runs = useLab((state) => state.runs);
  const list = useLab((state) => state.list);
  const isOpened = useLab((state) => state.opened);
  const [isAsked, setAsked] = useState(false);
  const [isSharing, setSharing] = useState(false);
  const isPicking = isAsked || list.checkedIds.length > 0;
  // The letters that are typed come first; the rows may follow a moment later.
  const search = useDeferredValue(list.search);
  const found = useMemo(
    () => foundRuns(runs, { search, sort: list.sort }),
    [runs, search, list.sort],
  );
  const isLong = runs.length >= WORTH_SEARCHING || list.search !== '';
  return (
    <section className={styles.runs} aria-label="Runs">
      <div className={styles.head}>
        <h2 className={controls.heading}>Runs</h2>
        <ComparisonsMenu isSmall />
        {runs.length > 1 && !isPicking && (
          <button type="button" className={controls.quiet} onClick={() => setAsked(true)}>
            Select
          </button>
        )}
        <button
          type="button"
          className={controls.icon}
          aria-label="Share"
          title="Share what is set up as a link"
          onClick={() => setSharing(true)}
        >
          <Link2 size={16} aria-hidden />
        </button>
        {isSharing && <ShareDialog onClose={() => setSharing(false)} />}
      </div>
      {isLong && <ListTools />}
      <QueueStrip />
      <Count found={found.length} />
      {runs.length > 0 ? (
        <RunList of={`${search}/${list.sort}`} runs={found} isPicking={isPicking} />
      ) : (
        isOpened && <Empty />
      )}
      <div className={styles.foot} data-picking={isPicking}>
        {isPicking ? (
          <BulkBar onDone={() => setAsked(false)} />
        ) : (
          <Exchange isEmpty={runs.length === 0} />
        )}
      </div>
    </section>
  );
}

function Empty() {
  return (
    <>
      <p className={styles.note}>
        No runs yet. Each one you train stays here, with its score and what it differs in.
      </p>
      <p className={styles.note}>Or begin with a question, and let the lab line up the runs:</p>
      <ComparisonList isShort />
    </>
  );
}

/** How many were found, and how many of them the chart has room for. */
function Count({ found }: { found: number }) {
  const all = useLab((state) => state.runs.length);
  const isSearched = useLab(({ list }) => list.search.trim() !== '');
  const charted = useLab((state) => chartedIds(state).size);
  const isBench = useLab(({ view }) => view.kind === 'bench');
  const parts = [
    ...(isSearched ? [`${found} of ${all} runs found.`] : []),
    ...(isBench && all > CHARTED
      ? [`The chart shows ${charted} of ${all}: the newest and those you show.`]
      : []),
  ];
  if (parts.length === 0) return null;
  return (
    <p className={styles.note} role="status">
      {parts.join(' ')}
    </p>
  );
}

function Exchange({ isEmpty }: { isEmpty: boolean }) {
  return (
    <>
      <div className={styles.exchange}>
        <button
          type="button"
          className={controls.button}
          disabled={isEmpty}
          onClick={() => void exportResults()}
        >
          <Download size={15} aria-hidden />
          Export results
        </button>
        <button type="button" className={controls.button} onClick={chooseFiles}>
          <Upload size={15} aria-hidden />
          Import
        </button>
      </div>
      <p className={styles.note}>Or drop results, images or datasets anywhere on the page.</p>
    </>
  );
}
