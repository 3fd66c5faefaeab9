/** Combinations of levels: one of each factor, the last factor turning fastest. */
import type { Factor, Level, Levels, SpecChanges, StudyPlan } from './plan.ts';

export interface Combination {
  readonly levels: Levels;
  readonly changes: readonly SpecChanges[];
}

export function combinationsOf(factors: readonly Factor[]): Combination[] {
  return factors.reduce<Combination[]>(
    (before, factor) =>
      before.flatMap(({ levels, changes }) =>
        factor.levels.map((level: Level) => ({
          levels: { ...levels, [factor.label]: level.label },
          changes: [...changes, level.changes],
        })),
      ),
    [{ levels: {}, changes: [] }],
  );
}

export const sameLevels = (a: Levels, b: Levels): boolean => levelsKey(a) === levelsKey(b);

/** Equal for equal levels, in whatever order they are written. */
export const levelsKey = (levels: Levels): string =>
  JSON.stringify(Object.entries(levels).sort(([a], [b]) => (a < b ? -1 : 1)));

/** `Training images 300, Dataset Typefaces`; empty without factors. */
export const levelsText = (levels: Levels): string =>
  Object.entries(levels)
    .map(([factor, level]) => `${factor} ${level}`)
    .join(', ');

/** How many runs the plan asks for in each stage, by its sizes alone. */
export function countRuns({
  arms,
  factors,
  seeds,
  tuning,
}: Pick<StudyPlan, 'arms' | 'factors' | 'seeds' | 'tuning'>): { tuning: number; main: number } {
  const combinations = factors.reduce((product, { levels }) => product * levels.length, 1);
  const places = !tuning ? 0 : tuning.at === 'each' ? combinations : 1;
  return {
    tuning: tuning ? arms.length * places * tuning.draws * tuning.seeds.length : 0,
    main: arms.length * combinations * seeds.length,
  };
}
