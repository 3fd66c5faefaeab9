/** Pictures by class from a camera: hold a button, or the space key, in front of what is to be learnt. */
import { Camera as CameraIcon } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { readAsDataset } from '../../store/importing.ts';
import { showError } from '../../store/notices.ts';
import { countText } from '../../store/wording.ts';
import controls from '../shell/controls.module.css';
import { LiveView } from './LiveView.tsx';
import { takeFrame } from './frames.ts';
import styles from './ImportDialog.module.css';
import {
  changed,
  countOf,
  filesOf,
  firstClasses,
  lackOf,
  MOST_PICTURES,
  type PictureClass,
} from './pictureClasses.ts';
import { useCamera } from './useCamera.ts';
import { useHold } from './useHold.ts';
import webcam from './Webcam.module.css';
import { WebcamClasses } from './WebcamClasses.tsx';

export interface WebcamProps {
  /** Not shown while its pictures are read: then the camera is off, and they are kept. */
  readonly isShown: boolean;
  readonly onCount: (count: number) => void;
  readonly onLeave: () => void;
}

/** Eight a second: faster, and neighbours hardly differ. */
const EVERY_MS = 125;
const sides = [28, 32, 48, 64, 96];

export function Webcam({ isShown, onCount, onLeave }: WebcamProps) {
  const camera = useCamera(isShown);
  const video = useRef<HTMLVideoElement>(null);
  const [classes, setClasses] = useState<readonly PictureClass[]>(firstClasses);
  const [chosen, setChosen] = useState(1);
  const [isMirrored, setMirrored] = useState(true);
  const [side, setSide] = useState(32);
  const [isMaking, setMaking] = useState(false);
  const count = countOf(classes);
  const isFull = count >= MOST_PICTURES;
  const isLive = camera.state.phase === 'live';
  useEffect(() => onCount(count), [onCount, count]);

  const hold = useHold(() => {
    if (!video.current || !isLive || isFull) return;
    const frame = takeFrame(video.current, isMirrored);
    if (!frame) return;
    setClasses((now) => changed(now, chosen, ({ frames }) => ({ frames: [...frames, frame] })));
  }, EVERY_MS);

  async function use(): Promise<void> {
    setMaking(true);
    try {
      await readAsDataset(await filesOf(classes, side));
    } catch (error) {
      showError(error);
    } finally {
      setMaking(false);
    }
  }
  const lack = isFull ? `That is all there is room for: ${countText(count)}.` : lackOf(classes);
  return (
    <form
      className={styles.form}
      hidden={!isShown}
      onKeyDown={(event) => {
        if (!takesSpace(event)) return;
        event.preventDefault();
        if (!event.repeat) hold.begin();
      }}
      onKeyUp={(event) => {
        if (event.key !== ' ' || !hold.isHeld) return;
        event.preventDefault();
        hold.end();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (lackOf(classes) === null && !isMaking) void use();
      }}
    >
      <div className={styles.content}>
        <div className={webcam.columns}>
          <div className={webcam.view}>
            <LiveView ref={video} camera={camera} isMirrored={isMirrored} isHeld={hold.isHeld} />
            <button
              type="button"
              className={webcam.take}
              data-takes=""
              disabled={!isLive || isFull}
              onPointerDown={(event) => {
                if (event.button === 0) hold.begin();
              }}
              onContextMenu={(event) => event.preventDefault()} // a long press on a phone
            >
              <CameraIcon size={16} aria-hidden />
              Hold to take pictures of “{nameOf(classes, chosen)}”
            </button>
            <p className={webcam.note}>
              <span>Or hold the space key. </span>The pictures stay in this browser.
            </p>
          </div>
          <div className={webcam.side}>
            <WebcamClasses
              {...{ classes, chosen, side }}
              onChoose={setChosen}
              onChange={setClasses}
            />
            <div className={webcam.options}>
              <label>
                Size
                <select value={side} onChange={(event) => setSide(Number(event.target.value))}>
                  {sides.map((each) => (
                    <option key={each} value={each}>
                      {each} × {each}
                    </option>
                  ))}
                </select>
              </label>
              <label>
                <input
                  type="checkbox"
                  checked={isMirrored}
                  onChange={(event) => setMirrored(event.target.checked)}
                />
                Mirrored
              </label>
            </div>
          </div>
        </div>
      </div>
      <div className={styles.foot}>
        <div className={styles.status}>{lack && <p id="webcam-lack">{lack}</p>}</div>
        <button type="button" className={controls.button} onClick={onLeave}>
          Cancel
        </button>
        <button
          type="submit"
          className={controls.primary}
          disabled={lackOf(classes) !== null || isMaking}
          aria-describedby={lack ? 'webcam-lack' : undefined}
        >
          Use these {count > 0 && countText(count)}
        </button>
      </div>
    </form>
  );
}

const nameOf = (classes: readonly PictureClass[], id: number) =>
  classes.find((each) => each.id === id)?.name.trim() || '…';

/** Space takes pictures, except where it writes, opens or presses something else. */
function takesSpace({ key, target }: KeyboardEvent): boolean {
  if (key !== ' ') return false;
  const element = target as HTMLElement;
  if (element instanceof HTMLInputElement) return element.type === 'radio' && element.checked;
  return !element.matches('select, button:not([data-takes])');
}
