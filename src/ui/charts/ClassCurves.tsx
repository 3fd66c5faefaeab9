/**
 * Accuracy of the selected run by class. All classes are there in grey; the picked ones, at first
 * the three worst, in colour. The legend is a list of switches, the worst class first.
 */
import { useMemo, useState, type CSSProperties } from 'react';
import { runColour } from '../parts/useColours.ts';
import {
  classCurvesOf,
  classScores,
  classSummary,
  classTableOf,
  hasClasses,
  worstClasses,
} from './classCurves.ts';
import { valueText, type CurveRun } from './learningCurves.ts';
import { Plot } from './Plot.tsx';
import styles from './LearningCurves.module.css';

export interface ClassCurvesProps {
  readonly run: CurveRun;
  readonly classNames: readonly string[];
  readonly smoothing: number;
  readonly steps?: number | undefined;
  readonly cursorGroup: string;
}

export function ClassCurves({ run, classNames, smoothing, steps, cursorGroup }: ClassCurvesProps) {
  const [chosen, setChosen] = useState<readonly number[] | null>(null);
  const scores = useMemo(() => classScores(run, classNames), [run, classNames]);
  const picked = useMemo(() => chosen ?? worstClasses(scores), [chosen, scores]);
  const chart = useMemo(
    () => classCurvesOf(run, { scores, picked, smoothing, steps }),
    [run, scores, picked, smoothing, steps],
  );
  const toggle = (index: number) =>
    setChosen(
      picked.includes(index) ? picked.filter((each) => each !== index) : [...picked, index],
    );

  return (
    <div className={styles.classes}>
      <div className={styles.chart}>
        <Plot
          title={`Accuracy by class of ${run.name}, %`}
          summary={classSummary(run, scores)}
          chart={chart}
          table={() => classTableOf(run, classNames)}
          caption={`${run.name} on test images`}
          empty={hasClasses(run) ? undefined : `Not recorded for ${run.name}`}
          cursorGroup={cursorGroup}
        />
      </div>
      {scores.length > 0 && (
        <ul className={styles.legend} aria-label="Classes, the worst first">
          {scores.map(({ index, name, last }) => (
            <li key={index}>
              <button
                type="button"
                aria-pressed={picked.includes(index)}
                style={{ '--colour': runColour(picked.indexOf(index)) } as CSSProperties}
                onClick={() => toggle(index)}
              >
                <span className={styles.swatch} aria-hidden />
                <span className={styles.className}>{name}</span>
                <span>{valueText('accuracy', last)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
