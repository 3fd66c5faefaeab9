/** The two best runs at this setting, compared on the same images: in words, with what they bear. */
import { useMemo } from 'react';
import { useLab, type RunRecord } from '../../store/lab.ts';
import {
  pairOf,
  pairSentence,
  scoreOfRun,
  twoModelsCaution,
} from '../../store/robustnessFigures.ts';
import styles from './Accuracy.module.css';

export function PairWords({ runs }: { runs: readonly RunRecord[] }) {
  const survey = useLab(({ robustness }) => robustness.survey);
  const sentence = useMemo(() => {
    const scored = runs.flatMap(({ id, name }) => {
      const score = scoreOfRun(survey, id);
      return score?.isWhole && !score.isStale ? [{ id, name, score }] : [];
    });
    const [first, second] = scored.toSorted((a, b) => b.score.share - a.score.share);
    if (!survey || !first || !second) return '';
    const paired = pairOf(survey, first.id, second.id);
    return paired ? pairSentence(first, second, paired, 'this setting') : '';
  }, [survey, runs]);
  if (!sentence) return null;
  return (
    <p className={styles.words}>
      {sentence} <span>{twoModelsCaution}</span>
    </p>
  );
}
