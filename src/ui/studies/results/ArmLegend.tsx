/** Who is who, by colour: under a figure. */
import type { CSSProperties } from 'react';
import type { StudyPlan } from '../../../store/studyFigures.ts';
import { runColour } from '../../parts/useColours.ts';
import styles from './ResultsTab.module.css';

export function ArmLegend({ plan }: { plan: StudyPlan }) {
  return (
    <ul className={styles.legend} aria-label="Arms">
      {plan.arms.map(({ label }, place) => (
        <li key={label} style={{ '--colour': runColour(place) } as CSSProperties}>
          <span className={styles.dot} aria-hidden />
          {label}
        </li>
      ))}
    </ul>
  );
}
