/**
 * The images as models receive them: one large, with how sure every run is of it, and a strip of
 * them, with what every run takes each for.
 */
import { useMemo, useState } from 'react';
import type { RunRecord } from '../../store/lab.ts';
import { useLab } from '../../store/lab.ts';
import type { StripView } from '../../store/robustnessStrip.ts';
import { Card } from '../parts/Card.tsx';
import { Choice } from '../parts/Choice.tsx';
import { pictureAt, type Picture } from '../parts/drawPixels.ts';
import { PixelImage } from '../parts/PixelImage.tsx';
import type { ProbabilityRow } from '../parts/probabilities.ts';
import { ProbabilityBars } from '../parts/ProbabilityBars.tsx';
import styles from './Images.module.css';
import { OwnPicture, SwapImage, TurnStrip } from './StripTools.tsx';
import { StripTable } from './StripTable.tsx';
import { probabilitiesOf } from './strip.ts';

const views = [
  { value: 'seen', label: 'as seen' },
  { value: 'upright', label: 'straightened' },
] as const;
type View = (typeof views)[number]['value'];

export type ReadyStrip = Extract<StripView, { phase: 'ready' }>;

export interface ImagesProps {
  readonly view: ReadyStrip;
  /** Oldest first. */
  readonly runs: readonly RunRecord[];
}

export function Images({ view, runs }: ImagesProps) {
  const { strip, pictures, reason } = view;
  const answers = useLab(({ robustness }) => robustness.answers);
  const [chosen, setChosen] = useState(0);
  const [wanted, setWanted] = useState<View>('upright');
  const image = Math.min(chosen, strip.count - 1);
  const upright = pictures?.upright ?? null;
  const kind: View = upright && wanted === 'upright' ? 'upright' : 'seen';
  const shown = kind === 'upright' ? upright : (pictures?.seen ?? null);
  const { channels } = strip.size;
  const received = useMemo(
    () => shown && pictureList({ ...shown, channels }, strip.count),
    [shown, channels, strip.count],
  );
  const { label } = strip.images[image]!;
  const rows = runs.map((run) => rowOf(run, probabilitiesOf(answers[run.id], image, strip.count)));
  return (
    <Card
      title="What the models receive"
      controls={
        upright && <Choice name="Pictures" value={kind} choices={views} onChange={setWanted} />
      }
    >
      <div className={styles.images}>
        <CloseUp {...{ view, image, kind, rows, label }} received={received?.[image] ?? null} />
        {reason !== null && (
          <p className={styles.reason} role="alert">
            {reason}
          </p>
        )}
        <StripTable {...{ strip, runs, answers, image }} pictures={received} onChoose={setChosen} />
        <div className={styles.tools}>
          <TurnStrip />
          <SwapImage place={strip.images[image]!.place} />
          <OwnPicture />
        </div>
      </div>
    </Card>
  );

  function rowOf(run: RunRecord, probabilities: Float32Array | null): ProbabilityRow {
    const answer = answers[run.id];
    const row = { id: run.id, name: run.name, colour: run.colour, probabilities };
    if (!pictures) return { ...row, note: 'nothing is seen' };
    return answer && 'reason' in answer ? { ...row, note: answer.reason } : row;
  }
}

function pictureList(
  set: { height: number; width: number; channels: number; values: Float32Array },
  count: number,
): Picture[] {
  const { values: images, ...size } = set;
  return Array.from({ length: count }, (_, image) => pictureAt({ ...size, images }, image));
}

function CloseUp(props: {
  view: ReadyStrip;
  image: number;
  kind: View;
  received: Picture | null;
  rows: readonly ProbabilityRow[];
  label: number | null;
}) {
  const { view, image, kind, received, rows, label } = props;
  const { size, classNames, values, images } = view.strip;
  const scene = useMemo(() => pictureAt({ ...size, images: values }, image), [size, values, image]);
  const { place } = images[image]!;
  const name = place === null ? 'Your picture' : `Test image ${place + 1}`;
  const className = label === null ? null : (classNames[label] ?? String(label));
  return (
    <div className={styles.closeUp}>
      <figure>
        <PixelImage picture={scene} label={`${name}, as it is`} />
        <figcaption>
          {name}
          {className !== null && <b>“{className}”</b>}
        </figcaption>
      </figure>
      <figure>
        {received ? (
          <PixelImage
            picture={received}
            label={kind === 'upright' ? `${name}, straightened` : `${name}, as it is seen`}
          />
        ) : (
          <div className={styles.nothing} />
        )}
        <figcaption>{kind === 'upright' ? 'straightened' : 'as it is seen'}</figcaption>
      </figure>
      <div className={styles.bars}>
        <h3>Probability of {className === null ? 'the guess' : `“${className}”`}</h3>
        {rows.length > 0 ? (
          <ProbabilityBars {...{ rows, classNames, label }} shownClass={label} />
        ) : (
          <p className={styles.note}>No run takes part yet.</p>
        )}
      </div>
    </div>
  );
}
