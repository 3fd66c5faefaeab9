/**
 * The pictures of the Robustness page: a few images as they are, as the sensor sees them, and upright
 * again. Computed on the page, since they must follow a slider.
 */
import type { ImageSize } from '../core/geometry.ts';
import type { DatasetCard } from '../engine/engine.ts';
import { sensePictures, type SensedPictures } from '../training/presenting.ts';
import type { Viewing } from '../training/viewing.ts';
import { cardKey } from './datasetCards.ts';
import { explain } from './explain.ts';
import { getLab, setLab, shownImages, type LabState } from './lab.ts';
import type { OwnSubject } from './lookView.ts';
import type { UprightView } from './robustnessView.ts';
import { imageOf } from './subject.ts';

export type { SensedPictures } from '../training/presenting.ts';

export const STRIP_LENGTH = 8;

/** The images before anything is changed. */
export interface StripImages {
  readonly size: ImageSize;
  readonly classNames: readonly string[];
  readonly count: number;
  /** [count, height, width, channels], each in [0, 1] */
  readonly values: Float32Array;
  /** Of each: its class, null where nobody knows, and its place among the fixed test images. */
  readonly images: readonly { readonly label: number | null; readonly place: number | null }[];
}

/** Both are pictures for people; a model of pixels receives pixels and places. */
export interface StripPictures {
  readonly seen: SensedPictures;
  /**
   * As a model of grids receives them where it is told, a moment later than what is seen; null where
   * nothing is told, or before the first are there.
   */
  readonly upright: SensedPictures | null;
}

export type StripView =
  | { readonly phase: 'loading' }
  | { readonly phase: 'failed'; readonly reason: string }
  | {
      readonly phase: 'ready';
      readonly strip: StripImages;
      /** null where the viewing shows nothing; then a reason says why. */
      readonly pictures: StripPictures | null;
      readonly reason: string | null;
    };

/** What models are asked about: with the estimate in place of the truth, while that is shown. */
export const askedViewing = remembered(
  (viewing: Viewing, assumed: Viewing['assumed'] | null): Viewing =>
    assumed ? { ...viewing, told: true, assumed } : viewing,
);

/** The same object as long as nothing of it changes. */
export function stripView(state: LabState): StripView {
  const { dataset, seed } = shownImages(state);
  const card = state.cards[cardKey(dataset, seed)];
  if (!card || card.phase === 'loading') return loading;
  if (card.phase === 'failed') return failedStrip(card.reason);
  const { strip, isOwnShown, viewing, assumed, upright } = state.robustness;
  const own = isOwnShown ? state.look.own : null;
  const images = stripImages(card.card, strip, own, dataset);
  return images.count > 0 ? readyStrip(images, askedViewing(viewing, assumed), upright) : loading;
}

const loading: StripView = { phase: 'loading' };
const failedStrip = remembered((reason: string): StripView => ({ phase: 'failed', reason }));

const readyStrip = remembered(
  (strip: StripImages, viewing: Viewing, upright: UprightView | null): StripView => {
    const own = upright?.images === strip.values ? upright : null;
    const reason = own?.viewing === viewing ? own.reason : null;
    const { seen, fault } = sensed(strip, viewing);
    if (!seen || reason !== null) {
      return { phase: 'ready', strip, pictures: null, reason: fault ?? reason };
    }
    const pictures = { seen, upright: viewing.told ? (own?.pictures ?? null) : null };
    return { phase: 'ready', strip, pictures, reason: null };
  },
);

const sensed = remembered(({ size, values }: StripImages, viewing: Viewing) => {
  try {
    return { seen: sensePictures(viewing, size, values, 0), fault: null };
  } catch (error) {
    return { seen: null, fault: explain(error) };
  }
});

const stripImages = remembered(
  (
    { height, width, channels, classNames, testImages }: DatasetCard,
    strip: readonly number[],
    own: OwnSubject | null,
    dataset: Parameters<typeof imageOf>[2],
  ): StripImages => {
    const size = { height, width, channels };
    const ownValues = own ? imageOf(own, size, dataset) : undefined;
    const places = strip.filter((place) => place < testImages.count);
    const shown = ownValues ? places.slice(0, STRIP_LENGTH - 1) : places;
    const length = height * width * channels;
    const pictures = shown.map((place) =>
      Float32Array.from(testImages.images.subarray(place * length, (place + 1) * length), toShare),
    );
    const ownLabel = own?.kind === 'numbered' ? own.label : null;
    const images = shown.map((place) => ({ label: testImages.labels[place] ?? null, place }));
    const all = ownValues ? [ownValues, ...pictures] : pictures;
    return {
      size,
      classNames,
      count: all.length,
      values: joined(all, length),
      images: ownValues ? [{ label: ownLabel, place: null }, ...images] : images,
    };
  },
);

const toShare = (value: number) => value / 255;

export function joined(parts: readonly Float32Array[], length: number): Float32Array {
  const all = new Float32Array(parts.length * length);
  parts.forEach((part, place) => all.set(part, place * length));
  return all;
}

/** The answer is kept for the arguments of the last call, compared one by one. */
function remembered<Arguments extends readonly unknown[], Result>(
  compute: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  let last: { given: Arguments; result: Result } | null = null;
  return (...given) => {
    if (!last || given.some((each, place) => each !== last!.given[place])) {
      last = { given, result: compute(...given) };
    }
    return last.result;
  };
}

/** @param places among the fixed test images */
export function chooseStrip(places: readonly number[]): void {
  const strip = [...new Set(places)].slice(0, STRIP_LENGTH);
  if (strip.length > 0) setLab(({ robustness }) => ({ robustness: { ...robustness, strip } }));
}

/** The next images among the fixed test images, or those before; around the end. */
export function turnStrip(by: 1 | -1): void {
  const state = getLab();
  const { dataset, seed } = shownImages(state);
  const card = state.cards[cardKey(dataset, seed)];
  if (card?.phase !== 'ready' || card.card.testImages.count === 0) return;
  const { count } = card.card.testImages;
  const first = (state.robustness.strip[0] ?? 0) + by * STRIP_LENGTH;
  const places = Array.from(
    { length: Math.min(STRIP_LENGTH, count) },
    (_, i) => (((first + i) % count) + count) % count,
  );
  chooseStrip(places);
}

/** The picture that is looked at elsewhere (drawn, opened or dropped) first in the strip. */
export const showOwnInStrip = (isOwnShown: boolean): void =>
  setLab(({ robustness }) => ({ robustness: { ...robustness, isOwnShown } }));
