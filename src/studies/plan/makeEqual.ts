/**
 * Rewrites arms so that they have in common what a plan claims: the first of the compared, the
 * baseline, stays as it is and the others follow it.
 */
import { findArchitecture } from '../../architectures/index.ts';
import { LabError } from '../../core/errors.ts';
import { matters } from '../../core/options.ts';
import { summariseModel } from '../../training/modelSummary.ts';
import type { RunSpec } from '../../training/spec.ts';
import { specNumbers } from '../../training/specs.ts';
import type { ImageSize } from '../duration.ts';
import { TOLERANCE } from './equality.ts';
import { illegalPlan } from './fields.ts';
import type { DatasetLookup } from './knownDataset.ts';
import type { Equality, SpecChanges, StudyArm, StudyPlan } from './plan.ts';
import { givenSpecs } from './specsOfPlan.ts';
import { optionAt, valueAt, withValue } from './specPath.ts';

/** What can be brought about; tuning is a plan's own part. */
export type MadeEqual = Exclude<Equality, 'tuning'>;

/**
 * The plan with the claim, and with arms that keep it at the first combination of levels; where levels
 * break it elsewhere, faultsOfPlan says so. Throws a LabError where no widths come close.
 */
export function makeEqual(plan: StudyPlan, equality: MadeEqual, lookup: DatasetLookup): StudyPlan {
  const claimed = plan.equal.includes(equality) ? plan.equal : [...plan.equal, equality];
  const claiming = { ...plan, equal: claimed };
  if (equality === 'steps') return withEqualSteps(claiming);
  const reference = plan.comparisons[0]?.b ?? plan.arms[0]!.label;
  const specs = new Map(
    givenSpecs(plan)
      .slice(0, plan.arms.length)
      .map(({ arm, spec }) => [arm, spec]),
  );
  const sized = (spec: RunSpec) => sizeOf(spec, plan, lookup);
  const target = specs.get(reference)!;
  const arms = plan.arms.map((arm) => {
    if (arm.label === reference) return arm;
    const spec = specs.get(arm.label)!;
    return equality === 'compute'
      ? withEqualCompute(arm, spec, { spec: target, sized })
      : withEqualParameters(arm, spec, { spec: target, sized });
  });
  const made = { ...claiming, arms };
  return equality === 'compute' ? stoppedBySteps(made) : made;
}

interface Reference {
  readonly spec: RunSpec;
  sized(spec: RunSpec): ImageSize;
}

function sizeOf(spec: RunSpec, plan: StudyPlan, lookup: DatasetLookup): ImageSize {
  const size = lookup(spec.dataset, plan.seeds[0]!);
  if (size) return size;
  throw new LabError('unknown-sizes', {
    found: `dataset "${spec.dataset.id}", of whose images nothing is known here`,
    expected: 'a dataset that is here',
    fix: 'download or import it first',
  });
}

/** All arms take the base's steps and stop by them. */
const withEqualSteps = (plan: StudyPlan): StudyPlan =>
  stoppedBySteps(withoutChanges(plan, 'steps'));

/** No run ends before its last step. */
function stoppedBySteps(plan: StudyPlan): StudyPlan {
  const base = { ...plan.base, stopping: { id: 'steps', options: {} } };
  return withoutChanges({ ...plan, base }, 'stopping');
}

/** As the base has it, in every arm. */
function withoutChanges(plan: StudyPlan, field: keyof SpecChanges): StudyPlan {
  const arms = plan.arms.map((arm) => {
    const kept = Object.entries(arm.changes).filter(([name]) => name !== field);
    return { ...arm, changes: Object.fromEntries(kept) as SpecChanges };
  });
  return { ...plan, arms };
}

function withEqualCompute(arm: StudyArm, spec: RunSpec, { spec: target, sized }: Reference) {
  const perStep = (each: RunSpec) => summaryOf(each, sized(each)).multiplyAddsPerStep;
  const { min, max } = specNumbers.steps;
  const steps = Math.round((perStep(target) * target.steps) / perStep(spec));
  if (steps < min || steps > max) {
    throw illegalPlan(`${steps} steps for arm "${arm.label}"`, `${min} to ${max}`);
  }
  return { ...arm, changes: { ...arm.changes, steps } };
}

