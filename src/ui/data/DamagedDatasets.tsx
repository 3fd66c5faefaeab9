/** Stored datasets that cannot be read any more: what is wrong, and the way to be rid of them. */
import { Trash2 } from 'lucide-react';
import { useLab } from '../../store/lab.ts';
import { deleteDataset } from '../../store/storedDatasets.ts';
import controls from '../shell/controls.module.css';
import styles from './DatasetList.module.css';

export function DamagedDatasets() {
  const damaged = useLab((state) => state.damagedDatasets);
  if (damaged.length === 0) return null;
  return (
    <section aria-label="Cannot be read">
      <h2 className={controls.heading}>Cannot be read</h2>
      <ul>
        {damaged.map(({ id, reason, isNewer }) => (
          <li key={id} className={styles.row}>
            <p className={styles.none}>{reason}</p>
            {!isNewer && (
              <button
                type="button"
                className={controls.icon}
                aria-label={`Delete ${id}`}
                title="Delete"
                onClick={() => void deleteDataset(id)}
              >
                <Trash2 size={14} aria-hidden />
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
