/** What the selected run takes for what, and the images behind each cell. */
import { useEffect, useMemo, useState } from 'react';
import { currentRun, useLab, type RunRecord } from '../../store/lab.ts';
import { askTestSet } from '../../store/probes.ts';
import { countText, percentText } from '../../store/wording.ts';
import { DataFigure } from '../charts/DataFigure.tsx';
import {
  cellText,
  confusionTable,
  countConfusion,
  imagesBehind,
  rightOf,
  worstOf,
  type Cell,
} from '../parts/confusion.ts';
import { ConfusionMatrix } from '../parts/ConfusionMatrix.tsx';
import styles from './ConfusionTab.module.css';
import { whyNothing } from './emptyState.ts';
import { ImagesBehind } from './ImagesBehind.tsx';
import look from './Look.module.css';
import type { Subject } from './useSubject.ts';

interface Guesses {
  readonly labels: Uint8Array;
  readonly predictions: Uint8Array;
  /** Places are numbers of the whole test set; else of the fixed test images. */
  readonly isWhole: boolean;
}

export function ConfusionTab({ subject, askable }: { subject: Subject; askable: RunRecord[] }) {
  const selected = useLab(currentRun);
  const runCount = useLab(({ runs }) => runs.length);
  const run = askable.find(({ id, status }) => id === selected?.id && status !== 'diverged');
  const { guesses, reason } = useGuesses(run, subject);
  if (!run) {
    const then = 'see what it takes for what';
    return <p className={look.empty}>{whyNothing({ run: selected, runCount, then })}</p>;
  }
  if (!guesses) return <p className={look.empty}>{reason ?? 'Asking about the test images …'}</p>;
  return <Matrix key={run.id} {...{ run, subject, guesses }} />;
}

/** Of the whole test set at rest; while it trains, the live ones of the fixed test images. */
function useGuesses(run: RunRecord | undefined, { card }: Subject) {
  const view = useLab(({ look: { testSets } }) => (run ? testSets[run.id] : undefined));
  const live = useLab((state) => (run ? (state.live[run.id]?.predictions ?? null) : null));
  const isTraining = run?.status === 'training';
  const runId = run?.id;
  const step = run?.step;
  useEffect(() => {
    if (runId && !isTraining) askTestSet(runId);
  }, [runId, isTraining, step]);

  const guesses = useMemo((): Guesses | null => {
    const isNew = view?.step === step && !isTraining;
    if (isNew && view?.labels && view.predictions) {
      return { labels: view.labels, predictions: view.predictions, isWhole: true };
    }
    return live && { labels: card.testImages.labels, predictions: live, isWhole: false };
  }, [view, live, step, isTraining, card]);
  const isEarly = view && !view.isAsking && !view.predictions;
  return { guesses, reason: view?.reason ?? (isEarly ? 'No weights to ask yet.' : null) };
}

function Matrix(props: { run: RunRecord; subject: Subject; guesses: Guesses }) {
  const { run, subject, guesses } = props;
  const { classNames } = subject.card;
  const [chosen, setChosen] = useState<Cell | null>(null);
  const [reading, setReading] = useState<string | null>(null);
  const confusion = useMemo(
    () => countConfusion(guesses.labels, guesses.predictions, classNames.length),
    [guesses, classNames],
  );
  const cell = chosen ?? worstOf(confusion) ?? { row: 0, column: 0 };
  const places = useMemo(
    () => imagesBehind(guesses.labels, guesses.predictions, { row: cell.row, column: cell.column }),
    [guesses, cell.row, cell.column],
  );
  const { right, all } = rightOf(confusion);
  const whole = guesses.isWhole
    ? 'the whole test set'
    : `${countText(all)} test images${run.status === 'training' ? ', live' : '; the rest is being asked'}`;
  const caption = `${run.name}: ${countText(right)} of ${countText(all)} right, ${percentText(right / Math.max(1, all))} · ${whole}`;
  return (
    <div className={styles.tab}>
      <DataFigure
        title={`Confusion of ${run.name}`}
        table={() => confusionTable(confusion, classNames)}
        caption={reading ?? caption}
      >
        <ConfusionMatrix
          {...{ confusion, classNames, cell }}
          onChoose={setChosen}
          onRead={setReading}
        />
      </DataFigure>
      <ImagesBehind
        key={`${cell.row}/${cell.column}/${guesses.isWhole}`}
        title={cellText(confusion, cell, classNames)}
        label={cell.row}
        places={places}
        isWhole={guesses.isWhole}
        subject={subject}
      />
    </div>
  );
}
