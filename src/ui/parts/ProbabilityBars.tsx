/** How sure each run is of the true class of one image, and what it takes the image for. */
import type { CSSProperties } from 'react';
import styles from './ProbabilityBars.module.css';
import { shareText, verdictText, type ProbabilityRow } from './probabilities.ts';
import { runColour } from './useColours.ts';

export interface ProbabilityBarsProps {
  readonly rows: readonly ProbabilityRow[];
  /** The true class. */
  readonly label: number;
  readonly classNames: readonly string[];
}

export function ProbabilityBars({ rows, label, classNames }: ProbabilityBarsProps) {
  return (
    <ul className={styles.rows} aria-label={`Probability of “${classNames[label] ?? label}”`}>
      {rows.map((row) => (
        <li key={row.id} style={{ '--colour': runColour(row.colour) } as CSSProperties}>
          <span className={styles.dot} />
          <span className={styles.name}>{row.name}</span>
          {row.probabilities ? (
            <Probability probabilities={row.probabilities} image={{ label, classNames }} />
          ) : (
            <span className={styles.note}>{row.note ?? 'not computed yet'}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Probability(props: {
  probabilities: ArrayLike<number>;
  image: { label: number; classNames: readonly string[] };
}) {
  const share = props.probabilities[props.image.label] ?? NaN;
  return (
    <>
      <span className={styles.track} aria-hidden="true">
        <span style={{ width: `${100 * (Number.isFinite(share) ? share : 0)}%` }} />
      </span>
      <span className={styles.share}>{shareText(share)}</span>
      <span className={styles.verdict}>{verdictText(props.probabilities, props.image)}</span>
    </>
  );
}
