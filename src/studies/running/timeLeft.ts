/** How long a study will still take, by the runs of each arm and level that have ended here. */
import { levelsKey } from '../plan/combinations.ts';
import type { Cell } from '../plan/plan.ts';
import type { CellsAtPlace } from './cellQueue.ts';

type Placed = Pick<Cell, 'arm' | 'levels'>;

/** A run under way, as far as it was watched. */
export interface WatchedRun {
  readonly cell: Cell;
  readonly step: number;
  /** Steps it had when it began to be watched: more than 0 where it was resumed. */
  readonly firstStep: number;
  readonly beganMs: number;
}

/** Of its own pace a run says little before this share of its steps. */
const TELLING_SHARE = 0.05;

export interface Paces {
  /** A run of this cell took so long from its first step to its record. */
  add(cell: Placed, ms: number): void;
  /** null where no run has ended and no pace is known. */
  msLeft(state: {
    readonly toCome: readonly CellsAtPlace[];
    readonly active: readonly WatchedRun[];
    readonly trainers: number;
    readonly nowMs: number;
  }): number | null;
}

export function createPaces(): Paces {
  const byPlace = new Map<string, Mean>();
  const byArm = new Map<string, Mean>();
  const overall = createMean();

  /** At the same place; else of the same arm; else of all. */
  const usual = ({ arm, levels }: Placed): number | null =>
    byPlace.get(placeKey(arm, levels))?.value() ?? byArm.get(arm)?.value() ?? overall.value();

  function restOf(run: WatchedRun, nowMs: number): number | null {
    const { steps } = run.cell.spec;
    const watched = run.step - run.firstStep;
    if (watched > 0 && watched >= TELLING_SHARE * steps) {
      return ((nowMs - run.beganMs) / watched) * (steps - run.step);
    }
    const whole = usual(run.cell);
    return whole === null ? null : whole * (1 - run.step / steps);
  }

  return {
    add({ arm, levels }, ms) {
      const key = placeKey(arm, levels);
      for (const [means, name] of [
        [byPlace, key],
        [byArm, arm],
      ] as const) {
        const mean = means.get(name) ?? createMean();
        mean.add(ms);
        means.set(name, mean);
      }
      overall.add(ms);
    },

    msLeft({ toCome, active, trainers, nowMs }) {
      const rests = active.map((run) => restOf(run, nowMs));
      const told = rests.filter((rest) => rest !== null);
      // Before any run has ended, one that is under way stands for the rest.
      const guess = overall.value() ?? wholeOf(active, nowMs);
      if (guess === null) return null;
      const later = toCome.reduce((sum, each) => sum + each.count * (usual(each) ?? guess), 0);
      const now = told.reduce((sum, rest) => sum + rest, 0) + guess * (rests.length - told.length);
      return Math.max((now + later) / trainers, ...told);
    },
  };
}

/** What the first telling run will have taken in all. */
function wholeOf(active: readonly WatchedRun[], nowMs: number): number | null {
  const telling = active.find(
    ({ step, firstStep, cell }) => step - firstStep >= TELLING_SHARE * cell.spec.steps,
  );
  if (!telling || telling.step === telling.firstStep) return null;
  const { step, firstStep, beganMs, cell } = telling;
  return ((nowMs - beganMs) / (step - firstStep)) * cell.spec.steps;
}

const placeKey = (arm: string, levels: Cell['levels']) => JSON.stringify([arm, levelsKey(levels)]);

interface Mean {
  add(value: number): void;
  /** null of nothing. */
  value(): number | null;
}

function createMean(): Mean {
  let sum = 0;
  let count = 0;
  return {
    add(value) {
      sum += value;
      count++;
    },
    value: () => (count === 0 ? null : sum / count),
  };
}
