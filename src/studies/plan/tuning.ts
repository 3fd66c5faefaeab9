/**
 * Random search with the same budget for every arm, on the validation slice.
 *
 *   draw 0 is the arm as it is given; draw d takes each range's value from a stream of its own,
 *   so that it is the same on every machine and adding a range shifts no other
 *
 * Bergstra and Bengio 2012, "Random search for hyper-parameter optimization" (JMLR 13).
 */
import type { Option, OptionValue } from '../../core/options.ts';
import { createRandom } from '../../core/random.ts';
import type { RunRecord } from '../../training/result.ts';
import type { RunSpec } from '../../training/spec.ts';
import { applyChanges } from './changes.ts';
import type { SearchRange, StudyArm, Tuning } from './plan.ts';
import { changeAt, optionAt } from './specPath.ts';

/** Drawn numbers have so many digits: people read them, and engines differ in the last bit of `log`. */
const DIGITS = 3;

/** All that is turned in this arm; the arm's own range stands before the plan's of the same place. */
export function searchOf(arm: StudyArm, tuning: Tuning): readonly SearchRange[] {
  const own = arm.search ?? [];
  const isOwn = new Set(own.map(({ path }) => path));
  return [...tuning.search.filter(({ path }) => !isOwn.has(path)), ...own];
}

/**
 * The spec of a draw.
 *
 * @param given of the arm, as it is without tuning
 */
export function drawnSpec(
  given: RunSpec,
  arm: StudyArm,
  draw: number,
  tuning: Tuning | null,
): RunSpec {
  if (draw === 0 || !tuning) return given;
  const random = createRandom(tuning.seeds[0]!);
  const changes = searchOf(arm, tuning).map((range) => {
    const share = random.stream(`tuning/${arm.label}/${draw}/${range.path}`).uniform(0);
    return changeAt(range.path, drawnValue(range, share, optionAt(given, range.path)));
  });
  return applyChanges(given, changes, `draw ${draw} of ${arm.label}`);
}

/** @param share in [0, 1) */
export function drawnValue(range: SearchRange, share: number, option: Option): OptionValue {
  if ('values' in range) return range.values[Math.floor(share * range.values.length)]!;
  const { from, to, scale } = range;
  const exact =
    scale === 'log' ? from * Math.exp(share * Math.log(to / from)) : from + share * (to - from);
  if (option.kind === 'integer') return Math.round(exact);
  return Math.min(to, Math.max(from, Number(exact.toPrecision(DIGITS))));
}

/** How a draw did on the validation slice, in the mean over the tuning's seeds. */
export interface DrawScore {
  readonly draw: number;
  /** 0 to 1; null where a run of it did not finish, so that it cannot be chosen. */
  readonly accuracy: number | null;
  /** Nats. */
  readonly loss: number | null;
}

/** @param runs that the draw's cells were answered by */
export function scoreOf(draw: number, runs: readonly RunRecord[]): DrawScore {
  const slices = runs.map(({ final }) => final?.validation ?? null);
  const told = slices.filter((slice) => slice !== null);
  if (told.length < slices.length || told.length === 0) {
    return { draw, accuracy: null, loss: null };
  }
  const mean = (read: (slice: (typeof told)[number]) => number) =>
    told.reduce((sum, slice) => sum + read(slice), 0) / told.length;
  return { draw, accuracy: mean(({ accuracy }) => accuracy), loss: mean(({ loss }) => loss) };
}

/** The most accurate; of equals the one with less loss, then the first. The given one where none can be chosen. */
export function bestDraw(scores: readonly DrawScore[]): number {
  const able = scores.filter(({ accuracy }) => accuracy !== null);
  const [best] = able.toSorted(
    (a, b) => b.accuracy! - a.accuracy! || a.loss! - b.loss! || a.draw - b.draw,
  );
  return best?.draw ?? 0;
}
