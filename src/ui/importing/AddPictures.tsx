/** Where loose pictures belong: a class of a dataset that is here, or a dataset of their own. */
import { useState } from 'react';
import { readAsDataset, readIntoClass, type ChosenFile } from '../../store/importing.ts';
import { useLab } from '../../store/lab.ts';
import { countText } from '../../store/wording.ts';
import controls from '../shell/controls.module.css';
import styles from './ImportDialog.module.css';

export interface AddPicturesProps {
  readonly files: readonly ChosenFile[];
  readonly onLeave: () => void;
}

/** The value of the list that stands for a dataset of their own. */
const OWN = '';

export function AddPictures({ files, onLeave }: AddPicturesProps) {
  const stored = useLab((state) => state.storedDatasets);
  const chosen = useLab((state) => state.draft.dataset.id);
  const [datasetId, setDataset] = useState(
    () => (stored.find(({ id }) => id === chosen) ?? stored[0])?.id ?? OWN,
  );
  const [label, setLabel] = useState(0);
  const dataset = stored.find(({ id }) => id === datasetId);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (dataset) void readIntoClass(files, { datasetId, label });
        else void readAsDataset(files);
      }}
    >
      <div className={styles.content}>
        <p>{nameOf(files)}</p>
        <div className={styles.question}>
          <label htmlFor="add-dataset">Add to</label>
          <select
            id="add-dataset"
            value={datasetId}
            onChange={(event) => {
              setDataset(event.target.value);
              setLabel(0);
            }}
          >
            {stored.map((each) => (
              <option key={each.id} value={each.id}>
                {each.label}
              </option>
            ))}
            {files.length > 1 && <option value={OWN}>A dataset of their own</option>}
          </select>
        </div>
        {dataset && (
          <div className={styles.question}>
            <label htmlFor="add-class">As class</label>
            <select
              id="add-class"
              value={label}
              onChange={(event) => setLabel(Number(event.target.value))}
            >
              {dataset.classNames.map((name, place) => (
                <option key={place} value={place}>
                  {name}
                </option>
              ))}
            </select>
            <p>
              A new dataset comes of it: {dataset.label} with these pictures among its training
              images. {dataset.label} itself stays as it is.
            </p>
          </div>
        )}
      </div>
      <div className={styles.foot}>
        <span className={styles.space} />
        <button type="button" className={controls.button} onClick={onLeave}>
          Cancel
        </button>
        <button type="submit" className={controls.primary}>
          Read {files.length === 1 ? 'the picture' : 'the pictures'}
        </button>
      </div>
    </form>
  );
}

const nameOf = (files: readonly ChosenFile[]) =>
  files.length === 1 ? files[0]!.file.name : `${countText(files.length)} pictures`;
