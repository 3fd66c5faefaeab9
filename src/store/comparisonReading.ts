/** What a comparison says: its table, its sentences, and how long it will take. */
import { contrast, caution } from '../studies/comparisons/words.ts';
import { isFinished, isThrough, tableOf, type Row } from '../studies/comparisons/table.ts';
import { guessedMs, slownessOf, type ImageSize } from '../studies/duration.ts';
import type { RunSpec } from '../training/spec.ts';
import { cardKey } from './datasetCards.ts';
import type { OpenArm, OpenComparison } from './comparisons.ts';
import type { LabState, RunRecord } from './lab.ts';
import { wilsonInterval } from '../studies/proportion.ts';

export { wilsonInterval };
export type { Row };

export interface Reading {
  readonly rows: readonly (Row & Pick<OpenArm, 'run'>)[];
  /** Have all arms come to an end? */
  readonly isThrough: boolean;
  /** What came out, once they have; empty before. */
  readonly finding: string;
  /** What that cannot tell. */
  readonly caution: string;
}

export function readComparison({ comparison, size, arms }: OpenComparison): Reading {
  const rows = tableOf(arms);
  const finished = rows.filter(isFinished);
  const isOver = isThrough(arms);
  const short =
    size === 'quick' ? 'A quick look, at a tenth of the steps: slow learners are undersold. ' : '';
  return {
    rows,
    isThrough: isOver,
    finding: isOver ? comparison.read(finished) : '',
    caution: isOver ? short + caution(finished) : '',
  };
}

/** Two finished runs on the same images in a sentence; undefined where they cannot be set against. */
export function readPair(a: RunRecord, b: RunRecord): string | undefined {
  if (a.spec.dataset.id !== b.spec.dataset.id) return undefined;
  const arms = [a, b].map((run) => ({
    label: run.name,
    spec: run.spec,
    state: run.status,
    final: run.final,
  }));
  const rows = tableOf(arms).filter(isFinished);
  const [first, second] = rows;
  if (!first || !second) return undefined;
  return `${contrast(first, second)}. ${caution(rows)}`;
}

type Known = Pick<LabState, 'cards' | 'engine' | 'runs'>;

/** Runs of this many are enough to tell how fast a machine is. */
const PAST = 5;

/** Milliseconds that these specs will train together; undefined while there is no telling. */
export function durationOf(specs: readonly RunSpec[], known: Known): number | undefined {
  const slowness = slownessHere(known);
  const guesses = specs.map((spec) => guessOf(spec, known));
  if (slowness === undefined || guesses.includes(undefined)) return undefined;
  return slowness * guesses.reduce<number>((sum, guess) => sum + guess!, 0);
}

function guessOf(spec: RunSpec, { cards }: Pick<LabState, 'cards'>): number | undefined {
  const view = cards[cardKey(spec.dataset, spec.seed)];
  if (view?.phase !== 'ready') return undefined;
  const { height, width, channels, classNames } = view.card;
  const size: ImageSize = { height, width, channels, classes: classNames.length };
  return guessedMs(spec, size);
}

/** Times the guess, from runs on this backend; without any, as it was measured for two threads. */
function slownessHere({ engine, runs, cards }: Known): number | undefined {
  if (engine.phase !== 'ready') return undefined;
  const { label, backend, threads } = engine.status;
  const own = runs.filter(
    ({ final, imported, environment }) =>
      final !== null && !imported && environment?.backendLabel === label,
  );
  const past = own.slice(-PAST).flatMap(({ spec, final }) => {
    const guess = guessOf(spec, { cards });
    return guess === undefined ? [] : [{ guessedMs: guess, trainedMs: final!.trainedMs }];
  });
  const standard = backend === 'wasm' ? 2 / Math.min(2, threads) : undefined;
  return slownessOf(past) ?? standard;
}
