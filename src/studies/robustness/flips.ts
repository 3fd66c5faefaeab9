/**
 * Which images a run loses first along a severity curve, and which classes.
 */
import { NO_ANSWER, type Tally } from './tally.ts';

export interface LevelAnswers {
  readonly strength: number;
  /** [images] predicted classes, of the same images at every level. */
  readonly predictions: Uint8Array;
}

export interface Flip {
  /** Place of the image in the order of the predictions. */
  readonly image: number;
  readonly label: number;
  /** The smallest strength asked at which it is wrong. */
  readonly strength: number;
  /** What it is taken for there; null where the answer is no number. */
  readonly becomes: number | null;
  /** At how many of the levels from there on it is right again. */
  readonly recovers: number;
}

/**
 * Images that are right at the first level and wrong at a later one; those lost first come first,
 * and of these those that stay lost.
 *
 * @param levels from none outwards in one direction
 */
export function flipsAlong(levels: readonly LevelAnswers[], labels: Uint8Array): Flip[] {
  const [none, ...bent] = levels;
  if (!none) return [];
  for (const { predictions } of levels) {
    if (predictions.length === labels.length) continue;
    throw new Error(`flips: found ${predictions.length} predictions, ${labels.length} labels`);
  }
  const found: Flip[] = [];
  labels.forEach((label, image) => {
    if (none.predictions[image] !== label) return;
    const level = bent.findIndex(({ predictions }) => predictions[image] !== label);
    if (level < 0) return;
    const predicted = bent[level]!.predictions[image]!;
    const later = bent.slice(level + 1);
    found.push({
      image,
      label,
      strength: bent[level]!.strength,
      becomes: predicted === NO_ANSWER ? null : predicted,
      recovers: later.filter(({ predictions }) => predictions[image] === label).length,
    });
  });
  const change = ({ strength }: Flip) => Math.abs(strength - none.strength);
  return found.sort(
    (a, b) => change(a) - change(b) || a.recovers - b.recovers || a.image - b.image,
  );
}

export interface ClassDrop {
  readonly label: number;
  /** Shares of right answers, 0 to 1. */
  readonly before: number;
  readonly after: number;
  /** before − after. */
  readonly drop: number;
}

/** What each class loses, the greatest loss first; a class without an image on either side is left out. */
export function classDrops(none: Tally, bent: Tally): ClassDrop[] {
  const drops = none.total.flatMap((total, label): ClassDrop[] => {
    const bentTotal = bent.total[label] ?? 0;
    if (total === 0 || bentTotal === 0) return [];
    const before = none.right[label]! / total;
    const after = bent.right[label]! / bentTotal;
    return [{ label, before, after, drop: before - after }];
  });
  return drops.sort((a, b) => b.drop - a.drop || a.label - b.label);
}
