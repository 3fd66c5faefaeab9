/**
 * What arms may have in common by choice, and whether they do. Nothing makes a comparison fair by
 * itself: equal parameters cost unequal time, and equal steps are unequal work.
 */
import { findStoppingRule } from '../../training/stopping/index.ts';
import { levelsText } from './combinations.ts';
import type { ArmCost } from './costs.ts';
import type { StudyPlan } from './plan.ts';

/** Widths are whole numbers: closer than this nobody gets with small models. */
export const TOLERANCE = 0.05;

/** Multiply-adds of a whole run that takes all its steps. */
export const computeOf = ({ multiplyAddsPerStep, spec }: ArmCost): number | null =>
  multiplyAddsPerStep === null ? null : multiplyAddsPerStep * spec.steps;

/** Claims of the plan that its arms break, in words; what is unknown is not called broken. */
export function brokenEqualities(plan: StudyPlan, costs: readonly ArmCost[]): string[] {
  return plan.equal.flatMap((equality) => {
    if (equality === 'tuning') {
      return plan.tuning ? [] : ['Equal tuning is claimed, but nothing is tuned'];
    }
    if (equality === 'steps') {
      return [
        ...unequalStopping(costs, 'steps'),
        ...unequal(costs, 'steps', ({ spec }) => spec.steps, 0),
      ];
    }
    const read = equality === 'compute' ? computeOf : (cost: ArmCost) => cost.parameterCount;
    const noun = equality === 'compute' ? 'multiply-adds' : 'parameters';
    const early = equality === 'compute' ? unequalStopping(costs, noun) : [];
    return [...early, ...unequal(costs, noun, read, TOLERANCE)];
  });
}

/** A run that may stop early takes a number of steps that nobody knows before. */
function unequalStopping(costs: readonly ArmCost[], noun: string): string[] {
  const early = costs.find(({ spec }) => spec.stopping.id !== 'steps');
  if (!early) return [];
  const { label } = findStoppingRule(early.spec.stopping.id);
  return [`Equal ${noun} are claimed, but ${early.arm} stops by “${label}”`];
}

/** One sentence for each combination of levels where the most is too much more than the least. */
function unequal(
  costs: readonly ArmCost[],
  noun: string,
  read: (cost: ArmCost) => number | null,
  tolerance: number,
): string[] {
  const places = [...new Set(costs.map(({ levels }) => levelsText(levels)))];
  return places.flatMap((place) => {
    const known = costs.filter((cost) => levelsText(cost.levels) === place && read(cost) !== null);
    const inOrder = known.toSorted((a, b) => read(a)! - read(b)!);
    const [least, most] = [inOrder[0], inOrder.at(-1)];
    if (!least || !most || read(most)! <= read(least)! * (1 + tolerance)) return [];
    const text = (cost: ArmCost) => `${cost.arm} ${read(cost)!.toLocaleString('en')}`;
    const where = place && ` at ${place}`;
    return [`Equal ${noun} are claimed, but${where} ${text(least)}, ${text(most)}`];
  });
}
