/**
 * Errors of runs on a suite of corruptions, and the one number that sums them up.
 *
 *   E_c    error on corruption c, 0 to 1; over several strengths, their mean
 *   mCE            mean over c of  E_c / E_c(baseline)
 *   relative mCE   mean over c of (E_c − E_clean) / (E_c(baseline) − E_clean(baseline))
 *
 * What it makes comparable: corruptions of different difficulty count alike, since each is measured
 * by what it does to the baseline, whose own figures are 1. What it does not: figures against
 * different baselines. A relative figure below 1 is a smaller *loss* than the baseline's, which a run
 * that was bad from the start reaches easily: read both.
 *
 * A corruption by which the baseline cannot measure (it makes no error there; or, for the relative
 * figure, loses nothing there) has no ratio, and is left out of every run's mean alike.
 *
 * Hendrycks and Dietterich 2019, arXiv:1903.12261, section 4.2; they give it in per cent.
 */
import { scoreOf, type Tally } from './tally.ts';

export interface RunErrors {
  readonly runId: string;
  /** Its training diverged, or its answers are no numbers: it has no part in the figures. */
  readonly diverged: boolean;
  /** On the images as they are; null where that has not been asked. */
  readonly clean: number | null;
  /** [corruptions] null where that has not been asked. */
  readonly errors: readonly (number | null)[];
}

export interface MeanRatio {
  /** [corruptions] null where a figure is missing, or the baseline cannot measure. */
  readonly ratios: readonly (number | null)[];
  /** Over the corruptions that the baseline can measure; null as long as one of them is missing. */
  readonly mean: number | null;
}

export interface RunCorruptionError {
  readonly runId: string;
  readonly absolute: MeanRatio;
  readonly relative: MeanRatio;
}

export interface CorruptionErrors {
  readonly baselineId: string;
  /** Runs that have not diverged, in the order given. */
  readonly rows: readonly RunCorruptionError[];
  /** How many runs were left out. */
  readonly diverged: number;
  /** How many corruptions each mean is over; less than all where the baseline cannot measure. */
  readonly counted: { readonly absolute: number; readonly relative: number };
  /** Has the baseline been asked about every corruption, and the clean images? Until then no means. */
  readonly isAsked: boolean;
}

/**
 * @param clean null where it has not been asked
 * @param corrupted null where one has not been asked, or not to its end
 */
export function runErrors(
  runId: string,
  clean: Tally | null,
  corrupted: readonly (Tally | null)[],
): RunErrors {
  const errorOf = (tally: Tally | null) => {
    const score = tally && scoreOf(tally);
    return score && 1 - score.share;
  };
  const isBroken = [clean, ...corrupted].some((tally) => tally !== null && tally.broken > 0);
  return { runId, diverged: isBroken, clean: errorOf(clean), errors: corrupted.map(errorOf) };
}

/** null where the baseline is not among the runs, or has diverged. */
export function corruptionErrors(
  runs: readonly RunErrors[],
  baselineId: string,
): CorruptionErrors | null {
  const sound = runs.filter(({ diverged }) => !diverged);
  const baseline = sound.find(({ runId }) => runId === baselineId);
  if (!baseline) return null;
  for (const { runId, errors } of runs) {
    if (errors.length === baseline.errors.length) continue;
    throw new Error(
      `corruption error: found ${errors.length} errors of ${runId}, expected ${baseline.errors.length}`,
    );
  }
  const usable = (values: readonly (number | null)[]) =>
    values.map((value) => (value !== null && value > 0 ? value : null));
  const isAsked = ![baseline.clean, ...baseline.errors].includes(null);
  const yardstick = usable(baseline.errors);
  const relativeYardstick = usable(lossesOf(baseline));
  return {
    baselineId,
    rows: sound.map((run) => ({
      runId: run.runId,
      absolute: meanRatio(run.errors, yardstick, isAsked),
      relative: meanRatio(lossesOf(run), relativeYardstick, isAsked),
    })),
    diverged: runs.length - sound.length,
    counted: { absolute: present(yardstick), relative: present(relativeYardstick) },
    isAsked,
  };
}

const present = (values: readonly (number | null)[]) =>
  values.filter((value) => value !== null).length;

/** [corruptions] what each adds to the error. */
function lossesOf({ clean, errors }: RunErrors): (number | null)[] {
  return errors.map((error) => (error === null || clean === null ? null : error - clean));
}

function meanRatio(
  values: readonly (number | null)[],
  yardstick: readonly (number | null)[],
  isAsked: boolean,
): MeanRatio {
  const ratios = yardstick.map((unit, c) => {
    const value = values[c] ?? null;
    return unit === null || value === null ? null : value / unit;
  });
  const known = ratios.filter((ratio) => ratio !== null);
  const isWhole = isAsked && known.length > 0 && known.length === present(yardstick);
  return { ratios, mean: isWhole ? known.reduce((a, b) => a + b, 0) / known.length : null };
}
