/** Every run: its colour, name, state and score, and what sets it apart from the one looked at. */
import { Download, Upload } from 'lucide-react';
import { useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { currentRun, useLab } from '../../store/lab.ts';
import { exportResults, importFiles } from '../../store/results.ts';
import controls from '../shell/controls.module.css';
import { RunRow } from './RunRow.tsx';
import styles from './Runs.module.css';

export function Runs() {
  const ids = useLab(useShallow((state) => state.runs.map(({ id }) => id)));
  const reference = useLab((state) => currentRun(state)?.spec ?? state.draft);
  const isOpened = useLab((state) => state.opened);
  return (
    <section className={styles.runs} aria-label="Runs">
      <h2 className={controls.heading}>Runs</h2>
      {ids.length > 0 ? (
        <ul className={styles.list}>
          {ids.toReversed().map((id) => (
            <RunRow key={id} runId={id} reference={reference} />
          ))}
        </ul>
      ) : (
        isOpened && (
          <p className={styles.note}>
            No runs yet. Each one you train stays here, with its score and what it differs in.
          </p>
        )
      )}
      <div className={styles.foot}>
        <Exchange isEmpty={ids.length === 0} />
        <p className={styles.note}>
          Or drop results, or images as IDX files, anywhere on the page.
        </p>
      </div>
    </section>
  );
}

function Exchange({ isEmpty }: { isEmpty: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
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
      <button type="button" className={controls.button} onClick={() => input.current?.click()}>
        <Upload size={15} aria-hidden />
        Import
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = ''; // The same file may be chosen again.
          if (files.length > 0) void importFiles(files);
        }}
      />
    </div>
  );
}
