/**
 * Bend one test image and watch which model breaks: the image as it is and as the models see it,
 * the sliders of every transform, and how sure each run still is of the true class.
 */
import { useMemo } from 'react';
import type { SystemChoice } from '../../core/system.ts';
import { Card } from './Card.tsx';
import { pictureAt, type Picture, type PictureSet } from './drawPixels.ts';
import { PixelImage } from './PixelImage.tsx';
import type { ProbabilityRow } from './probabilities.ts';
import { ProbabilityBars } from './ProbabilityBars.tsx';
import { RangeField } from './RangeField.tsx';
import { moveSlider, warpSliders, warpValue } from './warp.ts';
import styles from './WarpPanel.module.css';

export interface WarpPanelProps {
  /** The fixed test images; null while they load. */
  readonly set: (PictureSet & { readonly count: number; readonly labels: Uint8Array }) | null;
  readonly classNames: readonly string[];
  /** Which of them is bent. */
  readonly index: number;
  readonly onIndexChange: (index: number) => void;
  /** Transforms that are not at their defaults; as applyTransforms takes them. */
  readonly choices: readonly SystemChoice[];
  readonly onChange: (choices: SystemChoice[]) => void;
  /** The image through the choices: warpPicture(pictureAt(set, index), choices). */
  readonly warped: Picture | null;
  /** A row for each run that learnt this dataset; empty before one did. */
  readonly rows: readonly ProbabilityRow[];
}

export function WarpPanel(props: WarpPanelProps) {
  const { set, classNames, index, onIndexChange, choices, onChange, warped, rows } = props;
  if (!set || set.count === 0) {
    return (
      <Card title="Warp">
        <p className={styles.note}>The test images are not here yet.</p>
      </Card>
    );
  }
  const label = set.labels[index] ?? 0;
  return (
    <Card
      title="Warp"
      controls={
        <div className={styles.controls}>
          <ImagePicker {...{ index, count: set.count, onIndexChange }} />
          <button type="button" disabled={choices.length === 0} onClick={() => onChange([])}>
            Undo all
          </button>
        </div>
      }
    >
      <div className={styles.panel}>
        <Pictures set={set} index={index} warped={warped} className={nameOf(label, classNames)} />
        <div className={styles.sliders}>
          {warpSliders.map((slider) => (
            <RangeField
              key={`${slider.transform}/${slider.name}`}
              {...slider.option}
              value={warpValue(choices, slider)}
              onChange={(value) => onChange(moveSlider(choices, slider, value))}
            />
          ))}
        </div>
        {/* More than four scroll, and so need a stop of the Tab key. */}
        <div className={styles.answers} {...(rows.length > 4 && scrolling)}>
          <h3>Probability of “{nameOf(label, classNames)}”</h3>
          {rows.length > 0 ? (
            <ProbabilityBars rows={rows} label={label} classNames={classNames} />
          ) : (
            <p className={styles.note}>Train a model, then bend this image</p>
          )}
        </div>
      </div>
    </Card>
  );
}

const scrolling = { tabIndex: 0, role: 'group', 'aria-label': 'What each run says' };

const nameOf = (label: number, classNames: readonly string[]) => classNames[label] ?? String(label);

function ImagePicker(props: {
  index: number;
  count: number;
  onIndexChange: (index: number) => void;
}) {
  const { index, count, onIndexChange } = props;
  const move = (by: number) => onIndexChange((index + by + count) % count);
  return (
    <>
      <button type="button" aria-label="Previous image" onClick={() => move(-1)}>
        ‹
      </button>
      <span>
        Test image {index + 1} of {count}
      </span>
      <button type="button" aria-label="Next image" onClick={() => move(1)}>
        ›
      </button>
    </>
  );
}

function Pictures(props: {
  set: PictureSet;
  index: number;
  warped: Picture | null;
  className: string;
}) {
  const { set, index, warped, className } = props;
  const original = useMemo(() => pictureAt(set, index), [set, index]);
  return (
    <div className={styles.pictures}>
      <figure>
        <PixelImage picture={original} label={`The test image, “${className}”`} />
        <figcaption>original</figcaption>
      </figure>
      <figure>
        <PixelImage picture={warped ?? original} label={`The test image, bent, “${className}”`} />
        <figcaption>warped</figcaption>
      </figure>
    </div>
  );
}
