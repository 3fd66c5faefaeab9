/** The plan of a study that was started, to be read; what was changed since is said with it. */
import { useMemo, type CSSProperties, type ReactNode } from 'react';
import { describePlan } from '../../../store/studyPlanText.ts';
import type { StudyWithRuns } from '../../../store/studies.ts';
import { runColour } from '../../parts/useColours.ts';
import styles from './PlanText.module.css';
import { PlanPart } from './PlanPart.tsx';

export function PlanText({ study }: { study: StudyWithRuns['study'] }) {
  const said = useMemo(() => describePlan(study.plan), [study.plan]);
  return (
    <div className={styles.plan}>
      <div className={styles.columns}>
        <div>
          <PlanPart title="Compared">
            <ol className={styles.arms}>
              {said.arms.map(({ label, text }, place) => (
                <li key={label} style={{ '--colour': runColour(place) } as CSSProperties}>
                  <span className={styles.dot} aria-hidden />
                  <b>{label}</b>
                  <span>{text}</span>
                </li>
              ))}
            </ol>
          </PlanPart>
          <PlanPart title="Varied for all of them">
            <Lines lines={said.factors} otherwise="Nothing." />
          </PlanPart>
          <PlanPart title="Tested">
            <Lines lines={said.comparisons} otherwise="Nothing: all is an estimate." />
          </PlanPart>
        </div>
        <div>
          <PlanPart title="Shared by all">
            <dl className={styles.facts}>
              {said.shared.map(([name, text]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </PlanPart>
          <PlanPart title="Seeds, fairness, views">
            <Lines lines={said.others} otherwise="" />
          </PlanPart>
          {study.amendments.length > 0 && (
            <PlanPart title="Changed after it began">
              <ul className={styles.lines}>
                {study.amendments.map(({ at, what, endedRuns, afterLooking }) => (
                  <li key={`${at} ${what}`}>
                    {what.replace(/^./, (letter) => letter.toUpperCase())} on {at.slice(0, 10)},{' '}
                    {afterLooking ? 'after' : 'before'} results had been looked at ({endedRuns} runs
                    had ended)
                  </li>
                ))}
              </ul>
            </PlanPart>
          )}
        </div>
      </div>
    </div>
  );
}

function Lines({ lines, otherwise }: { lines: readonly string[]; otherwise: ReactNode }) {
  if (lines.length === 0) return <p className={styles.none}>{otherwise}</p>;
  return (
    <ul className={styles.lines}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
