/** What runs say of the images of the strip, image by image. */
import type { StripAnswer } from '../../store/robustnessView.ts';
import { largest } from '../parts/probabilities.ts';

/** What a run takes one image for. */
export interface Guess {
  readonly guess: number;
  /** null where nobody knows the true class. */
  readonly isRight: boolean | null;
  /** Probability of the true class; of the guess where nobody knows it. */
  readonly share: number;
}

/** The probabilities of one image among all that were answered; null where there are none. */
export function probabilitiesOf(
  answer: StripAnswer | undefined,
  image: number,
  count: number,
): Float32Array | null {
  if (!answer || 'reason' in answer) return null;
  const classes = answer.probabilities.length / count;
  // Answers about a strip of another length are on their way out.
  if (!Number.isInteger(classes) || classes < 1) return null;
  return answer.probabilities.subarray(image * classes, (image + 1) * classes);
}

export function guessOf(probabilities: ArrayLike<number>, label: number | null): Guess {
  const guess = largest(probabilities);
  return {
    guess,
    isRight: label === null ? null : guess === label,
    share: probabilities[label ?? guess] ?? NaN,
  };
}

/** `“4”, right; 98 % for “4”` */
export function guessText(
  { guess, isRight, share }: Guess,
  { label, nameOf }: { label: number | null; nameOf: (label: number) => string },
): string {
  const verdict = isRight === null ? '' : isRight ? ', right' : ', wrong';
  const percent = Number.isFinite(share) ? `${Math.round(100 * share)} %` : 'no number';
  return `“${nameOf(guess)}”${verdict}; ${percent} for “${nameOf(label ?? guess)}”`;
}

/** The strip with another image at that place; where it was there already, the two change places. */
export function swapped(strip: readonly number[], at: number, image: number): number[] {
  const before = strip[at];
  return strip.map((each, place) =>
    place === at ? image : each === image && before !== undefined ? before : each,
  );
}
