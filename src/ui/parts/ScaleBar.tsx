/** What the colours of a map mean, from its least to its most. */
import type { CSSProperties } from 'react';
import type { MapScale } from './mapColours.ts';
import { numberText } from './ReadableMap.tsx';
import styles from './ScaleBar.module.css';

export interface ScaleBarProps {
  readonly scale: MapScale;
  readonly signed: boolean;
  /** `logits` */
  readonly unit?: string;
}

export function ScaleBar({ scale: { low, high }, signed, unit = '' }: ScaleBarProps) {
  const colours = signed
    ? 'var(--against), var(--picture-ground), var(--for)'
    : 'var(--picture-ground), var(--picture-ink)';
  return (
    <div className={styles.scale}>
      <span
        className={styles.bar}
        style={{ background: `linear-gradient(to right, ${colours})` } as CSSProperties}
      />
      <span>{numberText(low, signed)}</span>
      {signed && <span>0</span>}
      <span>
        {numberText(high, signed)} {unit}
      </span>
    </div>
  );
}
