/**
 * A map large enough to be read: the number under the pointer, or under a cursor that the arrow
 * keys move. The number is told to whoever shows it, so that several maps share one line.
 */
import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { pixelAt, placeAfterKey, pointIn, type Place } from './grid.ts';
import type { MapScale } from './mapColours.ts';
import { MapImage, type NumberMap } from './MapImage.tsx';
import styles from './ReadableMap.module.css';

export interface ReadableMapProps {
  readonly map: NumberMap;
  readonly signed: boolean;
  readonly scale?: MapScale;
  /** Names the map; the keys are explained after it. */
  readonly label: string;
  /** null when nothing is read any more. */
  readonly onRead: (text: string | null) => void;
  /** Written behind a number: ` logits`. */
  readonly unit?: string;
}

export function ReadableMap(props: ReadableMapProps) {
  const { map, signed, scale, label, onRead, unit = '' } = props;
  const [cursor, setCursor] = useState<Place | null>(null);

  function read(place: Place | null): void {
    setCursor(place);
    onRead(place && readingOf(map, place, { signed, unit }));
  }
  function point(event: PointerEvent): void {
    const point = pointIn(event, event.currentTarget.getBoundingClientRect(), map);
    read(pixelAt(point, map));
  }
  function walk(event: KeyboardEvent): void {
    const from = cursor ?? middleOf(map);
    const place = placeAfterKey(event.key, from, map);
    if (!place) return;
    event.preventDefault();
    read(place);
  }

  return (
    <div
      className={styles.map}
      role="application"
      aria-roledescription="map"
      aria-label={`${label}; arrow keys read the pixels`}
      tabIndex={0}
      onPointerMove={point}
      onPointerLeave={() => read(null)}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && read(middleOf(map))}
      onBlur={() => read(null)}
      onKeyDown={walk}
    >
      <MapImage map={map} signed={signed} label="" {...(scale && { scale })} />
      {cursor && <span className={styles.cursor} style={boxOf(cursor, map)} />}
    </div>
  );
}

const middleOf = ({ height, width }: NumberMap): Place => ({
  x: Math.floor(width / 2),
  y: Math.floor(height / 2),
});

export function boxOf({ x, y }: Place, { height, width }: Pick<NumberMap, 'height' | 'width'>) {
  const share = (part: number, whole: number) => `${(100 * part) / whole}%`;
  return {
    left: share(x, width),
    top: share(y, height),
    width: share(1, width),
    height: share(1, height),
  };
}

/** `x 12, y 7: +0.34 logits`; counted from 0 at the upper left. */
export function readingOf(
  { width, values }: NumberMap,
  { x, y }: Place,
  { signed, unit }: { signed: boolean; unit: string },
): string {
  const value = values[y * width + x] ?? NaN;
  return `x ${x}, y ${y}: ${numberText(value, signed)}${unit}`;
}

/** Three figures; a sign where zero is the middle. */
export function numberText(value: number, signed: boolean): string {
  if (!Number.isFinite(value)) return 'not a number';
  const sign = value < 0 ? '−' : signed && value > 0 ? '+' : '';
  return `${sign}${Number(Math.abs(value).toPrecision(3))}`;
}
