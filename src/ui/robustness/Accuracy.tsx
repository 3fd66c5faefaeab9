/**
 * How many of the test images every run gets right at the present setting: a bar with its interval
 * that fills in while the answers come, and a mark where the run stands on the images as they are.
 */
import { useMemo, type CSSProperties } from 'react';
import { useLab, type RunRecord } from '../../store/lab.ts';
import { DataFigure } from '../charts/DataFigure.tsx';
import { Card } from '../parts/Card.tsx';
import { runColour } from '../parts/useColours.ts';
import styles from './Accuracy.module.css';
import {
  accuracyDrawing,
  accuracyRows,
  accuracyTable,
  countedText,
  scoreText,
  type AccuracyRow,
} from './accuracyBars.ts';
import { RunChoice } from './RunChoice.tsx';
import { pictureFiles } from './shapes.ts';

const TITLE = 'Accuracy at this setting, %';

export interface AccuracyProps {
  readonly runs: readonly RunRecord[];
  /** false: the sensor or a change refuses, so that there is nothing to measure. */
  readonly isSeen: boolean;
}

export function Accuracy({ runs, isSeen }: AccuracyProps) {
  const survey = useLab(({ robustness }) => robustness.survey);
  const rows = useMemo(() => accuracyRows(runs, survey), [runs, survey]);
  return (
    <Card title={TITLE} controls={<RunChoice />}>
      <DataFigure
        title={TITLE}
        table={() => accuracyTable(rows)}
        files={pictureFiles(TITLE, () => accuracyDrawing(rows, TITLE))}
        caption={
          <>
            <span>bar: test set · whisker: 95 % · mark: images as they are</span>
            {survey?.phase === 'failed' && <b role="alert"> {survey.reason}</b>}
          </>
        }
      >
        <ul className={styles.rows} aria-label="Accuracy of every run at this setting">
          {rows.map((row) => (
            <Bar key={row.id} {...{ row, isSeen }} images={survey?.images ?? null} />
          ))}
        </ul>
      </DataFigure>
    </Card>
  );
}

function Bar(props: { row: AccuracyRow; isSeen: boolean; images: number | null }) {
  const { row, isSeen, images } = props;
  const { name, reason, clean, colour } = row;
  const score = isSeen ? row.score : null;
  const isStale = score?.isStale ?? false;
  const waiting = isSeen ? 'measuring …' : 'nothing is seen';
  return (
    <li style={{ '--colour': runColour(colour) } as CSSProperties} data-stale={isStale}>
      <span className={styles.dot} aria-hidden />
      <span className={styles.name} title={name}>
        {name}
      </span>
      {reason !== null ? (
        <span className={styles.reason}>{reason}</span>
      ) : (
        <>
          <span className={styles.track} aria-hidden>
            {score && <Score {...score} />}
            {clean !== null && (
              <i
                className={styles.clean}
                style={{ left: `${100 * clean}%` }}
                title={`${(100 * clean).toFixed(1)} % on the images as they are`}
              />
            )}
          </span>
          <span className={styles.score}>{score ? scoreText(score) : isSeen ? '…' : '–'}</span>
          <span className={styles.count}>
            {isStale || !score ? waiting : countedText(score.total, images)}
          </span>
        </>
      )}
    </li>
  );
}

function Score({ share, low, high }: { share: number; low: number; high: number }) {
  return (
    <>
      <span className={styles.bar} style={{ width: `${100 * share}%` }} />
      <span
        className={styles.whisker}
        style={{ left: `${100 * low}%`, width: `${100 * (high - low)}%` }}
      />
    </>
  );
}
