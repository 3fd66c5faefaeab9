/**
 * The bench of studies: which there are, and the one that is planned, run or read. Two columns, or
 * one after the other where the screen is narrow.
 */
import { useEffect, useState } from 'react';
import { useLab } from '../../store/lab.ts';
import { changeDraft, closeStudy } from '../../store/studies.ts';
import { refreshStudies } from '../../store/studyList.ts';
import { showUnkept } from '../../store/unkept.ts';
import { useNarrow } from '../shell/useNarrow.ts';
import { PlanEditor } from './plan/PlanEditor.tsx';
import { PlanTop } from './plan/PlanTop.tsx';
import styles from './StudiesPage.module.css';
import { StudyList } from './StudyList.tsx';
import { StudyView } from './StudyView.tsx';
import { useKeptFocus } from './useKeptFocus.ts';
import { Welcome } from './Welcome.tsx';

export function StudiesPage() {
  const isNarrow = useNarrow();
  const frame = useKeptFocus<HTMLElement>();
  const openId = useLab(({ studies }) => studies.openId);
  const draft = useLab(({ studies }) => studies.draft);
  /** Only where there is no room for both. */
  const [isListWanted, setListWanted] = useState(true);
  useEffect(() => void refreshStudies().catch(showUnkept), []);
  const isThere = openId !== null || draft !== null;
  const isListAlone = isNarrow && openId === null && (isListWanted || !isThere);
  const toList = isNarrow
    ? () => {
        setListWanted(true);
        if (openId !== null) closeStudy();
      }
    : undefined;
  return (
    <main ref={frame} className={styles.page} aria-label="Studies">
      {(!isNarrow || isListAlone) && (
        <div className={styles.list}>
          <StudyList isAlone={isNarrow} onPlan={() => setListWanted(false)} />
        </div>
      )}
      {!isListAlone && (
        <div className={styles.middle}>
          {openId !== null && <StudyView key={openId} toList={toList} />}
          {openId === null && draft && (
            <>
              <PlanTop plan={draft} toList={toList} />
              <PlanEditor plan={draft} onChange={changeDraft} />
            </>
          )}
          {!isThere && <Welcome />}
        </div>
      )}
    </main>
  );
}
