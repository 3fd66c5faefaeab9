/**
 * Puts the shards of a study together. Each cell must come from one of them: a run that two files
 * hold, equal or not, means that they are not the shards that somebody takes them for.
 */
import { LabError } from '../../core/errors.ts';
import type { RunRecord } from '../../training/result.ts';
import { canonicalPlanText } from '../plan/planText.ts';
import { specText } from '../plan/specText.ts';
import type { Amendment, Study, StudyWithRuns } from '../study.ts';

/** A study's results and where they came from: the name of a file. */
export interface NamedStudy extends StudyWithRuns {
  readonly name: string;
}

/** Throws a LabError that names the two that do not fit. */
export function mergeStudies(parts: readonly NamedStudy[]): StudyWithRuns {
  const [first, ...others] = parts;
  if (!first) throw new Error('nothing to merge');
  for (const other of others) expectSameStudy(first, other);
  expectApart(parts);
  expectSameImages(parts);
  return {
    study: mergedStudy(parts.map(({ study }) => study)),
    runs: parts.flatMap(({ runs }) => runs).toSorted(byEnd),
  };
}

/** Shards ended their runs side by side; the order tells which attempt at a cell is the newest. */
const byEnd = (a: RunRecord, b: RunRecord) =>
  a.createdAt < b.createdAt ? -1 : Number(a.createdAt > b.createdAt);

function expectSameStudy(first: NamedStudy, other: NamedStudy): void {
  if (first.study.id !== other.study.id) {
    throw new LabError('merge-other-study', {
      found: `${other.name}, of the study “${other.study.plan.title}” (${other.study.id})`,
      expected: `shards of “${first.study.plan.title}” (${first.study.id}), as in ${first.name}`,
      fix: 'leave it out',
    });
  }
  if (canonicalPlanText(first.study.plan) === canonicalPlanText(other.study.plan)) return;
  throw new LabError('merge-other-plan', {
    found: `other seeds or arms in ${other.name} than in ${first.name}`,
    expected: 'shards of one plan',
    fix: 'add the same to each shard first: run it with --resume and the newer study.json',
  });
}

/** No cell in two parts. */
function expectApart(parts: readonly NamedStudy[]): void {
  const owners = new Map<string, { readonly part: NamedStudy; readonly run: RunRecord }>();
  for (const part of parts) {
    for (const run of part.runs) {
      const text = specText(run.spec);
      const owner = owners.get(text);
      if (owner && owner.part !== part) {
        throw new LabError('merge-overlap', {
          found: `${overlapText(owner.run, run)} in both ${owner.part.name} and ${part.name}`,
          expected: 'shards that share no run',
          fix: 'merge files that were run with different --shard, each of them once',
        });
      }
      owners.set(text, { part, run });
    }
  }
}

function overlapText(a: RunRecord, b: RunRecord): string {
  const isSame = a.id === b.id && a.final?.weightsSha256 === b.final?.weightsSha256;
  return isSame ? `the same run, ${a.name},` : `${a.name}, run twice and ended differently,`;
}

/** One choice of images, one hash. */
function expectSameImages(parts: readonly NamedStudy[]): void {
  const hashes = new Map<string, { readonly sha256: string; readonly name: string }>();
  for (const { name, runs } of parts) {
    for (const { spec, datasetSha256: sha256 } of runs) {
      if (sha256 === null) continue;
      const key = JSON.stringify(spec.dataset);
      const known = hashes.get(key);
      if (known && known.sha256 !== sha256) {
        throw new LabError('merge-other-images', {
          found: `other images of ${spec.dataset.id} in ${name} than in ${known.name}`,
          expected: `SHA-256 ${known.sha256.slice(0, 12)}… in all shards`,
          fix: 'run the shards with the same files',
        });
      }
      hashes.set(key, { sha256, name });
    }
  }
}

/** As old as the oldest; looked at when one of them was. */
function mergedStudy(studies: readonly Study[]): Study {
  const [first] = studies;
  return {
    ...first!,
    amendments: mergedAmendments(studies),
    createdAt: earliest(studies.map(({ createdAt }) => createdAt))!,
    lookedAt: earliest(studies.flatMap(({ lookedAt }) => lookedAt ?? [])),
  };
}

const earliest = (dates: readonly string[]): string | null => dates.toSorted()[0] ?? null;

/** Each shard wrote down the same changes, with what had ended in it by then. */
function mergedAmendments(studies: readonly Study[]): Amendment[] {
  const merged = new Map<string, Amendment>();
  for (const amendment of studies.flatMap(({ amendments }) => amendments)) {
    const { what } = amendment;
    const known = merged.get(what);
    merged.set(what, {
      what,
      at: known && known.at < amendment.at ? known.at : amendment.at,
      endedRuns: (known?.endedRuns ?? 0) + amendment.endedRuns,
      afterLooking: amendment.afterLooking || (known?.afterLooking ?? false),
    });
  }
  return [...merged.values()];
}
