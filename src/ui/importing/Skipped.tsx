/** Files that give no image: the damaged ones want a word from the person, the others nobody misses. */
import type { SkippedFile, UnderstoodImport } from '../../store/importing.ts';
import { countText } from '../../store/wording.ts';
import styles from './ImportDialog.module.css';

export interface SkippedProps {
  readonly understood: UnderstoodImport;
  /** How many damaged files the person has agreed to go on without. */
  readonly without: number;
  readonly onWithout: (count: number) => void;
}

/** Damaged files that nobody has agreed to go on without? Reading again may find more of them. */
export const isIncomplete = ({ damagedCount }: UnderstoodImport, without: number): boolean =>
  damagedCount > 0 && without !== damagedCount;

export function Skipped({ understood, without, onWithout }: SkippedProps) {
  const { skipped, damagedCount, ignoredCount } = understood;
  const damaged = skipped.filter(({ kind }) => kind === 'damaged');
  const ignored = skipped.filter(({ kind }) => kind === 'ignored');
  return (
    <>
      {damagedCount > 0 && (
        <div className={styles.damaged} role="group" aria-label="Files that could not be read">
          <p>
            {damagedCount === 1 ? '1 file' : `${countText(damagedCount)} files`} could not be read.
          </p>
          <FileList files={damaged} count={damagedCount} />
          <label>
            <input
              type="checkbox"
              checked={without === damagedCount}
              onChange={(event) => onWithout(event.target.checked ? damagedCount : 0)}
            />
            Import without {damagedCount === 1 ? 'it' : 'them'}
          </label>
        </div>
      )}
      {ignoredCount > 0 && (
        <details className={styles.ignored}>
          <summary>
            {ignoredCount === 1 ? '1 file' : `${countText(ignoredCount)} files`} of other kinds left
            out
          </summary>
          <FileList files={ignored} count={ignoredCount} />
        </details>
      )}
    </>
  );
}

function FileList({ files, count }: { files: readonly SkippedFile[]; count: number }) {
  const more = count - files.length;
  return (
    <ul className={styles.files} tabIndex={0} aria-label="Files and reasons">
      {files.map(({ name, reason }, place) => (
        <li key={place}>
          <b>{name}</b>, {reason}
        </li>
      ))}
      {more > 0 && <li>and {countText(more)} more</li>}
    </ul>
  );
}
