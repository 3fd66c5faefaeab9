/** A run's name: a button that chooses the run, and a field while it is being changed. */
import { useRef, type KeyboardEvent, type MouseEvent } from 'react';
import type { RunRecord } from '../../store/lab.ts';
import { checkUpTo, toggleChecked } from '../../store/runChoice.ts';
import { renameRun } from '../../store/runLabels.ts';
import { selectRun } from '../../store/runList.ts';
import styles from './Runs.module.css';

export interface RunNameProps {
  readonly run: RunRecord;
  readonly isSelected: boolean;
  readonly isRenaming: boolean;
  readonly onRename: (isRenaming: boolean) => void;
}

export function RunName({ run: { id, name }, isSelected, isRenaming, onRename }: RunNameProps) {
  const button = useRef<HTMLButtonElement>(null);
  if (isRenaming) {
    return (
      <NameField
        name={name}
        onEnd={(wanted) => {
          if (wanted !== null) renameRun(id, wanted);
          onRename(false);
          requestAnimationFrame(() => button.current?.focus());
        }}
      />
    );
  }
  function choose(event: MouseEvent): void {
    if (event.shiftKey) checkUpTo(id);
    else if (event.ctrlKey || event.metaKey) toggleChecked(id);
    else selectRun(isSelected ? null : id);
  }
  return (
    <button
      ref={button}
      type="button"
      className={styles.name}
      title={name}
      aria-pressed={isSelected}
      aria-keyshortcuts="F2"
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key === 'F2') onRename(true);
      }}
    >
      {name}
    </button>
  );
}

/** Enter and leaving the field keep what was typed, Escape does not. */
function NameField({ name, onEnd }: { name: string; onEnd: (wanted: string | null) => void }) {
  const isOver = useRef(false);
  function end(wanted: string | null): void {
    if (isOver.current) return; // the field loses the focus when it goes
    isOver.current = true;
    onEnd(wanted);
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'Enter') end(event.currentTarget.value);
    if (event.key === 'Escape') end(null);
  }
  return (
    <input
      className={styles.rename}
      aria-label={`New name of ${name}`}
      defaultValue={name}
      maxLength={80}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={onKeyDown}
      onBlur={(event) => end(event.currentTarget.value)}
    />
  );
}
