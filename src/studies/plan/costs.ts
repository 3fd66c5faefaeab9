/** What the models of a plan are and cost, known before anything runs. */
import { summariseModel } from '../../training/modelSummary.ts';
import type { RunSpec } from '../../training/spec.ts';
import { AROUND_MS, guessedMs } from '../duration.ts';
import { countRuns, levelsKey } from './combinations.ts';
import type { DatasetLookup } from './knownDataset.ts';
import type { Levels, StudyPlan } from './plan.ts';
import { givenSpecs } from './specsOfPlan.ts';

/** An arm at a combination of levels, as it is without tuning. */
export interface ArmCost {
  readonly arm: string;
  readonly levels: Levels;
  readonly spec: RunSpec;
  /** Numbers that training moves; these three are null where the dataset or the model is unknown. */
  readonly parameterCount: number | null;
  /** Forward and backward, an upper bound (modelSummary.ts). */
  readonly multiplyAddsPerStep: number | null;
  /** Of one run with all its steps, loading and the last evaluation included. */
  readonly runMs: number | null;
  /** Was `runMs` measured here, or is it a guess from the multiply-adds? */
  readonly isMeasured: boolean;
  /** Why the model cannot be built. */
  readonly fault?: string;
}

/** Milliseconds of one training step, where somebody measured it; undefined elsewhere. */
export type MeasuredPace = (place: {
  readonly arm: string;
  readonly levels: Levels;
  readonly spec: RunSpec;
}) => number | undefined;

const unknownPace: MeasuredPace = () => undefined;

/** Combination by combination, in each of them arm by arm. */
export function describeArms(
  plan: StudyPlan,
  lookup: DatasetLookup,
  measured: MeasuredPace = unknownPace,
): ArmCost[] {
  return givenSpecs(plan).map(({ arm, levels, spec }) => {
    const nothing = {
      ...{ arm, levels, spec, isMeasured: false },
      ...{ parameterCount: null, multiplyAddsPerStep: null, runMs: null },
    };
    const size = lookup(spec.dataset, plan.seeds[0]!);
    if (!size) return nothing;
    const { parameterCount, multiplyAddsPerStep, fault } = summariseModel(spec, size);
    if (fault !== undefined) return { ...nothing, fault };
    const pace = measured({ arm, levels, spec });
    const isMeasured = pace !== undefined;
    const runMs = isMeasured ? pace * spec.steps + AROUND_MS : (guessedMs(spec, size) ?? null);
    return { arm, levels, spec, parameterCount, multiplyAddsPerStep, runMs, isMeasured };
  });
}

export interface PlanTime {
  /** Of runs one after another; null where a run's time is unknown. */
  readonly mainMs: number | null;
  readonly tuningMs: number | null;
  readonly allMs: number | null;
  readonly runs: number;
  /** Did any of it have to be guessed? */
  readonly isGuessed: boolean;
}

/**
 * How long the plan takes, if every run takes all its steps and a draw costs what the arm costs as it
 * is given.
 */
export function planTime(
  plan: StudyPlan,
  lookup: DatasetLookup,
  measured?: MeasuredPace,
): PlanTime {
  const costs = describeArms(plan, lookup, measured);
  const { tuning } = plan;
  const tuned = !tuning
    ? []
    : tuning.at === 'each'
      ? costs
      : costs.filter(({ levels }) => levelsKey(levels) === levelsKey(tuning.at as Levels));
  const mainMs = times(sumOf(costs), plan.seeds.length);
  const tuningMs = tuning ? times(sumOf(tuned), tuning.draws * tuning.seeds.length) : 0;
  const { main, tuning: tuningRuns } = countRuns(plan);
  return {
    ...{ mainMs, tuningMs, runs: main + tuningRuns },
    allMs: mainMs === null || tuningMs === null ? null : mainMs + tuningMs,
    isGuessed: costs.some(({ isMeasured }) => !isMeasured),
  };
}

const times = (value: number | null, factor: number) => (value === null ? null : value * factor);

function sumOf(costs: readonly ArmCost[]): number | null {
  return costs.reduce<number | null>(
    (sum, { runMs }) => (sum === null || runMs === null ? null : sum + runMs),
    0,
  );
}
