/** Which of an evidence map's classes is looked at, and its map. */
import type { ProbeMap } from '../../store/probes.ts';
import { largest } from './probabilities.ts';

/** A run's guess, what speaks for it rather than for its second guess, or one class for all runs. */
export type EvidenceChoice = 'guess' | 'versus' | number;

export interface ChosenEvidence {
  readonly map: Pick<ProbeMap, 'height' | 'width' | 'values'>;
  /** `for “7”`, `for “7” rather than “1”` */
  readonly text: string;
}

/**
 * @param maps one for each class
 * @param probabilities what the run made of the same image; null where that is not known yet
 */
export function chooseEvidence(
  maps: readonly ProbeMap[],
  choice: EvidenceChoice,
  probabilities: readonly number[] | null,
): ChosenEvidence | null {
  if (typeof choice === 'number') return one(maps, choice);
  if (!probabilities) return null;
  const guess = largest(probabilities);
  if (choice === 'guess') return one(maps, guess);
  const others = probabilities.map((share, index) => (index === guess ? -1 : share));
  const second = maps[largest(others)];
  const first = maps[guess];
  if (!first || !second || first === second) return null;
  const values = first.values.map((value, pixel) => value - second.values[pixel]!);
  const { height, width } = first;
  return {
    map: { height, width, values },
    text: `for “${first.label}” rather than “${second.label}”`,
  };
}

function one(maps: readonly ProbeMap[], index: number): ChosenEvidence | null {
  const map = maps[index];
  return map ? { map, text: `for “${map.label}”` } : null;
}
