/** Who is who, by colour: under a chart. */
import type { CSSProperties } from 'react';
import type { RunRecord } from '../../store/lab.ts';
import { runColour } from '../parts/useColours.ts';
import styles from './Figures.module.css';

export function RunLegend({ runs }: { runs: readonly RunRecord[] }) {
  return (
    <ul className={styles.legend} aria-label="Runs">
      {runs.map(({ id, name, colour }) => (
        <li key={id} style={{ '--colour': runColour(colour) } as CSSProperties}>
          <span className={styles.dot} aria-hidden />
          {name}
        </li>
      ))}
    </ul>
  );
}
