/**
 * What keeps a plan from running, in words, as far as it can be known before: what reading says, and
 * what only shows beside the sizes of its datasets.
 */
import { messageOf } from '../../core/errors.ts';
import { faultsOf } from '../../training/enoughImages.ts';
import { summariseModel } from '../../training/modelSummary.ts';
import type { RunSpec } from '../../training/spec.ts';
import type { ImageSize } from '../duration.ts';
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
  const faultOfModel = createModelCheck();
  const faults = [
    ...unvalidatedTuning(read),
    ...givenSpecs(read).flatMap((given) => faultsOfGiven(read, given, lookup, faultOfModel)),
    ...faultsOfDraws(read, lookup, faultOfModel),
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

/** Remembered by what a model is made of: levels of N make the same model again and again. */
function createModelCheck(): (spec: RunSpec, size: ImageSize) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (spec, size) => {
    const { height, width, channels, classes } = size;
    const key = JSON.stringify([modelOf(spec), height, width, channels, classes]);
    if (!known.has(key)) known.set(key, summariseModel(spec, size).fault);
    return known.get(key);
  };
}

const modelOf = ({ dataset, architecture, encoding, batchSize }: RunSpec) => [
  ...[dataset, architecture, encoding, batchSize],
];

function faultsOfGiven(
  plan: StudyPlan,
  given: GivenSpec,
  lookup: DatasetLookup,
  faultOfModel: ReturnType<typeof createModelCheck>,
): string[] {
  const { arm, levels, spec } = given;
  const place = levelsText(levels);
  const say = (fault: string) => `${arm}${place && ` at ${place}`}: ${fault}`;
  const dataset = lookup(spec.dataset, plan.seeds[0]!);
  const images = faultsOfImages(plan, spec, lookup);
  if (!dataset) return images.map(say);
  const fault = faultOfModel(spec, dataset);
  return [...images, ...(fault === undefined ? [] : [fault])].map(say);
}

/** The first that any of the plan's seeds has; where families are set aside, each sets other ones aside. */
function faultsOfImages(plan: StudyPlan, spec: RunSpec, lookup: DatasetLookup): string[] {
  const { seeds, tuning } = plan;
  const hasFamilies = lookup(spec.dataset, seeds[0]!)?.familySizes !== undefined;
  const asked = hasFamilies ? [...(tuning?.seeds ?? []), ...seeds] : seeds.slice(0, 1);
  for (const seed of asked) {
    const found = faultsOf(spec, lookup(spec.dataset, seed));
    if (found.length > 0) return found;
  }
  return [];
}

/** Draws that make a model which cannot be built; the first of each arm and kind of model. */
function faultsOfDraws(
  plan: StudyPlan,
  lookup: DatasetLookup,
  faultOfModel: ReturnType<typeof createModelCheck>,
): string[] {
  const { tuning, arms, seeds } = plan;
  if (!tuning) return [];
  const seen = new Set<string>();
  return givenSpecs(plan).flatMap(({ arm, spec }) => {
    const key = JSON.stringify([arm, modelOf(spec)]);
    const size = lookup(spec.dataset, seeds[0]!);
    if (seen.has(key) || !size || faultOfModel(spec, size) !== undefined) return [];
    seen.add(key);
    const own = arms.find(({ label }) => label === arm)!;
    for (let draw = 1; draw < Math.min(tuning.draws, CHECKED_DRAWS); draw++) {
      const fault = faultOfModel(drawnSpec(spec, own, draw, tuning), size);
      if (fault !== undefined) return [`${arm}, draw ${draw} of its tuning: ${fault}`];
    }
    return [];
  });
}
