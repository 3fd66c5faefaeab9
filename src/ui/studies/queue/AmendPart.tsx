/**
 * What can be changed after a study began: lost runs repeated, seeds and arms added. It is said, and
 * stays said, that it was.
 */
import { Plus, RotateCcw } from 'lucide-react';
import { useMemo, useState } from 'react';
import { addArmsTo, addSeedsTo, repeatLost, type StudyWithRuns } from '../../../store/studies.ts';
import { createPlan, seedsOf, type StudyArm } from '../../../store/studyPlanEdits.ts';
import type { CellState } from '../../../store/studyQueueRows.ts';
import { reachText, shownDeviation } from '../../../store/studyReach.ts';
import dialog from '../../runs/Dialog.module.css';
import { Dialog } from '../../runs/Dialog.tsx';
import controls from '../../shell/controls.module.css';
import { ArmsPart } from '../plan/ArmsPart.tsx';
import part from '../plan/part.module.css';
import styles from './QueueTab.module.css';

export interface AmendPartProps {
  readonly open: StudyWithRuns;
  readonly counts: Readonly<Record<CellState, number>>;
}

export function AmendPart({ open, counts }: AmendPartProps) {
  const { id, lookedAt } = open.study;
  const [asked, setAsked] = useState<'seeds' | 'arms' | null>(null);
  const lost = counts.diverged + counts.failed;
  return (
    <div className={styles.amend}>
      {lost > 0 && (
        <button type="button" className={part.pill} onClick={() => void repeatLost(id)}>
          <RotateCcw size={13} aria-hidden />
          Repeat {lost === 1 ? 'the lost run' : `the ${lost} lost runs`}
        </button>
      )}
      <button type="button" className={part.pill} onClick={() => setAsked('seeds')}>
        <Plus size={13} aria-hidden />
        Add seeds
      </button>
      <button type="button" className={part.pill} onClick={() => setAsked('arms')}>
        <Plus size={13} aria-hidden />
        Add arms
      </button>
      {asked === 'seeds' && <SeedsDialog open={open} onClose={() => setAsked(null)} />}
      {asked === 'arms' && <ArmsDialog open={open} onClose={() => setAsked(null)} />}
      <span className={styles.note}>
        {lookedAt === null
          ? 'A change of the plan will be said beside the results.'
          : 'Results were looked at: a change of the plan will be said beside them, with that.'}
      </span>
    </div>
  );
}

interface AmendDialogProps {
  readonly open: StudyWithRuns;
  readonly onClose: () => void;
}

function SeedsDialog({ open, onClose }: AmendDialogProps) {
  const { id, plan } = open.study;
  const last = Math.max(...plan.seeds);
  const [typed, setTyped] = useState(`${last + 1}-${last + 4}`);
  const seeds = /[-–,\s]/.test(typed.trim()) ? seedsOf(typed) : seedsOf(`${typed} ${typed}`);
  const fresh = seeds?.filter((seed) => !plan.seeds.includes(seed)) ?? [];
  const deviation = useMemo(() => shownDeviation(open), [open]);
  return (
    <Dialog title="Add seeds" onClose={onClose}>
      <label>
        Which ones
        <input value={typed} onChange={({ target }) => setTyped(target.value)} />
      </label>
      <p role="status">
        {fresh.length === 0
          ? 'Seeds that the study has not had: 9-12, or 20 21.'
          : `${fresh.length === 1 ? 'One seed' : `${fresh.length} seeds`} more for each arm and level. Written down as an amendment.`}
      </p>
      <p>{reachText(plan, plan.seeds.length + fresh.length, deviation)}</p>
      <div className={dialog.buttons}>
        <button type="submit" className={controls.button}>
          Cancel
        </button>
        <button
          type="submit"
          className={controls.primary}
          disabled={fresh.length === 0}
          onClick={() => void addSeedsTo(id, fresh)}
        >
          Add
        </button>
      </div>
    </Dialog>
  );
}

function ArmsDialog({ open, onClose }: AmendDialogProps) {
  const { id, plan } = open.study;
  const [arms, setArms] = useState<readonly StudyArm[]>([]);
  const taken = plan.arms.map(({ label }) => label);
  const isPossible = arms.length > 0 && arms.every(({ label }) => !taken.includes(label));
  return (
    <Dialog title="Add arms" onClose={onClose}>
      <ArmsPart
        title="New arms"
        note="None yet. They start from what all arms of the study share."
        before={plan.arms.length}
        plan={{ ...createPlan(plan.base), arms }}
        onChange={(next) => setArms(next.arms)}
      />
      <p role="status">
        {arms.length > 0 && !isPossible
          ? 'Every arm needs a name of its own.'
          : 'They are compared with the baseline; the family of comparisons grows. Written down as an amendment.'}
      </p>
      <div className={dialog.buttons}>
        <button type="submit" className={controls.button}>
          Cancel
        </button>
        <button
          type="submit"
          className={controls.primary}
          disabled={!isPossible}
          onClick={() => void addArmsTo(id, arms)}
        >
          Add
        </button>
      </div>
    </Dialog>
  );
}
