/**
 * What robustness figures say, in sentences: figures of these trained models, a difference named only
 * where the paired images carry it, and always the caution that two trained models are not two
 * architectures. A p value here is about one strength and these test images; it is never said of a
 * kind of model.
 */
import { listText } from '../comparisons/words.ts';
import type { BreakingPoint } from './breakingPoint.ts';
import type { CorruptionErrors } from './corruptionError.ts';
import type { SeverityCurve } from './severity.ts';
import type { PairedComparison, Score } from './tally.ts';

/** What words need to know of a curve. */
export type Axis = Pick<SeverityCurve, 'label' | 'unit' | 'none'>;

const CHANCE = 0.05;

/** `30°`, `0.7 ×`, `−3 pixels`; `Noise 0.2` where there is no unit. */
export function strengthText({ label, unit }: Pick<Axis, 'label' | 'unit'>, strength: number) {
  const figure = String(Number(strength.toPrecision(3))).replace('-', '−');
  if (unit === null) return `${label} ${figure}`;
  return unit === '°' ? `${figure}°` : `${figure} ${unit}`;
}

/** `97 % (96–98)`; with a decimal where the interval is less than two points wide. */
export function scoreText({ share, low, high }: Score): string {
  const decimals = high - low < 0.02 ? 1 : 0;
  const percent = (value: number) => (100 * value).toFixed(decimals);
  return `${percent(share)} % (${percent(low)}–${percent(high)})`;
}

/** `p < .001`, `p = .024`, `p = 1`. */
export function probabilityText(p: number): string {
  if (p < 0.001) return 'p < .001';
  const text = p.toFixed(3);
  return text === '1.000' ? 'p = 1' : `p = ${text.replace(/^0/, '')}`;
}

