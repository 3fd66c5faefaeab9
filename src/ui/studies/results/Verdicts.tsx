/** What the study found, in words: a line for each comparison that its plan declared. */
import { Plus } from 'lucide-react';
import { useState, type CSSProperties } from 'react';
import { addSeedsTo, openStudy, type StudyWithRuns } from '../../../store/studies.ts';
import type { StudyAnalysis, TestedComparison } from '../../../store/studyReading.ts';
import { runColour } from '../../parts/useColours.ts';
import part from '../plan/part.module.css';
import styles from './Verdicts.module.css';

export interface VerdictsProps {
  readonly study: StudyWithRuns['study'];
  readonly analysis: StudyAnalysis;
  /** By arm: its colour's number. */
  readonly colours: ReadonlyMap<string, number>;
}

export function Verdicts({ study, analysis, colours }: VerdictsProps) {
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
      <MoreSeeds study={study} analysis={analysis} />
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

/** Offers the seeds that a verdict would need; adding them is written down as an amendment. */
function MoreSeeds({ study: { id, plan }, analysis }: Omit<VerdictsProps, 'colours'>) {
  const [isAdding, setAdding] = useState(false);
  const needed = Math.max(0, ...analysis.comparisons.map(({ seedsNeeded }) => seedsNeeded));
  const missing = needed - plan.seeds.length;
  if (missing <= 0) return null;
  const first = Math.max(...plan.seeds) + 1;
  const seeds = Array.from({ length: missing }, (_, place) => first + place);
  async function add(): Promise<void> {
    setAdding(true);
    await addSeedsTo(id, seeds);
    await openStudy(id, 'queue');
  }
  return (
    <button
      type="button"
      className={part.pill}
      style={{ justifySelf: 'start' }}
      disabled={isAdding}
      onClick={() => void add()}
    >
      <Plus size={13} aria-hidden />
      {missing === 1 ? 'Add the seed' : `Add the ${missing} seeds`} that a verdict needs
    </button>
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
