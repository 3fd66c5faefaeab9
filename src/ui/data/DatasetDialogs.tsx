/** Another name for a stored dataset, and its end. */
import { useState } from 'react';
import { deleteKept, renameKept } from '../../store/dataPage.ts';
import type { StoredDatasetCard } from '../../datasets/stored.ts';
import { useLab } from '../../store/lab.ts';
import { bytesText } from '../../store/wording.ts';
import { findDataset } from '../../datasets/index.ts';
import { Dialog } from '../runs/Dialog.tsx';
import dialog from '../runs/Dialog.module.css';
import controls from '../shell/controls.module.css';
import { runsOn } from './datasetGroups.ts';

interface Props {
  readonly stored: StoredDatasetCard;
  readonly onClose: () => void;
}

export function RenameDataset({ stored, onClose }: Props) {
  const [name, setName] = useState(stored.label);
  return (
    <Dialog title={`Rename ${stored.label}`} onClose={onClose}>
      <label>
        Name
        <input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
      </label>
      <div className={dialog.buttons}>
        {/* Not a submit button: as the first of them it would be what Enter presses. */}
        <button
          type="button"
          className={controls.button}
          onClick={(event) => event.currentTarget.closest('dialog')!.close()}
        >
          Cancel
        </button>
        <button
          className={controls.primary}
          disabled={name.trim() === ''}
          onClick={() => void renameKept(stored.id, name)}
        >
          Rename
        </button>
      </div>
    </Dialog>
  );
}

export function DeleteDataset({ stored, onClose }: Props) {
  const { id, label, bytes } = stored;
  const runs = useLab((state) => state.runs);
  return (
    <Dialog title={`Delete ${label}?`} onClose={onClose}>
      <p>
        It frees {bytesText(bytes)}. {wayBack(id)} {usersText(runsOn(id, runs).length)}
      </p>
      <div className={dialog.buttons}>
        <button className={controls.button}>Keep it</button>
        <button className={controls.primary} onClick={() => void deleteKept(id)}>
          Delete
        </button>
      </div>
    </Dialog>
  );
}

const wayBack = (id: string): string =>
  findDataset(id).download
    ? 'It can be downloaded again.'
    : 'To have it back, its files must be imported again.';

function usersText(count: number): string {
  if (count === 0) return 'No run was trained on it.';
  const runs = count === 1 ? '1 run was' : `${count} runs were`;
  const they = count === 1 ? 'It keeps its' : 'They keep their';
  return `${runs} trained on it. ${they} results, but cannot go on or be asked about its images.`;
}
