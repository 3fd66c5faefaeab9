/** What a person writes on runs: notes and tags of one, tags for several. */
import { useId, useState } from 'react';
import { useLab, type RunRecord } from '../../store/lab.ts';
import { addTags, tagRun, tagsIn, writeNotes } from '../../store/runLabels.ts';
import { tagsOf } from '../../store/runSearch.ts';
import controls from '../shell/controls.module.css';
import { Dialog } from './Dialog.tsx';
import styles from './Dialog.module.css';

export function NotesDialog({ run, onClose }: { run: RunRecord; onClose: () => void }) {
  const [notes, setNotes] = useState(run.notes);
  const [tags, setTags] = useState(run.tags.join(', '));
  function save(): void {
    writeNotes(run.id, notes);
    tagRun(run.id, tagsIn(tags));
  }
  return (
    <Dialog title={`Notes and tags of ${run.name}`} onClose={onClose}>
      <label>
        Notes
        <textarea
          value={notes}
          onChange={(event) => setNotes(event.target.value)}
          placeholder="What you tried, what you saw"
        />
      </label>
      <TagsField value={tags} onChange={setTags} />
      <Buttons onSave={save} />
    </Dialog>
  );
}

export function TagsDialog({
  runIds,
  onClose,
}: {
  runIds: readonly string[];
  onClose: () => void;
}) {
  const [tags, setTags] = useState('');
  const count = runIds.length === 1 ? '1 run' : `${runIds.length} runs`;
  return (
    <Dialog title={`Tag ${count}`} onClose={onClose}>
      <TagsField value={tags} onChange={setTags} />
      <Buttons onSave={() => addTags(runIds, tagsIn(tags))} />
    </Dialog>
  );
}

function TagsField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const id = useId();
  const runs = useLab((state) => state.runs);
  const known = tagsOf(runs).slice(0, 6);
  return (
    <>
      <label>
        Tags
        <input
          value={value}
          aria-describedby={id}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      <p id={id}>
        Short words, with commas between them.
        {known.length > 0 && ` In use: ${known.join(', ')}.`}
      </p>
    </>
  );
}

/** The dialog closes with either; Enter in a field saves. */
function Buttons({ onSave }: { onSave: () => void }) {
  return (
    <div className={styles.buttons}>
      <button type="submit" className={controls.primary} onClick={onSave}>
        Save
      </button>
      <button type="submit" className={controls.button}>
        Cancel
      </button>
    </div>
  );
}
