/** What a plan must hold beyond the form of its fields: specs that differ, and something to tune. */
import { illegalPlan } from './fields.ts';
import { combinationsOf, levelsText } from './combinations.ts';
import type { StudyPlan } from './plan.ts';
import { expectLegalRange } from './readSearch.ts';
import { givenSpecs } from './specsOfPlan.ts';
import { specText } from './specText.ts';
import { touches } from './specPath.ts';
import { searchOf } from './tuning.ts';

/** Two cells of one spec would be one run shown as two. */
export function expectDistinctSpecs(plan: StudyPlan): void {
  const seen = new Map<string, { arm: string; levels: Readonly<Record<string, string>> }>();
  for (const { arm, levels, spec } of givenSpecs(plan)) {
    const text = specText(spec);
    const other = seen.get(text);
    if (!other) {
      seen.set(text, { arm, levels });
      continue;
    }
    if (other.arm === arm) {
      throw illegalPlan(
        `the same spec for ${levelsText(other.levels)} and ${levelsText(levels)} of arm "${arm}"`,
        'levels that each change something in every arm',
      );
    }
    const place = levelsText(levels);
    throw illegalPlan(
      `the same spec for the arms "${other.arm}" and "${arm}"${place && ` at ${place}`}`,
      'arms that differ',
    );
  }
}

/** Every range must be legal in its arm, and no factor may set what tuning turns. */
export function expectSearchable(plan: StudyPlan): void {
  const { tuning, arms, factors } = plan;
  if (!tuning) {
    const searching = arms.find(({ search }) => search && search.length > 0);
    if (!searching) return;
    throw illegalPlan(`a search in arm "${searching.label}"`, 'a tuning that uses it');
  }
  const [first] = combinationsOf(factors);
  for (const { arm, levels, spec } of givenSpecs(plan)) {
    if (levelsText(levels) !== levelsText(first!.levels)) continue;
    const search = searchOf(
      arms.find(({ label }) => label === arm)!,
      tuning,
    );
    if (search.length === 0) throw illegalPlan(`nothing to tune in arm "${arm}"`, 'a search');
    for (const range of search) {
      expectLegalRange(spec, range, `arm "${arm}"`);
      const factor = factors.find(({ levels: each }) =>
        each.some(({ changes }) => touches(changes, range.path)),
      );
      if (!factor) continue;
      throw illegalPlan(
        `${range.path} tuned and set by factor "${factor.label}"`,
        'one of the two',
      );
    }
  }
}
