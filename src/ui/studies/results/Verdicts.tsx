/** What the study found, in words: a line for each comparison that its plan declared. */
import type { CSSProperties } from 'react';
import type { StudyAnalysis, TestedComparison } from '../../../store/studyReading.ts';
import { runColour } from '../../parts/useColours.ts';
import styles from './Verdicts.module.css';

export interface VerdictsProps {
  readonly analysis: StudyAnalysis;
  /** By arm: its colour's number. */
  readonly colours: ReadonlyMap<string, number>;
}

export function Verdicts({ analysis, colours }: VerdictsProps) {
  const { comparisons, remarks } = analysis;
  return (
    <section className={styles.verdicts} aria-label="Verdicts">
      {comparisons.length === 0 && (
        <p className={styles.none}>
          The plan declares no comparison: everything below is an estimate, and nothing is tested.
        </p>
      )}
      <ul aria-label="Verdicts on the declared comparisons">
        {comparisons.map((each) => (
          <Verdict key={JSON.stringify([each.a, each.b, each.at])} of={each} colours={colours} />
        ))}
      </ul>
      {remarks.length > 0 && (
        <ul className={styles.remarks} aria-label="Remarks">
          {remarks.map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Verdict({ of, colours }: { of: TestedComparison; colours: VerdictsProps['colours'] }) {
  return (
    <li
      data-outcome={of.outcome}
      style={{ '--colour': runColour(colours.get(of.a) ?? 0) } as CSSProperties}
    >
      <span className={styles.dot} aria-hidden />
      <span>{of.verdict}</span>
    </li>
  );
}
