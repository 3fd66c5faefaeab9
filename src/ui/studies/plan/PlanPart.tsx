/** A part of the plan under its heading. */
import { useId, type ReactNode } from 'react';
import controls from '../../shell/controls.module.css';
import styles from './part.module.css';

export interface PlanPartFrameProps {
  readonly title: string;
  /** At the end of the heading's line. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function PlanPart({ title, aside, children }: PlanPartFrameProps) {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <div className={styles.head}>
        <h3 id={id} className={controls.heading}>
          {title}
        </h3>
        {aside}
      </div>
      {children}
    </section>
  );
}
