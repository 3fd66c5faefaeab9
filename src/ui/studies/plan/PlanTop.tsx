/** Above a plan that is being written: the way back, and what else can be done with it. */
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { showError, showInfo } from '../../../store/notices.ts';
import { changeDraft, planLink, type StudyPlan } from '../../../store/studies.ts';
import { isUntouched } from '../../../store/studyPlanEdits.ts';
import { savePlan } from '../../../store/studyFiles.ts';
import controls from '../../shell/controls.module.css';
import { ReplaceDialog } from '../ReplaceDialog.tsx';
import styles from '../StudyView.module.css';

export interface PlanTopProps {
  readonly plan: StudyPlan;
  /** Where the list is not beside it. */
  readonly toList: (() => void) | undefined;
}

export function PlanTop({ plan, toList }: PlanTopProps) {
  const [isAsking, setAsking] = useState(false);
  return (
    <div className={styles.top}>
      {toList && (
        <button type="button" className={controls.quiet} onClick={toList}>
          <ArrowLeft size={15} aria-hidden />
          Studies
        </button>
      )}
      {!toList && <h2 className={controls.heading}>A plan</h2>}
      <span className={styles.space} />
      <button
        type="button"
        className={controls.quiet}
        aria-label="Link: copy one to this plan"
        onClick={() => void copyLink(plan)}
      >
        Link
      </button>
      <button type="button" className={controls.quiet} onClick={() => savePlan(plan)}>
        Save as a file
      </button>
      <button
        type="button"
        className={controls.quiet}
        onClick={() => (isUntouched(plan) ? changeDraft(null) : setAsking(true))}
      >
        Give up
      </button>
      {isAsking && (
        <ReplaceDialog
          title={plan.title}
          onReplace={() => changeDraft(null)}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

/** Never rejects. */
async function copyLink(plan: StudyPlan): Promise<void> {
  try {
    const [page] = window.location.href.split('#');
    await navigator.clipboard.writeText(`${page}#${await planLink(plan)}`);
    showInfo('The link is copied: whoever opens it looks at this plan.');
  } catch (error) {
    showError(error);
  }
}
