/** What a study says, from its plan and its runs. Fast enough to be asked whenever a run ends. */
import type { RunRecord } from '../../training/result.ts';
import { sameLevels } from '../plan/combinations.ts';
import type { Levels, StudyPlan } from '../plan/plan.ts';
import type { Study } from '../study.ts';
import type { PairedDifference, StudyAnalysis } from './analysis.ts';
import { runsOfStudy } from './cellRuns.ts';
import { summariseCell } from './cellSummaries.ts';
import { createPairing, type Pairing } from './pairedDifferences.ts';
import { pairingFaults } from './pairingFaults.ts';
import { provenanceOf } from './provenance.ts';
import { remarksOn } from './remarks.ts';
import { testComparisons } from './testedComparisons.ts';
import { tunedSettings } from './tuned.ts';

/** Of all resampling; the percentiles of 10,000 are steady to a hundredth of the interval's width. */
const bootstrap = { replications: 10_000, seed: 1 };

/**
 * Without what takes long: `pooled` and `profiles` are null until poolDatasets was asked.
 *
 * @param runs all attempts, in the order in which they ended; those of other studies do no harm
 */
export function analyseStudy(study: Study, runs: readonly RunRecord[]): StudyAnalysis {
  const { plan } = study;
  const own = runsOfStudy(plan, runs);
  const cells = own.cells.map((cell) => summariseCell(cell, plan.views));
  const pairing = createPairing(cells);
  const provenance = provenanceOf(plan, own);
  const tuned = tunedSettings(plan, own.plan);
  const unpaired = pairingFaults(plan, own.cells);
  return {
    version: 1,
    metric: 'testAccuracy',
    cells,
    comparisons: testComparisons(plan, pairing, bootstrap.seed),
    differences: estimates(plan, pairing),
    pooled: null,
    profiles: null,
    tuned,
    provenance,
    bootstrap,
    remarks: remarksOn(study, { cells, provenance, tuned, unpaired }),
  };
}

/** What the others are held against where nobody asked for a comparison: the plan's first arm. */
export const baselineOf = ({ comparisons, arms }: StudyPlan): string =>
  comparisons[0]?.b ?? arms[0]!.label;

interface Estimate {
  readonly a: string;
  readonly b: string;
  readonly at: Levels;
}

function estimates(plan: StudyPlan, pairing: Pairing): PairedDifference[] {
  const b = baselineOf(plan);
  const others = plan.arms.map(({ label }) => label).filter((label) => label !== b);
  const places = pairing.combinations.flatMap((at) => others.map((a) => ({ a, b, at })));
  return places.filter((place) => !isDeclared(plan, place)).map(pairing.difference);
}

/** What is tested is no estimate beside it, whichever of the two is named first. */
function isDeclared(plan: StudyPlan, { a, b, at }: Estimate): boolean {
  return plan.comparisons.some((asked) => {
    const isSamePair = [asked.a, asked.b].includes(a) && [asked.a, asked.b].includes(b);
    const isSamePlace = asked.at === 'mean' ? isOnlyPlace(plan) : sameLevels(asked.at, at);
    return isSamePair && isSamePlace;
  });
}

/** The mean over all levels is then that one's difference. */
const isOnlyPlace = ({ factors }: StudyPlan): boolean =>
  factors.every(({ levels }) => levels.length === 1);
