/** The classes that pictures are taken of: which one now, what it is called, what it has. */
import { Plus, Trash2, Undo2 } from 'lucide-react';
import { memo, useMemo } from 'react';
import { countText } from '../../store/wording.ts';
import { PixelImage } from '../parts/PixelImage.tsx';
import controls from '../shell/controls.module.css';
import { reduced, type Frame } from './frames.ts';
import { changed, withClass, type PictureClass } from './pictureClasses.ts';
import styles from './Webcam.module.css';

export interface WebcamClassesProps {
  readonly classes: readonly PictureClass[];
  readonly chosen: number;
  /** Of the pictures as they are shown and will be used, in pixels. */
  readonly side: number;
  readonly onChoose: (id: number) => void;
  readonly onChange: (classes: readonly PictureClass[]) => void;
}

export function WebcamClasses(props: WebcamClassesProps) {
  const { classes, onChange, onChoose } = props;
  return (
    <div className={styles.classes} role="radiogroup" aria-label="Take pictures of">
      {classes.map((each) => (
        <ClassRow key={each.id} {...props} of={each} />
      ))}
      <button
        type="button"
        className={controls.quiet}
        onClick={() => {
          const next = withClass(classes);
          onChange(next);
          onChoose(next.at(-1)!.id);
        }}
      >
        <Plus size={15} aria-hidden />
        Add a class
      </button>
    </div>
  );
}

function ClassRow(props: WebcamClassesProps & { of: PictureClass }) {
  const { classes, chosen, onChoose, onChange, of } = props;
  const { id, name, frames } = of;
  const called = name.trim() || `class ${id}`;
  const isChosen = id === chosen;
  function remove(): void {
    const others = classes.filter((each) => each.id !== id);
    onChange(others);
    if (isChosen) onChoose(others[0]!.id);
  }
  return (
    <div className={styles.class} data-chosen={isChosen}>
      <div className={styles.head}>
        <input
          type="radio"
          name="webcam-class"
          checked={isChosen}
          aria-label={called}
          onChange={() => onChoose(id)}
        />
        <input
          value={name}
          maxLength={60}
          aria-label={`Name of ${called}`}
          autoComplete="off"
          spellCheck={false}
          onFocus={() => onChoose(id)}
          onChange={(event) => onChange(changed(classes, id, () => ({ name: event.target.value })))}
        />
        <span className={styles.count} aria-label={`${countText(frames.length)} pictures`}>
          {countText(frames.length)}
        </span>
        <button
          type="button"
          className={controls.icon}
          aria-label={`Delete the last picture of ${called}`}
          title="Delete the last picture"
          disabled={frames.length === 0}
          onClick={() => onChange(changed(classes, id, () => ({ frames: frames.slice(0, -1) })))}
        >
          <Undo2 size={15} aria-hidden />
        </button>
        <button
          type="button"
          className={controls.icon}
          aria-label={`Remove ${called} and its pictures`}
          title="Remove this class"
          disabled={classes.length <= 2}
          onClick={remove}
        >
          <Trash2 size={15} aria-hidden />
        </button>
      </div>
      <Thumbnails {...props} called={called} />
    </div>
  );
}

/** Pictures in sight at once, the newest. */
const SHOWN = 20;

function Thumbnails({
  classes,
  of: { id, frames },
  side,
  called,
  onChange,
}: WebcamClassesProps & { of: PictureClass; called: string }) {
  if (frames.length === 0) return null;
  const drop = (frame: Frame) =>
    onChange(changed(classes, id, () => ({ frames: frames.filter((each) => each !== frame) })));
  return (
    <ul className={styles.thumbnails} aria-label={`The newest pictures of ${called}`}>
      {frames
        .slice(-SHOWN)
        .reverse()
        .map((frame, place) => (
          <li key={frame.id}>
            <button
              type="button"
              aria-label={`Delete picture ${frames.length - place} of ${called}`}
              title="Delete this picture"
              onClick={() => drop(frame)}
            >
              <Thumbnail frame={frame} side={side} />
            </button>
          </li>
        ))}
    </ul>
  );
}

const Thumbnail = memo(function Thumbnail({ frame, side }: { frame: Frame; side: number }) {
  const picture = useMemo(
    () => ({ height: side, width: side, channels: 3, values: reduced(frame, side) }),
    [frame, side],
  );
  return <PixelImage picture={picture} label="" />;
});
