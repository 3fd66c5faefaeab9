/**
 * A grid of pixels to draw on, with mouse, touch or pen, and with keys: arrows move a cursor (with
 * Shift they draw on the way), Space or Enter draws, Delete or Backspace erases, C clears.
 */
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import controls from '../shell/controls.module.css';
import {
  beginStroke,
  strokeTo,
  type Brush,
  type PlaneSize,
  type Point,
  type Stroke,
} from './drawing.ts';
import styles from './DrawingPad.module.css';
import type { Picture } from './drawPixels.ts';
import { pixelAt, placeAfterKey, pointIn, type Place } from './grid.ts';
import { PixelImage } from './PixelImage.tsx';
import { boxOf } from './ReadableMap.tsx';

export interface DrawingPadProps {
  readonly picture: Picture & { readonly values: Float32Array };
  /** What the pointer and Space do now; the eraser is a brush with an ink of nothing. */
  readonly brush: Brush;
  readonly onChange: (values: Float32Array) => void;
  readonly onClear: () => void;
}

export function DrawingPad({ picture, brush, onChange, onClear }: DrawingPadProps) {
  const [cursor, setCursor] = useState<Place | null>(null);
  const pad = useRef<HTMLDivElement>(null);
  const under = useRef<{ stroke: Stroke; last: Point } | null>(null);
  useWithoutScrolling(pad);

  function draw(stroke: Stroke, line: readonly [Point, Point]): void {
    onChange(strokeTo(stroke, picture, line));
  }
  function dab(place: Place, from: Place = place, used = brush): void {
    draw(beginStroke(picture.values, picture, used), [centreOf(from), centreOf(place)]);
  }

  function press(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const point = pointIn(event, event.currentTarget.getBoundingClientRect(), picture);
    under.current = { stroke: beginStroke(picture.values, picture, brush), last: point };
    setCursor(null);
    draw(under.current.stroke, [point, point]);
  }
  function drag(event: PointerEvent): void {
    const held = under.current;
    if (!held) return;
    const box = event.currentTarget.getBoundingClientRect();
    // A fast hand leaves more than one position for each event.
    const positions = event.nativeEvent.getCoalescedEvents?.() ?? [];
    const points = [...positions, event.nativeEvent].map((each) => pointIn(each, box, picture));
    for (const point of points) {
      draw(held.stroke, [held.last, point]);
      held.last = point;
    }
  }
  const lift = () => (under.current = null);

  function work(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const from = cursor ?? middleOf(picture);
    const to = placeAfterKey(event.key, from, picture);
    if (to) {
      setCursor(to);
      if (event.shiftKey) dab(to, from);
    } else if ([' ', 'Enter'].includes(event.key)) dab(from);
    else if (['Delete', 'Backspace'].includes(event.key)) dab(from, from, eraserLike(brush));
    else if (event.key.toLowerCase() === 'c') onClear();
    else return;
    event.preventDefault();
    setCursor(to ?? from);
  }

  return (
    <div
      ref={pad}
      className={styles.pad}
      role="application"
      aria-roledescription="drawing pad"
      aria-label={`Drawing, ${picture.width} × ${picture.height} pixels: arrow keys move, Space draws, Delete erases, C clears`}
      tabIndex={0}
      onPointerDown={press}
      onPointerMove={drag}
      onPointerUp={lift}
      onPointerCancel={lift}
      onKeyDown={work}
      onFocus={(event) =>
        event.currentTarget.matches(':focus-visible') && setCursor(cursor ?? middleOf(picture))
      }
      onBlur={() => setCursor(null)}
    >
      <PixelImage picture={picture} label="" />
      {cursor && <span className={styles.cursor} style={boxOf(cursor, picture)} />}
      <span className={controls.spoken} aria-live="polite">
        {cursor && `x ${cursor.x}, y ${cursor.y}: ${brightnessText(picture, cursor)}`}
      </span>
    </div>
  );
}

/** A finger that draws must not scroll the page; React's own listeners cannot say so. */
function useWithoutScrolling(pad: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = pad.current;
    const stay = (event: TouchEvent) => event.preventDefault();
    element?.addEventListener('touchstart', stay, { passive: false });
    return () => element?.removeEventListener('touchstart', stay);
  }, [pad]);
}

const centreOf = ({ x, y }: Place): Point => ({ x: x + 0.5, y: y + 0.5 });

const middleOf = ({ height, width }: PlaneSize): Place =>
  pixelAt({ x: width / 2, y: height / 2 }, { height, width });

const eraserLike = ({ radius, ink }: Brush): Brush => ({ radius, ink: ink.map(() => 0) });

function brightnessText(
  { width, channels, values }: DrawingPadProps['picture'],
  { x, y }: Place,
): string {
  const first = (y * width + x) * channels;
  const sum = values.subarray(first, first + channels).reduce((a, b) => a + b, 0);
  return `${Math.round((100 * sum) / channels)} %`;
}
