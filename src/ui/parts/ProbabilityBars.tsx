/** How sure each run is of a class of one image, and what it takes the image for. */
import type { CSSProperties } from 'react';
import styles from './ProbabilityBars.module.css';
import { largest, shareText, verdictText, type ProbabilityRow } from './probabilities.ts';
import { runColour } from './useColours.ts';

export interface ProbabilityBarsProps {
  readonly rows: readonly ProbabilityRow[];
  /** Whose probability is shown; null: each run's own guess. */
  readonly shownClass: number | null;
  /** The true class; null where nobody knows. */
  readonly label: number | null;
  readonly classNames: readonly string[];
}

export function ProbabilityBars({ rows, shownClass, label, classNames }: ProbabilityBarsProps) {
  const what =
    shownClass === null ? 'each run’s guess' : `“${classNames[shownClass] ?? shownClass}”`;
  return (
    <ul className={styles.rows} aria-label={`Probability of ${what}`}>
      {rows.map((row) => (
        <li key={row.id} style={{ '--colour': runColour(row.colour) } as CSSProperties}>
          <span className={styles.dot} />
          <span className={styles.name}>{row.name}</span>
          {row.probabilities ? (
            <Probability
              probabilities={row.probabilities}
              shownClass={shownClass ?? largest(row.probabilities)}
              image={{ label, classNames }}
            />
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
  shownClass: number;
  image: { label: number | null; classNames: readonly string[] };
}) {
  const share = props.probabilities[props.shownClass] ?? NaN;
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
