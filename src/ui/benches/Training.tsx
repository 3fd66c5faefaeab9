/** What happens: curves, test images and the encoding, while it happens. */
import { useEffect, useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { chartedIds } from '../../store/chartedRuns.ts';
import { currentRun, useLab } from '../../store/lab.ts';
import { mapsOf, type EncodingPictures } from '../../store/lists.ts';
import { askTestImages, chooseWarpImage } from '../../store/warp.ts';
import { LearningCurves } from '../charts/LearningCurves.tsx';
import { Card } from '../parts/Card.tsx';
import { EncodingMaps } from '../parts/EncodingMaps.tsx';
import { TestImageGrid } from '../parts/TestImageGrid.tsx';
import { Message } from './Message.tsx';
import { RunBar } from './RunBar.tsx';
import styles from './Training.module.css';
import { useAbsence } from './useAbsence.ts';
import { useDraftCard, useShownCard } from './useCards.ts';

export function Training({ withRunBar }: { withRunBar: boolean }) {
  return (
    <section className={styles.training} aria-label="Training">
      {withRunBar && <RunBar />}
      <Message withChanges={withRunBar} />
      <div className={styles.cards}>
        <div className={styles.curves}>
          <Curves />
        </div>
        <div className={styles.images}>
          <TestImages />
        </div>
        <div className={styles.maps}>
          <Maps />
        </div>
      </div>
    </section>
  );
}

function Curves() {
  const runs = useLab((state) => state.runs);
  const charted = useLab(useShallow((state) => [...chartedIds(state)]));
  const steps = useLab((state) => currentRun(state)?.spec.steps ?? state.draft.steps);
  const curves = useMemo(
    () =>
      runs.map(({ id, name, colour, history, status }) => {
        return { id, name, colour, history, state: status, hidden: !charted.includes(id) };
      }),
    [runs, charted],
  );
  const view = useDraftCard();
  const testImages = view.phase === 'ready' ? view.card.testImages.count : undefined;
  const shown = useShownCard();
  return (
    <LearningCurves
      runs={curves}
      selectedId={useLab((state) => state.selectedId)}
      classNames={shown.phase === 'ready' ? shown.card.classNames : undefined}
      steps={steps}
      testImages={testImages}
    />
  );
}

function TestImages() {
  const run = useLab(currentRun);
  const view = useShownCard();
  const absence = useAbsence();
  const predictions = useLab(({ live }) => (run ? (live[run.id]?.predictions ?? null) : null));
  const image = useLab(({ warp }) => warp.image);
  const isReady = view.phase === 'ready';
  const runId = run?.id;
  // A page that did not see the run train asks for its predictions.
  const isUnasked = predictions === null && (run?.step ?? 0) > 0 && run?.status !== 'training';
  useEffect(() => {
    if (isReady && isUnasked && runId) askTestImages(runId);
  }, [isReady, isUnasked, runId]);
  const set = useMemo(() => {
    if (view.phase !== 'ready') return null;
    const { testImages, height, width, channels } = view.card;
    return { ...testImages, height, width, channels };
  }, [view]);

  return (
    <Card
      title="Test images"
      controls={
        predictions && (
          <span className={styles.key}>
            wrong first · <b>red: guess</b>
          </span>
        )
      }
    >
      {set && view.phase === 'ready' ? (
        <TestImageGrid
          key={view.card.id}
          set={set}
          classNames={view.card.classNames}
          predictions={predictions}
          isMoving={run?.status === 'training'}
          selected={image}
          onSelect={chooseWarpImage}
        />
      ) : (
        <p className={styles.note}>
          {view.phase === 'failed' ? (absence?.says ?? 'They could not be read.') : 'Loading …'}
        </p>
      )}
    </Card>
  );
}

const SHOWN_MAPS = 10;

function Maps() {
  const encoding = useLab(({ draft }) => draft.encoding);
  const seed = useLab(({ draft }) => draft.seed);
  const view = useDraftCard();
  const height = view.phase === 'ready' ? view.card.height : 28;
  const width = view.phase === 'ready' ? view.card.width : 28;
  /** null: its options do not fit; undefined: not known yet. */
  const [pictures, setPictures] = useState<EncodingPictures | null | undefined>();
  useEffect(() => {
    let isNewest = true;
    void mapsOf({ encoding, seed }, { height, width }, SHOWN_MAPS).then((maps) => {
      if (isNewest) setPictures(maps ?? null);
    });
    return () => {
      isNewest = false;
    };
  }, [encoding, seed, height, width]);

  return (
    <Card title="What a pixel is told">
      {encoding && pictures ? (
        <EncodingMaps
          maps={pictures.maps}
          height={pictures.height}
          width={pictures.width}
          total={pictures.features}
          isTrained={pictures.isTrained}
        />
      ) : (
        <p className={styles.note}>
          {!encoding
            ? 'Nothing to show: this architecture sees the whole grid at once.'
            : pictures === null && 'Nothing to show: see Encoding.'}
        </p>
      )}
    </Card>
  );
}