const imagesText = (count: number) =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? 'image is' : 'images are'}`;

/** A share as it was chosen: `90 %`, `97.5 %`. */
const chosenText = (accuracy: number) => `${Number((100 * accuracy).toFixed(1))} %`;

export interface ScoredRun {
  readonly name: string;
  readonly score: Score;
}

/**
 * `calm-otter keeps 97 % (96–98) at 30°, brave-fern 62 % (60–64); 41 images are right for the first
 * alone, 3 for the second alone: exact p < .001.`
 *
 * @param at where, as strengthText says it
 */
export function pairSentence(
  first: ScoredRun,
  second: ScoredRun,
  paired: PairedComparison,
  at: string,
): string {
  const { firstAlone, secondAlone, p } = paired;
  const scores = `${first.name} keeps ${scoreText(first.score)} at ${at}, ${second.name} ${scoreText(second.score)}`;
  if (firstAlone + secondAlone === 0) return `${scores}; both are right on the same images.`;
  const alone = `${imagesText(firstAlone)} right for the first alone, ${secondAlone.toLocaleString('en-GB')} for the second alone`;
  const verdict = p < CHANCE ? '' : ', so these images do not tell the two apart';
  return `${scores}; ${alone}: exact ${probabilityText(p)}${verdict}.`;
}

/** Belongs beside every comparison of two runs. */
export const twoModelsCaution =
  'These are two trained models, not two architectures: other seeds may turn the order round, and only a study over seeds would tell. A p is about these test images at this one strength.';

/** `calm-otter drops under 90 % between 42° and 43°.` */
export function breakingSentence(name: string, point: BreakingPoint, accuracy: number, axis: Axis) {
  const chosen = chosenText(accuracy);
  const at = (strength: number) => strengthText(axis, strength);
  switch (point.kind) {
    case 'at once':
      return `${name} is under ${chosen} before anything is changed.`;
    case 'never':
      return `${name} keeps ${chosen} up to ${at(point.held)}, as far as was asked.`;
    case 'breaks':
      return `${name} drops under ${chosen} between ${at(point.held)} and ${at(point.strength)}.`;
  }
}

export interface BrokenRun {
  readonly name: string;
  readonly point: BreakingPoint;
}

/**
 * Who breaks first, and who then; runs whose breaking points cannot be told apart are named together.
 *
 * @param runs searched in the same direction; '' for fewer than two
 */
export function breakingOrder(runs: readonly BrokenRun[], accuracy: number, axis: Axis): string {
  if (runs.length < 2) return '';
  const chosen = chosenText(accuracy);
  const broken = runs.filter(({ point }) => point.kind !== 'never');
  const whole = listText(runs.filter((run) => !broken.includes(run)).map(({ name }) => name));
  if (broken.length === 0) return `${whole} keep ${chosen} as far as was asked.`;
  const [first, ...later] = groupsOf(broken, axis.none);
  const lead = `${placeText(first!, axis)} ${first!.length === 1 ? 'drops' : 'drop'} under ${chosen} first`;
  const then = later.map((group) => `then ${placeText(group, axis)}`);
  const never = whole ? [`${whole} not as far as was asked`] : [];
  return `${[lead, ...then, ...never].join('; ')}.`;
}

/** How far from none a run holds, and where it is surely broken. */
function spanOf({ point }: BrokenRun, none: number): { from: number; to: number } {
  if (point.kind !== 'breaks') return { from: -1, to: 0 };
  return { from: Math.abs(point.held - none), to: Math.abs(point.strength - none) };
}

/** In order; a run joins those before it where it may break before the first of them surely has. */
function groupsOf(runs: readonly BrokenRun[], none: number): BrokenRun[][] {
  const groups: BrokenRun[][] = [];
  for (const run of runs.toSorted((a, b) => spanOf(a, none).to - spanOf(b, none).to)) {
    const last = groups.at(-1);
    if (last && spanOf(run, none).from < spanOf(last[0]!, none).to) last.push(run);
    else groups.push([run]);
  }
  return groups;
}

/** `brave-fern (20° to 21°)` */
function placeText(group: readonly BrokenRun[], axis: Axis): string {
  const texts = group.map(({ name, point }) => {
    if (point.kind !== 'breaks') return `${name} (before anything is changed)`;
    return `${name} (${strengthText(axis, point.held)} to ${strengthText(axis, point.strength)})`;
  });
  return listText(texts);
}

/**
 * `calm-otter: mCE 0.62, where brave-fern is 1; relative mCE 0.71.`, and what was left out. '' for the
 * baseline itself, and null figures are said to be missing.
 */
export function corruptionSentence(
  errors: CorruptionErrors,
  runId: string,
  nameOf: (runId: string) => string,
): string {
  const row = errors.rows.find((each) => each.runId === runId);
  if (!row || runId === errors.baselineId) return '';
  const all = row.absolute.ratios.length;
  const figure = (mean: number | null, counted: number) => {
    if (mean === null) return errors.isAsked && counted === 0 ? 'cannot be said' : 'not yet known';
    return `${mean.toFixed(2)}${counted < all ? ` (over ${counted} of ${all} corruptions)` : ''}`;
  };
  const absolute = figure(row.absolute.mean, errors.counted.absolute);
  const relative = figure(row.relative.mean, errors.counted.relative);
  const unit = nameOf(errors.baselineId);
  return `${nameOf(runId)}: mCE ${absolute}, where ${unit} is 1; relative mCE ${relative}.`;
}

/** Why corruptions or runs are missing from the figures; '' where none are. */
export function corruptionGaps(errors: CorruptionErrors, nameOf: (runId: string) => string) {
  const all = errors.isAsked ? (errors.rows[0]?.absolute.ratios.length ?? 0) : 0;
  const unit = nameOf(errors.baselineId);
  const { absolute, relative } = errors.counted;
  const parts = [
    absolute < all
      ? `${all - absolute} of ${all} corruptions have no mCE, since ${unit} has no error there`
      : '',
    relative < all
      ? `${all - relative} of ${all} have no relative mCE, since ${unit} loses nothing there`
      : '',
    errors.diverged > 0
      ? `${errors.diverged} ${errors.diverged === 1 ? 'run that diverged is' : 'runs that diverged are'} left out`
      : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? `${parts.join('; ')}.` : '';
}
