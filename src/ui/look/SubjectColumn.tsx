/** The image that models are asked about, and how to have another: next, drawn, edited, from a file. */
import { Eraser, Trash2, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { chosenFile } from '../../store/files.ts';
import { startAdding } from '../../store/importing.ts';
import { useLab } from '../../store/lab.ts';
import {
  changeOpened,
  draw,
  drawOn,
  keepDrawing,
  openPicture,
  showTestImages,
  type OpenedPicture,
} from '../../store/subject.ts';
import { chooseWarpImage, warpBy } from '../../store/warp.ts';
import { brushes, inkFor, inks, radiusOf, type BrushId } from '../parts/drawing.ts';
import { DrawingPad } from '../parts/DrawingPad.tsx';
import { PixelImage } from '../parts/PixelImage.tsx';
import styles from './SubjectColumn.module.css';
import type { Subject } from './useSubject.ts';

export interface SubjectColumnProps {
  readonly subject: Subject;
  /** Is the bent image shown here? Where it has no place of its own. */
  readonly showsBent?: boolean;
}

export function SubjectColumn({ subject, showsBent = false }: SubjectColumnProps) {
  const { own, picture, bent, isBent } = subject;
  if (own?.kind === 'drawing') return <DrawingColumn subject={subject} showsBent={showsBent} />;
  const shown = showsBent ? bent : picture;
  return (
    <div className={styles.column}>
      <PixelImage picture={shown} label={labelOf(subject)} />
      <Caption subject={subject} />
      <Ways subject={subject} />
      {own?.kind === 'file' && <FileTools own={own} subject={subject} />}
      {showsBent && isBent && <Bent />}
    </div>
  );
}

const labelOf = ({ name, label, card }: Subject) =>
  label === null ? name : `${name}, “${card.classNames[label] ?? label}”`;

/** Which image, and the way to its neighbours or back. */
function Caption({ subject: { own, index, card, name, label } }: { subject: Subject }) {
  if (own) {
    const known = label === null ? '' : ` · “${card.classNames[label] ?? label}”`;
    return (
      <div className={styles.line}>
        <span className={styles.name} title={name}>
          {name}
          {known}
        </span>
        <button
          type="button"
          aria-label="Back to the test images"
          title="Back to the test images"
          onClick={showTestImages}
        >
          <X size={14} aria-hidden />
        </button>
      </div>
    );
  }
  const { count } = card.testImages;
  const move = (by: number) => chooseWarpImage((index + by + count) % count);
  return (
    <div className={styles.line}>
      <button type="button" aria-label="Previous image" onClick={() => move(-1)}>
        ‹
      </button>
      <span className={styles.middle}>
        Image {index + 1} of {count}
      </span>
      <button type="button" aria-label="Next image" onClick={() => move(1)}>
        ›
      </button>
    </div>
  );
}

/** To a drawing, to this image as a drawing, to a file. */
function Ways({ subject: { own, form, picture } }: { subject: Subject }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.line}>
      {own?.kind !== 'drawing' && (
        <>
          <button type="button" onClick={() => draw(form)} title="Draw an image on an empty pad">
            Draw
          </button>
          <button type="button" onClick={() => drawOn(picture)} title="Draw on this image">
            Edit
          </button>
        </>
      )}
      <button
        type="button"
        onClick={() => input.current?.click()}
        title="Ask about a picture file; it can also be dropped on the page"
      >
        Open …
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label="Picture file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = ''; // the same file again is a change again
          if (file) void openPicture(file);
        }}
      />
    </div>
  );
}

function FileTools({ own, subject }: { own: OpenedPicture; subject: Subject }) {
  const hasDataset = useLab(({ storedDatasets }) => storedDatasets.length > 0);
  const isGlass = own.source.rgba.some((value, place) => place % 4 === 3 && value < 0.999);
  return (
    <div className={styles.tools}>
      {subject.offersInverting && (
        <p className={styles.offer} title={`${subject.card.label} is dark there`}>
          Bright ground: invert it?
        </p>
      )}
      <label>
        <input
          type="checkbox"
          checked={own.isInverted}
          onChange={(event) => changeOpened({ isInverted: event.target.checked })}
        />
        Invert
      </label>
      {isGlass && (
        <label>
          <input
            type="checkbox"
            checked={own.over === 'black'}
            onChange={(event) => changeOpened({ over: event.target.checked ? 'black' : 'white' })}
          />
          On black
        </label>
      )}
      {hasDataset && (
        <button
          type="button"
          className={styles.link}
          title="Make it one of a dataset’s training images"
          onClick={() => startAdding([chosenFile(own.file)])}
        >
          Add to a dataset
        </button>
      )}
    </div>
  );
}

function Bent() {
  return (
    <p className={styles.note}>
      as bent in Warp{' '}
      <button type="button" className={styles.link} onClick={() => warpBy([])}>
        Undo
      </button>
    </p>
  );
}

function DrawingColumn({ subject, showsBent }: { subject: Subject; showsBent: boolean }) {
  const { picture, form, isBent } = subject;
  const [brushId, setBrush] = useState<BrushId>('medium');
  const [ink, setInk] = useState(0);
  const [isErasing, setErasing] = useState(false);
  const full = inkFor(inks[ink]!, form.channels);
  const brush = {
    radius: radiusOf(brushId, form) * (isErasing ? 1.6 : 1),
    ink: isErasing ? full.map(() => 0) : full,
  };
  const clear = () => keepDrawing(new Float32Array(picture.values.length));
  return (
    <div className={styles.column}>
      <DrawingPad picture={picture} brush={brush} onChange={keepDrawing} onClear={clear} />
      <Caption subject={subject} />
      <div className={styles.line}>
        <select
          aria-label="Brush"
          value={brushId}
          onChange={(event) => setBrush(event.target.value as BrushId)}
        >
          {brushes.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
        <button
          type="button"
          aria-label="Erase"
          title="Erase"
          aria-pressed={isErasing}
          onClick={() => setErasing(!isErasing)}
        >
          <Eraser size={14} aria-hidden />
        </button>
        <button type="button" aria-label="Clear the drawing" title="Clear" onClick={clear}>
          <Trash2 size={14} aria-hidden />
        </button>
      </div>
      {form.channels === 3 ? (
        <Inks ink={ink} onChange={setInk} />
      ) : (
        <p className={styles.keys}>Keys: arrows, Space, Delete, C</p>
      )}
      {showsBent && isBent && <Bent />}
    </div>
  );
}

function Inks({ ink, onChange }: { ink: number; onChange: (ink: number) => void }) {
  return (
    <div className={styles.inks} role="group" aria-label="Ink">
      {inks.map(({ label, rgb }, place) => (
        <button
          key={label}
          type="button"
          aria-label={label}
          title={label}
          aria-pressed={place === ink}
          style={{ background: `rgb(${rgb.map((share) => Math.round(255 * share)).join(' ')})` }}
          onClick={() => onChange(place)}
        />
      ))}
    </div>
  );
}
