/**
 * Two arms, seed by seed. At one seed all arms see the same images in the same order, so what the
 * seed makes hard or easy falls out of the difference.
 *
 * Bouthillier et al. 2021, arXiv:2103.03098.
 */
import { mean, meanInterval } from '../../core/statistics/meanInterval.ts';
import { meanProbabilityOfImprovement } from '../../core/statistics/probabilityOfImprovement.ts';
import { levelsKey } from '../plan/combinations.ts';
import type { Levels } from '../plan/plan.ts';
import type { CellSummary, PairedDifference } from './analysis.ts';
import { placeKey } from './cellRuns.ts';

export interface Asked {
  readonly a: string;
  readonly b: string;
  readonly at: Levels | 'mean';
}

/** Looks up what two arms have in common. */
export interface Pairing {
  /** Of levels, in the order of the cells. */
  readonly combinations: readonly Levels[];
  difference(asked: Asked): PairedDifference;
  /** Of these arms at all combinations that the question is about. */
  cellsOf(arm: string, at: Levels | 'mean'): readonly CellSummary[];
}

/** @param cells of all arms at all combinations */
export function createPairing(cells: readonly CellSummary[]): Pairing {
  const byPlace = new Map(cells.map((cell) => [placeKey(cell.arm, cell.levels), cell]));
  const all = [...new Map(cells.map(({ levels }) => [levelsKey(levels), levels])).values()];

  function cellsOf(arm: string, at: Levels | 'mean'): CellSummary[] {
    const wanted = at === 'mean' ? all : [at];
    return wanted.map((levels) => byPlace.get(placeKey(arm, levels))!);
  }

  function difference({ a, b, at }: Asked): PairedDifference {
    const [ofA, ofB] = [cellsOf(a, at), cellsOf(b, at)];
    const seeds = sharedSeeds([...ofA, ...ofB]);
    const differences = seeds.map((seed) => meanAt(seed, ofA) - meanAt(seed, ofB));
    const { mean: middle, interval } = meanInterval(differences);
    const tasks = ofA.map((cell, place) => ({ a: cell.values, b: ofB[place]!.values }));
    return {
      ...{ a, b, at, seeds, differences, mean: middle, interval },
      probabilityOfImprovement: meanProbabilityOfImprovement(tasks),
    };
  }

  return { combinations: all, difference, cellsOf };
}

/** Seeds that have finished in every one of the cells, sorted. */
function sharedSeeds([first, ...others]: readonly CellSummary[]): number[] {
  return (first?.seeds ?? []).filter((seed) => others.every(({ seeds }) => seeds.includes(seed)));
}

const meanAt = (seed: number, cells: readonly CellSummary[]): number =>
  mean(cells.map(({ seeds, values }) => values[seeds.indexOf(seed)]!));
