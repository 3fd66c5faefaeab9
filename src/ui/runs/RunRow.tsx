/** One run of the list. */
import { Download, Eye, EyeOff, History, Trash2, type LucideIcon } from 'lucide-react';
import { Fragment, memo, useMemo, type CSSProperties } from 'react';
import { useLab, type RunRecord, type RunSpec } from '../../store/lab.ts';
import { differences } from '../../store/lists.ts';
import { exportResults } from '../../store/results.ts';
import { deleteRun, restoreSettings, selectRun, toggleInChart } from '../../store/runList.ts';
import { countText, differsText, durationText, percentText } from '../../store/wording.ts';
import { runColour } from '../parts/useColours.ts';
import controls from '../shell/controls.module.css';
import styles from './Runs.module.css';
import { systemNames } from './systemNames.ts';

export const RunRow = memo(function RunRow(props: { runId: string; reference: RunSpec }) {
  const run = useLab(({ runs }) => runs.find(({ id }) => id === props.runId));
  const isSelected = useLab(({ selectedId }) => selectedId === props.runId);
  const isHidden = useLab(({ hiddenIds }) => hiddenIds.includes(props.runId));
  const spec = run?.spec;
  const differs = useMemo(
    () => (spec ? differsText(differences(props.reference, spec)) : ''),
    [spec, props.reference],
  );
  if (!run) return null;
  return (
    <li
      className={styles.row}
      data-selected={isSelected}
      data-hidden={isHidden}
      style={{ '--colour': runColour(run.colour) } as CSSProperties}
    >
      <span className={styles.dot} aria-hidden />
      <div className={styles.main}>
        <button
          type="button"
          className={styles.name}
          aria-pressed={isSelected}
          onClick={() => selectRun(isSelected ? null : run.id)}
        >
          {run.name}
        </button>
        <p className={styles.small} title={run.reason ?? undefined}>
          <span className={styles.state} data-state={run.status}>
            {run.status}
          </span>
          {progressOf(run)}
        </p>
      </div>
      <Score run={run} />
      <p className={`${styles.small} ${styles.differs}`}>
        {run.imported && 'imported · '}
        {isSelected ? <Systems spec={run.spec} /> : differs}
      </p>
      <Actions run={run} isHidden={isHidden} />
    </li>
  );
});

/** The final score of all test images; before the end, that of those scored while training. */
function Score({ run: { final, history } }: { run: RunRecord }) {
  const accuracy = final?.testAccuracy ?? history.testAccuracy.at(-1);
  const source = final ? `on ${countText(final.testCount)} images` : 'so far, on a part of them';
  return (
    <dl className={styles.score} title={accuracy === undefined ? undefined : source}>
      <dt>Test accuracy</dt>
      <dd data-final={final !== null}>{accuracy === undefined ? '–' : percentText(accuracy)}</dd>
    </dl>
  );
}

function progressOf({ status, step, final }: RunRecord): string {
  if (final) return ` · ${durationText(final.trainedMs)}`;
  if (status === 'queued') return '';
  return ` · step\u00a0${countText(step)}`;
}

/** Each of them unbroken. */
function Systems({ spec }: { spec: RunSpec }) {
  return systemNames(spec).map((part, index) => (
    <Fragment key={part}>
      {index > 0 && ' · '}
      <span className={styles.whole}>{part}</span>
    </Fragment>
  ));
}

function Actions({ run: { id, name }, isHidden }: { run: RunRecord; isHidden: boolean }) {
  return (
    <div className={styles.actions}>
      <Action
        icon={isHidden ? EyeOff : Eye}
        name={`${isHidden ? 'Show' : 'Hide'} ${name} in the chart`}
        onClick={() => toggleInChart(id)}
      />
      <Action
        icon={History}
        name={`Restore settings of ${name}`}
        onClick={() => restoreSettings(id)}
      />
      <Action icon={Download} name={`Save ${name}`} onClick={() => void exportResults([id])} />
      <Action icon={Trash2} name={`Delete ${name}`} onClick={() => void deleteRun(id)} />
    </div>
  );
}

function Action(props: { icon: LucideIcon; name: string; onClick: () => void }) {
  const { icon: Icon, name, onClick } = props;
  return (
    <button
      type="button"
      className={controls.icon}
      aria-label={name}
      title={name}
      onClick={onClick}
    >
      <Icon size={15} aria-hidden />
    </button>
  );
}
