/** What an encoding tells each pixel of its place: one little map over the image plane per feature. */
import { useMemo } from 'react';
import type { Picture } from './drawPixels.ts';
import styles from './EncodingMaps.module.css';
import { PixelImage } from './PixelImage.tsx';

export interface EncodingMapsProps {
  /** Features chosen to be shown, each [height * width], scaled to 0..1. */
  readonly maps: readonly Float32Array[];
  readonly height: number;
  readonly width: number;
  /** Features there are in all: the encoding's output width. */
  readonly total: number;
}

export function EncodingMaps({ maps, height, width, total }: EncodingMapsProps) {
  const pictures = useMemo(
    () => maps.map((values): Picture => ({ height, width, channels: 1, values })),
    [maps, height, width],
  );
  if (total === 0) {
    return <p className={styles.note}>No encoding: the model is not told where a pixel is</p>;
  }
  const text = featuresText(maps.length, total);
  return (
    <figure className={styles.frame}>
      <div className={styles.maps} role="img" aria-label={text}>
        {pictures.map((picture, feature) => (
          <PixelImage key={feature} picture={picture} label="" />
        ))}
      </div>
      <figcaption className={styles.note}>{text}</figcaption>
    </figure>
  );
}

export function featuresText(shown: number, total: number): string {
  if (total === 1) return 'The only feature, over the image plane';
  const count = shown === total ? `All ${total}` : `${shown} of ${total}`;
  return `${count} features over the image plane`;
}
