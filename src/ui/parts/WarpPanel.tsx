/**
 * Bend an image and watch which model breaks: the image as it is and as the models see it, sliders
 * and changes that were added, and how sure each run still is.
 */
import { useRef, useState, type ReactNode } from 'react';
import type { SystemChoice } from '../../core/system.ts';
import type { Picture } from './drawPixels.ts';
import { PixelImage } from './PixelImage.tsx';
import type { ProbabilityRow } from './probabilities.ts';
import { ProbabilityBars } from './ProbabilityBars.tsx';
import { RangeField } from './RangeField.tsx';
import {
  addChange,
  addedChanges,
  moveSlider,
  removeChange,
  setChange,
  warpSliders,
  warpValue,
} from './warp.ts';
import { AddChange, Change } from './WarpChanges.tsx';
import styles from './WarpPanel.module.css';

export interface WarpPanelProps {
  /** The image as it is, and the ways to another. */
  readonly subject: ReactNode;
  /** The image through the choices: warpPicture(picture, choices). */
  readonly warped: Picture;
  /** Whose probability the bars show; null: each run's own guess. */
  readonly shownClass: number | null;
  /** Where the true class is unknown, any may be looked at. */
  readonly onShownClassChange?: (shown: number | null) => void;
  /** The true class; null where nobody knows. */
  readonly label: number | null;
  readonly classNames: readonly string[];
  /** Transforms that are not at their defaults; as applyTransforms takes them. */
  readonly choices: readonly SystemChoice[];
  readonly onChange: (choices: SystemChoice[]) => void;
  /** A row for each run that learnt this dataset; empty before one did. */
  readonly rows: readonly ProbabilityRow[];
}

export function WarpPanel(props: WarpPanelProps) {
  const { subject, warped, choices, onChange } = props;
  return (
    <div className={styles.panel}>
      {subject}
      <figure className={styles.warped}>
        <PixelImage picture={warped} label="The image as the models see it" />
        <figcaption>
          warped
          <button type="button" disabled={choices.length === 0} onClick={() => onChange([])}>
            Undo all
          </button>
        </figcaption>
      </figure>
      <Changes choices={choices} onChange={onChange} />
      <Answers {...props} />
    </div>
  );
}

function Changes({ choices, onChange }: Pick<WarpPanelProps, 'choices' | 'onChange'>) {
  const [newest, setNewest] = useState<string | null>(null);
  const menu = useRef<HTMLDivElement>(null);

  function remove(id: string): void {
    onChange(removeChange(choices, id));
    menu.current?.querySelector('summary')?.focus(); // its own button is gone
  }

  return (
    <div className={styles.changes}>
      <div className={styles.sliders}>
        {warpSliders.map((slider) => (
          <RangeField
            key={`${slider.transform}/${slider.name}`}
            {...slider.option}
            value={warpValue(choices, slider)}
            onChange={(value) => onChange(moveSlider(choices, slider, value))}
          />
        ))}
        {addedChanges(choices).map((change) => (
          <Change
            key={change.choice.id}
            change={change}
            isNew={change.choice.id === newest}
            onChange={(name, value) => onChange(setChange(choices, change.choice.id, name, value))}
            onRemove={() => remove(change.choice.id)}
          />
        ))}
      </div>
      <AddChange
        choices={choices}
        place={menu}
        onAdd={(added) => {
          setNewest(added.id);
          onChange(addChange(choices, added));
        }}
      />
    </div>
  );
}

function Answers(props: WarpPanelProps) {
  const { rows, shownClass, label, classNames } = props;
  return (
    /* More than four scroll, and so need a stop of the Tab key. */
    <div className={styles.answers} {...(rows.length > 4 && scrolling)}>
      <h3>
        Probability of <ShownClass {...props} />
      </h3>
      {rows.length > 0 ? (
        <ProbabilityBars {...{ rows, shownClass, label, classNames }} />
      ) : (
        <p className={styles.note}>Train a model, then bend this image</p>
      )}
    </div>
  );
}

const scrolling = { tabIndex: 0, role: 'group', 'aria-label': 'What each run says' };

function ShownClass({ shownClass, onShownClassChange, classNames }: WarpPanelProps) {
  if (!onShownClassChange) {
    return shownClass === null ? 'the guess' : `“${classNames[shownClass] ?? shownClass}”`;
  }
  return (
    <select
      aria-label="Class whose probability is shown"
      value={shownClass ?? ''}
      onChange={({ target }) =>
        onShownClassChange(target.value === '' ? null : Number(target.value))
      }
    >
      <option value="">the guess</option>
      {classNames.map((name, index) => (
        <option key={index} value={index}>
          “{name}”
        </option>
      ))}
    </select>
  );
}
