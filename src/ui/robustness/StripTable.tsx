/** The strip: a column for each image, a row for each run; under each image what it is taken for. */
import type { CSSProperties } from 'react';
import type { RunRecord } from '../../store/lab.ts';
import type { StripImages } from '../../store/robustnessStrip.ts';
import type { StripAnswer } from '../../store/robustnessView.ts';
import type { Picture } from '../parts/drawPixels.ts';
import { PixelImage } from '../parts/PixelImage.tsx';
import { shortName } from '../parts/testGrid.ts';
import { runColour } from '../parts/useColours.ts';
import controls from '../shell/controls.module.css';
import { guessOf, guessText, probabilitiesOf } from './strip.ts';
import styles from './StripTable.module.css';

export interface StripTableProps {
  readonly strip: StripImages;
  /** null where the viewing shows nothing. */
  readonly pictures: readonly Picture[] | null;
  readonly runs: readonly RunRecord[];
  readonly answers: Readonly<Record<string, StripAnswer>>;
  /** The one that is shown large. */
  readonly image: number;
  readonly onChoose: (image: number) => void;
}

export function StripTable(props: StripTableProps) {
  const { strip, pictures, runs, answers, image, onChoose } = props;
  return (
    <div className={styles.frame}>
      <table className={styles.strip} aria-label="What each run takes each image for">
        <thead>
          <tr>
            <td />
            {strip.images.map((_, each) => (
              <th key={each} scope="col">
                <Head {...{ strip, each }} isChosen={each === image} onChoose={onChoose}>
                  {pictures?.[each] && <PixelImage picture={pictures[each]} label="" />}
                </Head>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id} style={{ '--colour': runColour(run.colour) } as CSSProperties}>
              <th scope="row" title={run.name}>
                <span className={styles.dot} aria-hidden />
                <span className={styles.name}>{run.name}</span>
              </th>
              {strip.images.map(({ label }, each) => (
                <Cell
                  key={each}
                  probabilities={probabilitiesOf(answers[run.id], each, strip.count)}
                  label={label}
                  classNames={strip.classNames}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head(props: {
  strip: StripImages;
  each: number;
  isChosen: boolean;
  onChoose: (image: number) => void;
  children: React.ReactNode;
}) {
  const { strip, each, isChosen, onChoose, children } = props;
  const { label, place } = strip.images[each]!;
  const className = label === null ? '?' : (strip.classNames[label] ?? String(label));
  const name = place === null ? 'Your picture' : `Test image ${place + 1}`;
  return (
    <button
      type="button"
      className={styles.image}
      aria-pressed={isChosen}
      aria-label={label === null ? name : `${name}, “${className}”`}
      onClick={() => onChoose(each)}
    >
      {children}
      <span aria-hidden>{shortName(className)}</span>
    </button>
  );
}

function Cell(props: {
  probabilities: Float32Array | null;
  label: number | null;
  classNames: readonly string[];
}) {
  const { probabilities, label, classNames } = props;
  if (!probabilities) return <td className={styles.empty}>–</td>;
  const nameOf = (index: number) => classNames[index] ?? String(index);
  const guess = guessOf(probabilities, label);
  const text = guessText(guess, { label, nameOf });
  const share = Number.isFinite(guess.share) ? guess.share : 0;
  return (
    <td title={text} data-right={guess.isRight}>
      <span className={controls.spoken}>{text}</span>
      <span className={styles.guess} aria-hidden>
        {shortName(nameOf(guess.guess))}
        {guess.isRight !== null && <i>{guess.isRight ? '✓' : '✗'}</i>}
      </span>
      <span className={styles.track} aria-hidden>
        <span style={{ width: `${100 * share}%` }} />
      </span>
    </td>
  );
}
