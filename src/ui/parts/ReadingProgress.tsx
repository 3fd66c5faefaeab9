/** How far reading or downloading is: a bar and a line; people who listen hear of every quarter. */
import type { LibraryProgress } from '../../store/importing.ts';
import { bytesText, countText } from '../../store/wording.ts';
import controls from '../shell/controls.module.css';
import styles from './ReadingProgress.module.css';

export interface ReadingProgressProps {
  /** null: it has not begun to count yet. */
  readonly progress: LibraryProgress | null;
  /** What is said until the first report. */
  readonly begin: string;
}

export function ReadingProgress({ progress, begin }: ReadingProgressProps) {
  const isCounted = progress !== null && progress.of > 0;
  const what = progress?.what ?? begin;
  return (
    <div className={styles.progress}>
      <progress
        aria-label={what}
        {...(isCounted ? { value: Math.min(progress.done, progress.of), max: progress.of } : {})}
      />
      <p className={styles.line}>
        <span>{what}</span>
        <span>{progress && amountText(progress)}</span>
      </p>
      <p className={controls.spoken} role="status">
        {spokenText(what, isCounted ? progress.done / progress.of : 0)}
      </p>
    </div>
  );
}

/** `12,000 of 60,000`, `3.1 MB of 26 MB`. */
export function amountText({ done, of, unit }: LibraryProgress): string {
  const text = unit === 'bytes' ? bytesText : countText;
  if (of > 0) return `${text(done)} of ${text(of)}`;
  return done > 0 ? text(done) : '';
}

/** A new text only four times on the way. */
export function spokenText(what: string, share: number): string {
  const quarters = Math.floor(Math.min(1, share) * 4);
  return quarters === 0 ? what : `${what}: ${25 * quarters} %`;
}
