/**
 * What keeps a plan from running, in words, as far as it can be known before: what reading says, and
 * what only shows beside the sizes of its datasets.
 */
import { messageOf } from '../../core/errors.ts';
import { faultsOf } from '../../training/enoughImages.ts';
import { summariseModel } from '../../training/modelSummary.ts';
import { levelsText } from './combinations.ts';
import { describeArms } from './costs.ts';
import { brokenEqualities } from './equality.ts';
import type { DatasetLookup } from './knownDataset.ts';
import type { StudyPlan } from './plan.ts';
import { readPlan } from './readPlan.ts';
import { givenSpecs, type GivenSpec } from './specsOfPlan.ts';
import { drawnSpec } from './tuning.ts';

/** Of a tuned arm so many draws are tried on paper; the others differ in the same ranges. */
const CHECKED_DRAWS = 50;

/** Empty when nothing does. The plan may be half typed: then the first thing to mend is said. */
export function faultsOfPlan(plan: StudyPlan, lookup: DatasetLookup): string[] {
  const read = readOrFault(plan);
  if (typeof read === 'string') return [read];
  const faults = [
    ...unvalidatedTuning(read),
    ...givenSpecs(read).flatMap((given) => faultsOfGiven(read, given, lookup)),
    ...brokenEqualities(read, describeArms(read, lookup)),
  ];
  return [...new Set(faults)];
}

function readOrFault(plan: StudyPlan): StudyPlan | string {
  try {
    return readPlan(plan);
  } catch (error) {
    return messageOf(error);
  }
}

function unvalidatedTuning(plan: StudyPlan): string[] {
  if (!plan.tuning) return [];
  const blind = givenSpecs(plan).find(({ spec }) => spec.validationImages === 0);
  if (!blind) return [];
  return [`Tuning needs validation images to choose by; ${blind.arm} has none`];
}

function faultsOfGiven(plan: StudyPlan, given: GivenSpec, lookup: DatasetLookup): string[] {
  const { arm, levels, spec } = given;
  const place = levelsText(levels);
  const say = (fault: string) => `${arm}${place && ` at ${place}`}: ${fault}`;
  const [seed] = plan.seeds;
  const dataset = lookup(spec.dataset, seed!);
  const images = seedsToAsk(plan, dataset?.familySizes !== undefined).flatMap((each) =>
    faultsOf(spec, dataset && lookup(spec.dataset, each)).slice(0, 1),
  );
  if (!dataset) return images.slice(0, 1).map(say);
  const { fault } = summariseModel(spec, dataset);
  if (fault !== undefined) return [...images.slice(0, 1), fault].map(say);
  const drawn = faultOfDraws(plan, given, dataset);
  return [...images.slice(0, 1), ...drawn].map(say);
}

/** Where families are set aside, another seed sets other ones aside, of other sizes. */
function seedsToAsk({ seeds, tuning }: StudyPlan, hasFamilies: boolean): readonly number[] {
  return hasFamilies ? [...(tuning?.seeds ?? []), ...seeds] : seeds.slice(0, 1);
}

function faultOfDraws(
  { tuning, arms }: StudyPlan,
  given: GivenSpec,
  size: Parameters<typeof summariseModel>[1],
): string[] {
  if (!tuning) return [];
  const arm = arms.find(({ label }) => label === given.arm)!;
  const draws = Math.min(tuning.draws, CHECKED_DRAWS);
  for (let draw = 1; draw < draws; draw++) {
    const { fault } = summariseModel(drawnSpec(given.spec, arm, draw, tuning), size);
    if (fault !== undefined) return [`draw ${draw} of its tuning: ${fault}`];
  }
  return [];
}
