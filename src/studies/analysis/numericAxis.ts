/**
 * Factors that are an axis: every level sets exactly one number of the spec, the same in all. So
 * `Training images` at 30, 100, 300 is one, `Bandwidth` at 1, 5, 20 too, `Dataset` is none.
 */
import type { OptionValue } from '../../core/options.ts';
import type { Factor, Level, SpecPath, StudyPlan } from '../plan/plan.ts';

export interface NumericAxis {
  /** Of the factor. */
  readonly label: string;
  readonly path: SpecPath;
  /** In the order of the levels. */
  readonly points: readonly { readonly level: string; readonly value: number }[];
  /**
   * Logarithmic where all are above 0 and the largest is at least eight times the smallest; of the
   * number of training images always.
   */
  readonly scale: 'linear' | 'logarithmic';
}

const LOGARITHMIC_FROM = 8;

/** undefined where the factor is none. */
export function numericAxisOf(factor: Factor): NumericAxis | undefined {
  const found = factor.levels.map((level) => ({ level: level.label, ...numberSet(level) }));
  const [{ path } = { path: undefined }] = found;
  if (path === undefined || found.some((each) => each.path !== path)) return undefined;
  const points = found.map(({ level, value }) => ({ level, value: value! }));
  if (new Set(points.map(({ value }) => value)).size < points.length) return undefined;
  return { label: factor.label, path, points, scale: scaleOfPath(path, points) };
}

/** All of a plan; the number of training images first, since that is what it is mostly about. */
export function numericAxes({ factors }: Pick<StudyPlan, 'factors'>): NumericAxis[] {
  const axes = factors.map(numericAxisOf).filter((axis) => axis !== undefined);
  const rank = ({ path }: NumericAxis) => (path === 'trainingImages' ? 0 : 1);
  return axes.toSorted((a, b) => rank(a) - rank(b));
}

/** What a level sets, where it is one number and nothing besides. */
function numberSet({ changes }: Level): { path?: SpecPath; value?: number } {
  const set = Object.entries(changes).flatMap(([field, change]) => settings(field, change));
  const [first] = set;
  if (set.length !== 1 || typeof first!.value !== 'number') return {};
  return { path: first!.path, value: first!.value };
}

/** A system that is named sets itself, so that its options are no longer one number alone. */
function settings(field: string, change: unknown): { path: SpecPath; value: unknown }[] {
  if (change === undefined) return [];
  if (typeof change !== 'object' || change === null) return [{ path: field, value: change }];
  const { id, options } = change as { id?: string; options?: Record<string, OptionValue> };
  if (id !== undefined || options === undefined) return [{ path: field, value: change }];
  return Object.entries(options).map(([name, value]) => ({ path: `${field}.${name}`, value }));
}

function scaleOfPath(path: SpecPath, points: NumericAxis['points']): NumericAxis['scale'] {
  if (path === 'trainingImages') return points.length > 1 ? 'logarithmic' : 'linear';
  return scaleOf(points.map(({ value }) => value));
}

export function scaleOf(values: readonly number[]): NumericAxis['scale'] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low > 0 && high / low >= LOGARITHMIC_FROM ? 'logarithmic' : 'linear';
}
