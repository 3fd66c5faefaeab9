/** What can be done with the run that is looked at. */
import {
  ArrowDown,
  ArrowUp,
  Download,
  Eye,
  EyeOff,
  History,
  ListX,
  NotebookPen,
  Pencil,
  Trash2,
  Weight,
  type LucideIcon,
} from 'lucide-react';
import { useState } from 'react';
import type { RunRecord } from '../../store/lab.ts';
import { moveInQueue, takeFromQueue } from '../../store/queue.ts';
import { exportResults, saveWeights } from '../../store/results.ts';
import { deleteRun, restoreSettings, toggleInChart } from '../../store/runList.ts';
import controls from '../shell/controls.module.css';
import { NotesDialog } from './LabelDialogs.tsx';
import styles from './Runs.module.css';

export interface RunActionsProps {
  readonly run: RunRecord;
  readonly isCharted: boolean;
  /** In the queue, from 1; 0 where it does not wait. */
  readonly place: number;
  readonly isLast: boolean;
  readonly onRename: () => void;
}

export function RunActions({ run, isCharted, place, isLast, onRename }: RunActionsProps) {
  const { id, name } = run;
  const [isWriting, setWriting] = useState(false);
  return (
    <div className={styles.actions}>
      {place > 0 && <QueueActions {...{ run, place, isLast }} />}
      <Action
        icon={isCharted ? Eye : EyeOff}
        name={`${isCharted ? 'Hide' : 'Show'} ${name} in the chart`}
        onClick={() => toggleInChart(id)}
      />
      <Action icon={Pencil} name={`Rename ${name}`} hint="F2" onClick={onRename} />
      <Action
        icon={NotebookPen}
        name={`Notes and tags of ${name}`}
        onClick={() => setWriting(true)}
      />
      <Action
        icon={History}
        name={`Restore settings of ${name}`}
        onClick={() => restoreSettings(id)}
      />
      <Action icon={Download} name={`Save ${name}`} onClick={() => void exportResults([id])} />
      {!run.imported && run.step > 0 && (
        <Action
          icon={Weight}
          name={`Save weights of ${name}`}
          onClick={() => void saveWeights(id)}
        />
      )}
      <Action icon={Trash2} name={`Delete ${name}`} onClick={() => void deleteRun(id)} />
      {isWriting && <NotesDialog run={run} onClose={() => setWriting(false)} />}
    </div>
  );
}

function QueueActions({ run, place, isLast }: { run: RunRecord; place: number; isLast: boolean }) {
  const { id, name } = run;
  return (
    <>
      <Action
        icon={ArrowUp}
        name={`Train ${name} earlier`}
        isEnabled={place > 1}
        onClick={() => moveInQueue(id, 'up')}
      />
      <Action
        icon={ArrowDown}
        name={`Train ${name} later`}
        isEnabled={!isLast}
        onClick={() => moveInQueue(id, 'down')}
      />
      <Action icon={ListX} name={`Take ${name} from the queue`} onClick={() => takeFromQueue(id)} />
    </>
  );
}

function Action(props: {
  icon: LucideIcon;
  name: string;
  hint?: string;
  isEnabled?: boolean;
  onClick: () => void;
}) {
  const { icon: Icon, name, hint, isEnabled = true, onClick } = props;
  return (
    <button
      type="button"
      className={controls.icon}
      aria-label={name}
      title={hint ? `${name} (${hint})` : name}
      disabled={!isEnabled}
      onClick={onClick}
    >
      <Icon size={15} aria-hidden />
    </button>
  );
}
