/** How far a study is: counted anew as runs end, so that its row says so without reading them. */
import type { StudyRow } from '../storage/studies.ts';
import { createAnswers } from '../studies/plan/answers.ts';
import { cellsOf } from '../studies/plan/cells.ts';
import type { StudyPlan } from '../studies/plan/plan.ts';
import { specText } from '../studies/plan/specText.ts';
import type { RunRecord } from '../training/result.ts';

export type StudyCounts = Pick<StudyRow, 'ended' | 'all' | 'repeats'>;

export interface StudyTally {
  readonly counts: StudyCounts;
  /** A run has ended: its cell has an answer, and need not be repeated. */
  add(run: RunRecord): StudyCounts;
}

/**
 * @param runs all attempts, in the order in which they ended
 * @param repeats ids of runs whose cells are open again
 */
export function createTally(
  plan: StudyPlan,
  runs: readonly RunRecord[],
  repeats: readonly string[],
): StudyTally {
  const texts = new Map(
    runs.filter(({ id }) => repeats.includes(id)).map(({ id, spec }) => [id, specText(spec)]),
  );
  const answers = createAnswers(runs.filter(({ id }) => !texts.has(id)));

  function count(): StudyCounts {
    const { cells, waiting } = cellsOf(plan, answers);
    const ended = cells.filter(({ spec }) => answers.of(spec) !== undefined).length;
    return { ended, all: cells.length + waiting.length, repeats: [...texts.keys()] };
  }

  return {
    get counts() {
      return count();
    },
    add(run) {
      answers.add(run);
      const text = specText(run.spec);
      for (const [id, repeated] of texts) if (repeated === text) texts.delete(id);
      return count();
    },
  };
}
