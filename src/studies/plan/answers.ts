/**
 * Which run answers which cell: the newest attempt that ended with the cell's very spec. A run that
 * diverged or failed is an answer, too: it is counted, and repeated only when somebody asks for it.
 */
import type { RunRecord } from '../../training/result.ts';
import type { RunSpec, RunState } from '../../training/spec.ts';
import type { Cell } from './plan.ts';
import { specText } from './specText.ts';

/** A run that was stopped by hand answers nothing. */
const ended: ReadonlySet<RunState> = new Set<RunState>(['finished', 'diverged', 'failed']);

export interface Answers {
  /** Adds an attempt that ended after all others. */
  add(run: RunRecord): void;
  /** The newest attempt at the spec; undefined without one that ended. */
  of(spec: RunSpec): RunRecord | undefined;
  /** All attempts at the spec that ended, the newest last. */
  attemptsAt(spec: RunSpec): readonly RunRecord[];
  /** Cells without an answer; of several with one spec only the first. */
  openOf(cells: readonly Cell[]): Cell[];
}

/** @param runs in the order in which they ended */
export function createAnswers(runs: readonly RunRecord[]): Answers {
  const attempts = new Map<string, RunRecord[]>();

  function add(run: RunRecord): void {
    if (!ended.has(run.status)) return;
    const text = specText(run.spec);
    const known = attempts.get(text);
    if (known) known.push(run);
    else attempts.set(text, [run]);
  }
  for (const run of runs) add(run);

  return {
    add,
    of: (spec) => attempts.get(specText(spec))?.at(-1),
    attemptsAt: (spec) => attempts.get(specText(spec)) ?? [],
    openOf(cells) {
      const seen = new Set<string>();
      return cells.filter(({ spec }) => {
        const text = specText(spec);
        if (attempts.has(text) || seen.has(text)) return false;
        seen.add(text);
        return true;
      });
    },
  };
}
