/** On narrow screens, over the sliders: what moves while they are moved. */
import { useMemo, type CSSProperties } from 'react';
import { useLab } from '../../store/lab.ts';
import { stripView } from '../../store/robustnessStrip.ts';
import { pictureAt } from '../parts/drawPixels.ts';
import { PixelImage } from '../parts/PixelImage.tsx';
import { runColour } from '../parts/useColours.ts';
import { accuracyRows, scoreText } from './accuracyBars.ts';
import styles from './Preview.module.css';
import { useRuns } from './useRuns.ts';

const SHOWN = 6;

export function Preview() {
  const view = useLab(stripView);
  const survey = useLab(({ robustness }) => robustness.survey);
  const runs = useRuns();
  const ready = view.phase === 'ready' ? view : null;
  const seen = ready?.pictures?.upright ?? ready?.pictures?.seen;
  const strip = ready?.strip;
  const pictures = useMemo(() => {
    if (!seen || !strip) return [];
    const { values: images, height, width } = seen;
    const set = { height, width, channels: strip.size.channels, images };
    return Array.from({ length: Math.min(SHOWN, strip.count) }, (_, image) =>
      pictureAt(set, image),
    );
  }, [seen, strip]);
  return (
    <div className={styles.preview}>
      <div className={styles.pictures} aria-hidden>
        {pictures.map((picture, image) => (
          <PixelImage key={image} picture={picture} label="" />
        ))}
      </div>
      <ul aria-label="Accuracy at this setting">
        {accuracyRows(runs, survey).map(({ id, name, colour, score }) => (
          <li key={id} style={{ '--colour': runColour(colour) } as CSSProperties}>
            <span className={styles.dot} aria-hidden />
            {name} <b>{score && !score.isStale ? `${scoreText(score)} %` : '…'}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}