function summaryOf(spec: RunSpec, size: ImageSize) {
  const summary = summariseModel(spec, size);
  if (summary.fault === undefined) return summary;
  throw illegalPlan(`a model that cannot be built: ${summary.fault}`, 'one that can');
}

const share = (a: number, b: number) => Math.abs(a / b - 1);

function withEqualParameters(arm: StudyArm, spec: RunSpec, { spec: target, sized }: Reference) {
  const wanted = summaryOf(target, sized(target)).parameterCount;
  const count = (each: RunSpec) => {
    const { parameterCount, fault } = summariseModel(each, sized(each));
    // Legal widths may make a model too large for memory: further away than any other.
    return fault === undefined ? parameterCount : Infinity;
  };
  const paths = widthsOf(spec);
  const scaled = closestScale(spec, paths, (each) => count(each) - wanted);
  const best = paths.reduce((so, path) => closestStep(so, path, count, wanted), scaled);
  if (share(count(best), wanted) > TOLERANCE) {
    const { label } = findArchitecture(spec.architecture.id);
    throw new LabError('no-such-size', {
      found: `${count(best).toLocaleString('en')} parameters at the nearest widths of arm "${arm.label}" (${label})`,
      expected: `${wanted.toLocaleString('en')}, to within ${100 * TOLERANCE} %`,
      fix: 'compare with another baseline, or change layers or kernels of one of the two',
    });
  }
  const options = Object.fromEntries(
    paths.map((path) => [path.replace('architecture.', ''), valueAt(best, path)]),
  );
  const before = arm.changes.architecture;
  const architecture = { ...before, options: { ...before?.options, ...options } };
  return { ...arm, changes: { ...arm.changes, architecture } };
}

/** Paths of the widths that mean something under the spec's other options. */
function widthsOf({ architecture: { id, options } }: RunSpec): string[] {
  const { widths = [], options: schema } = findArchitecture(id);
  return widths
    .filter((name) => matters(schema, name, options))
    .map((name) => `architecture.${name}`);
}

/** All widths times one factor, as whole numbers within their ranges. */
function scaledBy(spec: RunSpec, paths: readonly string[], factor: number): RunSpec {
  return paths.reduce((so, path) => {
    const option = optionAt(spec, path);
    if (option.kind !== 'integer') return so;
    const wanted = Math.round(Number(valueAt(spec, path)) * factor);
    return withValue(so, path, Math.min(option.max, Math.max(option.min, wanted)));
  }, spec);
}

/** Parameters grow with the widths, so the factor is found by halving, on a scale of ratios. */
function closestScale(
  spec: RunSpec,
  paths: readonly string[],
  excess: (spec: RunSpec) => number,
): RunSpec {
  let [low, high] = [1 / 256, 256];
  for (let turn = 0; turn < 40; turn++) {
    const middle = Math.sqrt(low * high);
    if (excess(scaledBy(spec, paths, middle)) > 0) high = middle;
    else low = middle;
  }
  const ends = [low, high].map((factor) => scaledBy(spec, paths, factor));
  return ends.toSorted((a, b) => Math.abs(excess(a)) - Math.abs(excess(b)))[0]!;
}

/** Rounding leaves a rest: one width alone, a little more or less, may come closer. */
function closestStep(
  spec: RunSpec,
  path: string,
  count: (spec: RunSpec) => number,
  wanted: number,
): RunSpec {
  const option = optionAt(spec, path);
  if (option.kind !== 'integer') return spec;
  const { min, max } = option;
  const value = Number(valueAt(spec, path));
  const near = [-2, -1, 1, 2]
    .map((step) => value + step)
    .filter((each) => each >= min && each <= max);
  const candidates = [spec, ...near.map((each) => withValue(spec, path, each))];
  return candidates.toSorted((a, b) => share(count(a), wanted) - share(count(b), wanted))[0]!;
}
