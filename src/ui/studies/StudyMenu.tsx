/** What is seldom done with a study: begin another from its plan, save the plan, delete it. */
import { useState } from 'react';
import { deleteStudy, takePlan, type StudyWithRuns } from '../../store/studies.ts';
import { savePlan } from '../../store/studyFiles.ts';
import { Menu } from '../parts/Menu.tsx';
import dialog from '../runs/Dialog.module.css';
import { Dialog } from '../runs/Dialog.tsx';
import controls from '../shell/controls.module.css';
import styles from './StudyMenu.module.css';

export function StudyMenu({ open }: { open: StudyWithRuns }) {
  const { id, plan } = open.study;
  const [isAsking, setAsking] = useState(false);
  const again = () => takePlan({ ...plan, title: `${plan.title}, again` });
  return (
    <div className={styles.menu}>
      <Menu label="More" name="More of this study">
        <button type="button" onClick={again}>
          Plan another like it
        </button>
        <button type="button" onClick={() => savePlan(plan)}>
          Save the plan, study.json
        </button>
        <button type="button" onClick={() => setAsking(true)}>
          Delete …
        </button>
      </Menu>
      {isAsking && (
        <Dialog title={`Delete “${plan.title}”?`} onClose={() => setAsking(false)}>
          <p>
            {open.runs.length === 0
              ? 'It has no runs yet.'
              : `Its ${open.runs.length} runs go with it.`}{' '}
            There is no way back; save its results first if anybody may ask.
          </p>
          <div className={dialog.buttons}>
            <button type="submit" className={controls.button}>
              Keep it
            </button>
            <button type="submit" className={controls.primary} onClick={() => void deleteStudy(id)}>
              Delete
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
