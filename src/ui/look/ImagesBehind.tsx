/** The images behind a cell of the confusion matrix; one of them can be asked about further. */
import { useEffect, useMemo, useState } from 'react';
import { messageOf } from '../../core/errors.ts';
import { showNumbered, testImages } from '../../store/subject.ts';
import { chooseWarpImage } from '../../store/warp.ts';
import { pictureAt, type Picture } from '../parts/drawPixels.ts';
import { PixelImage } from '../parts/PixelImage.tsx';
import styles from './ConfusionTab.module.css';
import type { Subject } from './useSubject.ts';

/** Shown at first, and added by each *show more*. */
const MORE = 24;

export interface ImagesBehindProps {
  readonly title: string;
  /** Their true class. */
  readonly label: number;
  /** Numbers in the whole test set, or places among the fixed test images. */
  readonly places: readonly number[];
  readonly isWhole: boolean;
  readonly subject: Subject;
}

export function ImagesBehind({ title, label, places, isWhole, subject }: ImagesBehindProps) {
  const [limit, setLimit] = useState(MORE);
  const shown = useMemo(() => places.slice(0, limit), [places, limit]);
  const { pictures, reason } = usePictures(shown, isWhole, subject);
  const { own, index, dataset, form } = subject;
  const isSubject = (place: number) =>
    isWhole ? own?.kind === 'numbered' && own.number === place : !own && index === place;

  function choose(place: number): void {
    if (!isWhole) return chooseWarpImage(place);
    void showNumbered(dataset, { number: place, label, form });
  }

  return (
    <section className={styles.behind} aria-label="Images behind the cell">
      <h3 aria-live="polite">{title}</h3>
      <ul className={styles.grid}>
        {shown.map((place, order) => {
          const picture = pictures[order];
          return (
            <li key={place}>
              <button
                type="button"
                aria-label={`Test image ${isWhole ? 'no. ' : ''}${place + 1}`}
                aria-pressed={isSubject(place)}
                title="Ask about this image in Warp, Evidence and Inside"
                onClick={() => choose(place)}
              >
                {picture && <PixelImage picture={picture} label="" />}
              </button>
            </li>
          );
        })}
      </ul>
      <p className={styles.foot}>
        <span>{reason ?? footText(places, shown.some(isSubject))}</span>
        {places.length > limit && (
          <button type="button" onClick={() => setLimit(limit + MORE)}>
            Show more
          </button>
        )}
      </p>
    </section>
  );
}

function footText(places: readonly number[], isOneChosen: boolean): string {
  if (places.length === 0) return 'No image.';
  return isOneChosen ? 'now asked about in the other tabs' : 'press one to ask about it';
}

function usePictures(
  shown: readonly number[],
  isWhole: boolean,
  { card, form, dataset }: Subject,
): { pictures: readonly Picture[]; reason: string | null } {
  const [fetched, setFetched] = useState<readonly Picture[]>([]);
  const [reason, setReason] = useState<string | null>(null);
  useEffect(() => {
    if (!isWhole || shown.length === 0) return;
    let isNewest = true;
    const cut = (images: Uint8Array) => shown.map((_, at) => pictureAt({ ...form, images }, at));
    testImages(dataset, shown).then(
      (images) => isNewest && setFetched(cut(images)),
      (error: unknown) => isNewest && setReason(messageOf(error)),
    );
    return () => {
      isNewest = false;
    };
  }, [shown, isWhole, form, dataset]);
  const fixed = useMemo(
    () => (isWhole ? [] : shown.map((at) => pictureAt({ ...form, ...card.testImages }, at))),
    [shown, isWhole, form, card],
  );
  return { pictures: isWhole ? fetched : fixed, reason };
}
