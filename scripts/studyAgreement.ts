/**
 * Whether two files hold the same study, wherever it was run: equal hashes of data, first weights and
 * batch order, and losses that agree. Environments and times may differ.
 */
import type { ResultFile } from '../src/storage/resultSchema.ts';

/** Relative: what may lie between two runtimes of one backend. */
const LOSS_TOLERANCE = 1e-5;

export interface StudyAgreement {
  /** What differs, in words; empty where nothing does. */
  readonly faults: readonly string[];
  readonly runs: number;
  /** Runs whose trained weights are equal in every bit. */
  readonly bitEqual: number;
  /** Largest relative difference of a loss. */
  readonly worstLoss: number;
}

type Run = ResultFile['runs'][number];

/** Runs are matched by their ids, which follow from spec, backend and attempt. */
export function compareStudies(a: ResultFile, b: ResultFile): StudyAgreement {
  const others = new Map(b.runs.map((run) => [run.id, run]));
  const faults: string[] = [];
  if (a.study?.id !== b.study?.id) faults.push('studies of two plans');
  for (const [name, { runs }] of Object.entries({ first: a, second: b })) {
    if (new Set(runs.map(({ id }) => id)).size < runs.length)
      faults.push(`a run twice in the ${name}`);
  }
  if (a.runs.length !== b.runs.length) faults.push(`${a.runs.length} and ${b.runs.length} runs`);
  let bitEqual = 0;
  let worstLoss = 0;
  for (const run of a.runs) {
    const other = others.get(run.id);
    if (!other) {
      faults.push(`${run.name}: only in one of them`);
      continue;
    }
    const worst = worstRelative(lossesOf(run), lossesOf(other));
    worstLoss = Math.max(worstLoss, worst);
    if (!(worst <= LOSS_TOLERANCE)) faults.push(`${run.name}: losses differ by ${worst}`);
    faults.push(...differences(run, other));
    const sha256 = run.final?.weightsSha256;
    if (sha256 && sha256 === other.final?.weightsSha256) bitEqual++;
  }
  return { faults, runs: a.runs.length, bitEqual, worstLoss };
}

/** Of what must be equal in any runtime. */
function differences(run: Run, other: Run): string[] {
  const [mine, theirs] = [factsOf(run), factsOf(other)];
  return Object.entries(mine)
    .filter(([name, fact]) => fact === null || fact !== theirs[name])
    .map(([name, fact]) => `${run.name}: ${name} is ${fact} and ${theirs[name]}`);
}

const factsOf = ({ status, datasetSha256, final, environment }: Run): Record<string, unknown> => ({
  ...{ status, datasetSha256, backend: environment?.backend ?? null },
  initialWeightsSha256: final?.initialWeightsSha256 ?? null,
  batchOrderSha256: final?.batchOrderSha256 ?? null,
});

/** null where none was measured, a word where it is not finite. */
type Loss = number | string | null;

/** All losses of a run. */
const lossesOf = ({ history, final }: Run): Loss[] => [
  ...history.trainLoss,
  ...history.testLoss,
  final?.testLoss ?? null,
];

/** ∞ where the lists cannot be compared. */
function worstRelative(a: readonly Loss[], b: readonly Loss[]): number {
  if (a.length !== b.length) return Infinity;
  return a.reduce<number>((worst, x, place) => Math.max(worst, relative(x, b[place]!)), 0);
}

function relative(x: Loss, y: Loss): number {
  if (x === y) return 0;
  if (typeof x !== 'number' || typeof y !== 'number') return Infinity;
  return Math.abs(x - y) / Math.max(Math.abs(x), Math.abs(y));
}
