/**
 * A plan being written: what is compared on the left, what all of it shares on the right, and at the
 * bottom what it comes to.
 */
import type { StudyPlan } from '../../../store/studyPlanEdits.ts';
import { ArmsPart } from './ArmsPart.tsx';
import { ComparisonsPart } from './ComparisonsPart.tsx';
import { FactorsPart } from './FactorsPart.tsx';
import { FairnessPart } from './FairnessPart.tsx';
import { HeadPart } from './HeadPart.tsx';
import styles from './PlanEditor.module.css';
import { PlanFoot } from './PlanFoot.tsx';
import { SeedsPart } from './SeedsPart.tsx';
import { SharedPart } from './SharedPart.tsx';
import { ViewsPart } from './ViewsPart.tsx';

/** Every part of the editor gets the plan and hands back a changed one. */
export interface PlanPartProps {
  readonly plan: StudyPlan;
  readonly onChange: (plan: StudyPlan) => void;
}

export function PlanEditor(props: PlanPartProps) {
  return (
    <section className={styles.editor} aria-label="Plan">
      <div className={styles.scrolls}>
        <HeadPart {...props} />
        <div className={styles.columns}>
          <div>
            <ArmsPart {...props} />
            <FactorsPart {...props} />
            <ComparisonsPart {...props} />
          </div>
          <div>
            <SeedsPart {...props} />
            <FairnessPart {...props} />
            <SharedPart {...props} />
            <ViewsPart {...props} />
          </div>
        </div>
      </div>
      <PlanFoot plan={props.plan} />
    </section>
  );
}
