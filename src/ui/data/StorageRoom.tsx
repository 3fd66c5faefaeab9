/** How full the browser's storage is, and whether it promises to keep what is there. */
import { useEffect } from 'react';
import { keepForGood, measureRoom, type StorageRoom as Room } from '../../store/room.ts';
import { useLab } from '../../store/lab.ts';
import { bytesText } from '../../store/wording.ts';
import controls from '../shell/controls.module.css';
import styles from './DatasetList.module.css';

export function StorageRoom() {
  const room = useLab(({ data }) => data.room);
  const stored = useLab((state) => state.storedDatasets);
  useEffect(() => void measureRoom(), [stored]);
  if (!room) return <section className={styles.room} aria-label="Storage" />;
  const { used, quota, persisted } = room;
  return (
    <section className={styles.room} aria-label="Storage">
      <p>
        <span>{usedText(room)}</span>
        {persisted === false && (
          <button
            type="button"
            className={controls.quiet}
            title="Without that promise it may delete all of it when the disk is full"
            onClick={() => void keepForGood()}
          >
            Ask to keep it
          </button>
        )}
      </p>
      {used !== null && quota !== null && quota > 0 && (
        <meter aria-label="Storage used" min={0} max={quota} value={used} />
      )}
      <p>{promiseText(persisted)}</p>
    </section>
  );
}

function usedText({ used, quota }: Room): string {
  if (used === null) return 'The browser does not say how much is stored.';
  return `${bytesText(used)} stored${quota === null ? '' : ` of ${bytesText(quota)}`}`;
}

function promiseText(persisted: boolean | null): string {
  if (persisted === true) return 'The browser promises to keep it.';
  if (persisted === false) return 'The browser may delete it when the disk is full.';
  return '';
}
