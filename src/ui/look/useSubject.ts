/** The image that is asked about, as an image of the shown dataset, with its words. */
import { useMemo } from 'react';
import type { SystemChoice } from '../../core/system.ts';
import { shownImages, useLab, type CardView } from '../../store/lab.ts';
import { imageOf, offersInverting, type ImageForm, type OwnSubject } from '../../store/subject.ts';
import { useShownCard } from '../benches/useCards.ts';
import { pictureAt } from '../parts/drawPixels.ts';
import { warpPicture, type WarpedPicture } from '../parts/warp.ts';

type ReadyCard = Extract<CardView, { phase: 'ready' }>['card'];

export interface Subject {
  readonly dataset: SystemChoice;
  readonly card: ReadyCard;
  readonly form: ImageForm;
  /** null: the fixed test image `index`. */
  readonly own: OwnSubject | null;
  readonly index: number;
  readonly picture: WarpedPicture;
  /** Through the sliders of Warp: what the models are asked about. */
  readonly bent: WarpedPicture;
  readonly isBent: boolean;
  /** The true class; null where nobody knows. */
  readonly label: number | null;
  /** `Test image 6`, `Your drawing`, `photo.png` */
  readonly name: string;
  readonly offersInverting: boolean;
}

export type SubjectView =
  | { readonly phase: 'loading' }
  | { readonly phase: 'failed'; readonly reason: string }
  | { readonly phase: 'ready'; readonly subject: Subject };

export function useSubject(): SubjectView {
  const view = useShownCard();
  const dataset = useLab((state) => shownImages(state).dataset);
  const own = useLab(({ look }) => look.own);
  const image = useLab(({ warp }) => warp.image);
  const choices = useLab(({ warp }) => warp.choices);
  const card = view.phase === 'ready' ? view.card : null;

  const seen = useMemo(
    () => card && subjectOf(card, { dataset, own, image }),
    [card, dataset, own, image],
  );
  return useMemo(() => {
    if (view.phase === 'failed') return view;
    if (!seen) return { phase: 'loading' };
    const isBent = choices.length > 0;
    const bent = isBent ? warpPicture(seen.picture, choices) : seen.picture;
    return { phase: 'ready', subject: { ...seen, bent, isBent } };
  }, [view, seen, choices]);
}

interface Chosen {
  readonly dataset: SystemChoice;
  readonly own: OwnSubject | null;
  readonly image: number;
}

function subjectOf(
  card: ReadyCard,
  { dataset, own: chosen, image }: Chosen,
): Omit<Subject, 'bent' | 'isBent'> | null {
  const { height, width, channels, testImages } = card;
  const form = { height, width, channels };
  const values = chosen ? imageOf(chosen, form, dataset) : undefined;
  if (chosen && values) {
    const label = chosen.kind === 'numbered' ? chosen.label : null;
    const offers = offersInverting(chosen, values, { set: testImages, form });
    const words = { name: nameOf(chosen), label, offersInverting: offers };
    return {
      dataset,
      card,
      form,
      own: chosen,
      index: image,
      picture: { ...form, values },
      ...words,
    };
  }
  if (testImages.count === 0) return null;
  const index = Math.min(image, testImages.count - 1);
  const picture = warpPicture(pictureAt({ ...form, images: testImages.images }, index), []);
  const label = testImages.labels[index] ?? 0;
  const words = { name: `Test image ${index + 1}`, label, offersInverting: false };
  return { dataset, card, form, own: null, index, picture, ...words };
}

function nameOf(own: OwnSubject): string {
  if (own.kind === 'drawing') return 'Your drawing';
  return own.kind === 'file' ? own.name : `Test image no. ${own.number + 1}`;
}
