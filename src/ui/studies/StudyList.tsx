/** The studies of this browser, the ready ones, and the ways to a new one. */
import { FolderOpen, Plus } from 'lucide-react';
import { useLab } from '../../store/lab.ts';
import { changeDraft, closeStudy, takePlan, type StudyPlan } from '../../store/studies.ts';
import { createPlan, isUntouched } from '../../store/studyPlanEdits.ts';
import { chooseFiles } from '../shell/chooseFiles.ts';
import controls from '../shell/controls.module.css';
import { ReadyStudies } from './ReadyStudies.tsx';
import styles from './StudyList.module.css';
import { StudyRow } from './StudyRow.tsx';

export interface StudyListProps {
  /** Nothing is beside the list: what else there is to say is said here. */
  readonly isAlone: boolean;
  /** A plan is to be seen. */
  readonly onPlan: () => void;
}

export function StudyList({ isAlone, onPlan }: StudyListProps) {
  const list = useLab(({ studies }) => studies.list);
  const isListed = useLab(({ studies }) => studies.isListed);
  const openId = useLab(({ studies }) => studies.openId);
  const draft = useLab(({ studies }) => studies.draft);
  function open(plan: StudyPlan): void {
    if (draft && isUntouched(draft)) changeDraft(null); // nobody would want it back
    takePlan(plan);
    onPlan();
  }
  function write(): void {
    if (openId !== null) closeStudy();
    onPlan();
  }
  return (
    <nav className={styles.list} aria-label="List of studies">
      <div className={styles.top}>
        <button type="button" className={controls.button} onClick={() => open(createPlan())}>
          <Plus size={15} aria-hidden />
          New study
        </button>
        <button
          type="button"
          className={controls.quiet}
          title="A plan (study.json) or the results of a study"
          onClick={chooseFiles}
        >
          <FolderOpen size={15} aria-hidden />
          Open a file
        </button>
      </div>
      <h2 className={controls.heading}>Your studies</h2>
      <ul>
        {draft && (
          <li>
            <button
              type="button"
              className={styles.study}
              aria-current={openId === null ? 'true' : undefined}
              onClick={write}
            >
              <b>{draft.title || 'Untitled plan'}</b>
              <span>being planned</span>
            </button>
          </li>
        )}
        {list.map((study) => (
          <StudyRow key={study.id} study={study} isOpen={study.id === openId} />
        ))}
      </ul>
      {isListed && list.length === 0 && !draft && (
        <p className={styles.note}>
          None yet. Begin with a ready one, or with a question of yours.
        </p>
      )}
      <h2 className={controls.heading}>Ready to run</h2>
      <ReadyStudies form={isAlone ? 'long' : 'short'} onOpen={open} />
    </nav>
  );
}
