/**
 * Did the arms see the same at one seed? Runs say in which order they took which images; where two
 * arms of a comparison took as many steps from the same data and their orders differ, they are not a
 * pair, whatever their seeds say. Steps that differ leave nothing to compare.
 */
import type { StudyPlan } from '../plan/plan.ts';
import { levelsKey } from '../plan/combinations.ts';
import { finishedOf, type CellRuns, type FinishedRun } from './cellRuns.ts';

/** `CNN and Coordinet at seed 3`: each of them once. */
export function pairingFaults(plan: StudyPlan, cells: readonly CellRuns[]): string[] {
  const faults = plan.comparisons.flatMap(({ a, b, at }) => {
    const isAsked = ({ levels }: CellRuns) => at === 'mean' || levelsKey(levels) === levelsKey(at);
    return cells
      .filter((cell) => cell.arm === a && isAsked(cell))
      .flatMap((cell) => {
        const key = levelsKey(cell.levels);
        const other = cells.find(({ arm, levels }) => arm === b && levelsKey(levels) === key)!;
        return unpairedSeeds(cell, other).map((seed) => `${a} and ${b} at seed ${seed}`);
      });
  });
  return [...new Set(faults)];
}

function unpairedSeeds(a: CellRuns, b: CellRuns): number[] {
  const others = new Map(finishedOf(b).map(({ seed, run }) => [seed, run]));
  return finishedOf(a)
    .filter(({ seed, run }) => others.has(seed) && sawOthers(run, others.get(seed)!))
    .map(({ seed }) => seed);
}

function sawOthers(a: FinishedRun, b: FinishedRun): boolean {
  const [ofA, ofB] = [a.final.batchOrderSha256, b.final.batchOrderSha256];
  const isComparable =
    a.step === b.step &&
    a.spec.batchSize === b.spec.batchSize &&
    a.spec.trainingImages === b.spec.trainingImages &&
    a.datasetSha256 === b.datasetSha256;
  return isComparable && ofA !== null && ofB !== null && ofA !== ofB;
}
