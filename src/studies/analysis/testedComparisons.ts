/**
 * The comparisons that the plan declares, tested: exact sign-flip p of the paired differences, with
 * Holm's correction over all of them. One without pairs has no p and counts in the family all the
 * same: what was asked is the family, not what happened to be answered.
 */
import { holm, seedsNeeded } from '../../core/statistics/holm.ts';
import { signFlip } from '../../core/statistics/signFlip.ts';
import type { Levels, StudyPlan } from '../plan/plan.ts';
import type { CellSummary, TestedComparison } from './analysis.ts';
import type { Pairing } from './pairedDifferences.ts';
import { placeText } from './place.ts';
import { outcomeOf, verdictOf } from './verdict.ts';
import { numberText } from './words.ts';

export function testComparisons(
  plan: StudyPlan,
  pairing: Pairing,
  seed: number,
): TestedComparison[] {
  const differences = plan.comparisons.map((asked) => pairing.difference(asked));
  const ps = differences.map((each) => signFlip(each.differences, { seed }));
  const corrected = holm(ps);
  return differences.map((difference, place) => {
    const tested = {
      ...difference,
      p: ps[place]!,
      holmP: corrected[place]!,
      seedsNeeded: seedsNeeded(ps.length),
    };
    const verdict = verdictOf(tested, {
      comparisons: ps.length,
      where: placeText(plan, difference.at),
      absent: absentOf(pairing, difference),
    });
    return { ...tested, outcome: outcomeOf(tested), verdict };
  });
}

interface Between {
  readonly a: string;
  readonly b: string;
  readonly at: Levels | 'mean';
}

/** `2 of 10 runs of CNN diverged`; both arms' own, for pairs are lost by either. */
function absentOf(pairing: Pairing, { a, b, at }: Between): string[] {
  return [a, b].flatMap((arm) => {
    const cells = pairing.cellsOf(arm, at);
    const sum = (read: (cell: CellSummary) => number) =>
      cells.reduce((total, cell) => total + read(cell), 0);
    const planned = sum((cell) => cell.planned);
    const told = (count: number, verb: string) =>
      count > 0 ? [`${numberText(count)} of ${numberText(planned)} runs of ${arm} ${verb}`] : [];
    return [
      ...told(
        sum((cell) => cell.diverged),
        'diverged',
      ),
      ...told(
        sum((cell) => cell.failed),
        'failed',
      ),
      ...told(
        sum((cell) => cell.open),
        'still to come',
      ),
    ];
  });
}
