/** The specs of a plan before any tuning and without a seed: one for each arm and combination. */
import type { RunSpec } from '../../training/spec.ts';
import { applyChanges } from './changes.ts';
import { combinationsOf, levelsText } from './combinations.ts';
import { within } from './fields.ts';
import type { Levels, StudyPlan } from './plan.ts';

export interface GivenSpec {
  readonly arm: string;
  readonly levels: Levels;
  /** With the base's seed. */
  readonly spec: RunSpec;
}

const known = new WeakMap<StudyPlan, readonly GivenSpec[]>();

/** Combination by combination, in each of them arm by arm. */
export function givenSpecs(plan: StudyPlan): readonly GivenSpec[] {
  const before = known.get(plan);
  if (before) return before;
  const specs = combinationsOf(plan.factors).flatMap(({ levels, changes }) =>
    plan.arms.map((arm): GivenSpec => {
      const place = levelsText(levels);
      const where = `arm "${arm.label}"${place && ` at ${place}`}`;
      return {
        arm: arm.label,
        levels,
        spec: within(where, () => applyChanges(plan.base, [arm.changes, ...changes], where)),
      };
    }),
  );
  known.set(plan, specs);
  return specs;
}
