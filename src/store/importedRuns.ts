/** Which runs of a results file are new here, and under which id and name they come in. */
import type { History } from '../training/history.ts';
import type { RunRecord } from '../training/result.ts';
import { memorableName } from './memorableName.ts';
import { runKey } from '../training/runKey.ts';
import { freeColour } from './runRecords.ts';
import { textOf } from './specText.ts';

export interface HeldRuns {
  readonly runs: readonly RunRecord[];
  /** Deleted, but may still come back. */
  readonly deletedRuns: readonly RunRecord[];
}

/**
 * An id says which experiment, not how it went: only with the same history and weights is a run here
 * already. Else it comes in under the id of a further attempt.
 */
export async function newOnes(
  imported: readonly RunRecord[],
  { runs, deletedRuns }: HeldRuns,
): Promise<RunRecord[]> {
  const names = new Set([...runs, ...deletedRuns].map(({ name }) => name));
  const idsOf = (those: readonly RunRecord[]) => new Set(those.map(({ id }) => id));
  const taken = { inFile: idsOf(imported), deleted: idsOf(deletedRuns) };
  const added: RunRecord[] = [];
  for (const run of imported) {
    const id = await freeId(run, runs, taken);
    if (id === undefined) continue;
    const name = names.has(run.name) ? memorableName(id, names) : run.name;
    names.add(name);
    added.push({ ...run, id, name, colour: freeColour([...runs, ...added]) });
    taken.inFile.add(id);
  }
  return added;
}

/** Its own where that is free, else that of a further attempt; undefined where the run is here. */
async function freeId(
  run: RunRecord,
  runs: readonly RunRecord[],
  taken: { readonly inFile: ReadonlySet<string>; readonly deleted: ReadonlySet<string> },
): Promise<string | undefined> {
  const spec = textOf(run.spec);
  const backend = run.environment?.backend ?? 'unknown';
  for (let attempt = 0, id = run.id; ; id = await runKey(spec, backend, ++attempt)) {
    const isAnothers = taken.deleted.has(id) || (id !== run.id && taken.inFile.has(id));
    const held = runs.find((each) => each.id === id);
    if (!isAnothers && !held) return id;
    if (!isAnothers && held && sameResult(held, run)) return undefined;
  }
}

/** The same experiment went the same way. */
function sameResult(a: RunRecord, b: RunRecord): boolean {
  return a.final?.weightsSha256 === b.final?.weightsSha256 && sameHistory(a.history, b.history);
}

const columns = ['step', 'trainLoss', 'trainAccuracy', 'testLoss', 'testAccuracy'] as const;

function sameHistory(a: History, b: History): boolean {
  // -0 comes back from a file as 0; NaN is itself.
  const same = (x: number | null, y: number | null | undefined) => x === y || Object.is(x, y);
  return columns.every((column) => {
    const other = b[column];
    return (
      a[column].length === other.length && a[column].every((value, i) => same(value, other[i]))
    );
  });
}
