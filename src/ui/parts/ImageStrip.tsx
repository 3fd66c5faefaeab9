/** A row of sample images; each one's class is its title. As many as fit on one line. */
import { useMemo } from 'react';
import { pictureAt, type PictureSet } from './drawPixels.ts';
import styles from './ImageStrip.module.css';
import { PixelImage } from './PixelImage.tsx';

export interface ImageStripProps {
  /** Names the list: `Samples of Typefaces`. */
  readonly label: string;
  readonly set: PictureSet & { readonly count: number; readonly labels: Uint8Array };
  readonly classNames: readonly string[];
  readonly most?: number;
}

export function ImageStrip({ label, set, classNames, most = 12 }: ImageStripProps) {
  const shown = Math.min(set.count, most);
  const pictures = useMemo(
    () => Array.from({ length: shown }, (_, index) => pictureAt(set, index)),
    [set, shown],
  );
  return (
    <ul className={styles.strip} aria-label={label}>
      {pictures.map((picture, index) => {
        const name = classNames[set.labels[index]!] ?? `class ${set.labels[index]}`;
        return (
          <li key={index}>
            <PixelImage picture={picture} label={name} title={name} />
          </li>
        );
      })}
    </ul>
  );
}
