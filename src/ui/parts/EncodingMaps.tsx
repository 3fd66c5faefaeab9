/** What an encoding tells each pixel of its place: one little map over the image plane per feature. */
import { useMemo, type CSSProperties } from 'react';
import { encodingScale, sizeText, type EncodingScale } from './encodingScale.ts';
import styles from './EncodingMaps.module.css';
import { MapImage, type NumberMap } from './MapImage.tsx';

export interface EncodingMapsProps {
  /** Features chosen to be shown, each [height * width]. */
  readonly maps: readonly Float32Array[];
  readonly height: number;
  readonly width: number;
  /** Features there are in all: the encoding's output width. */
  readonly total: number;
  /** Does training change them? */
  readonly isTrained: boolean;
}

export function EncodingMaps({ maps, height, width, total, isTrained }: EncodingMapsProps) {
  const pictures = useMemo(
    () => maps.map((values): NumberMap => ({ height, width, values })),
    [maps, height, width],
  );
  const scale = useMemo(() => encodingScale(maps), [maps]);
  if (total === 0) {
    return <p className={styles.note}>No encoding: the model is not told where a pixel is.</p>;
  }
  const text = featuresText(maps.length, total, isTrained);
  return (
    <figure className={styles.frame}>
      <div className={styles.maps} role="img" aria-label={`${text}, over the image plane`}>
        {pictures.map((map, feature) => (
          <MapImage
            key={feature}
            map={map}
            signed={scale.signed}
            {...(scale.common && { scale: scale.common })}
            label=""
          />
        ))}
      </div>
      <figcaption className={styles.note}>
        {text}
        <Key scale={scale} />
      </figcaption>
    </figure>
  );
}

/** What the colours mean: numbers at the ends of a bar where all maps share them. */
function Key({ scale: { signed, common, largest } }: { scale: EncodingScale }) {
  const colours = signed
    ? 'var(--against), var(--picture-ground), var(--for)'
    : 'var(--picture-ground), var(--picture-ink)';
  return (
    <span className={styles.key}>
      {common && (signed ? '−1' : '0')}
      <span
        className={styles.bar}
        style={{ background: `linear-gradient(to right, ${colours})` } as CSSProperties}
      />
      {common ? '1' : `own scales, up to ${sizeText(largest)}`}
    </span>
  );
}

/** `10 of 128 features`; learned ones are shown as a run starts with them. */
export function featuresText(shown: number, total: number, isTrained: boolean): string {
  const when = isTrained ? ' before training' : '';
  if (total === 1) return `The only feature${when}`;
  return `${shown === total ? `All ${total}` : `${shown} of ${total}`} features${when}`;
}
