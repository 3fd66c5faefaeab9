/**
 * A methods section, written from the study itself: what was compared on what, how it was trained and
 * tuned, what was repeated, how it was judged, what it cost, what was changed on the way. What the
 * NeurIPS and ACL checklists ask of an experiment, as far as the lab can know it.
 */
import { EXACT_UP_TO } from '../../core/statistics/signFlip.ts';
import { seedsNeeded } from '../../core/statistics/holm.ts';
import { listText } from '../comparisons/words.ts';
import type { StudyPlan } from '../plan/plan.ts';
import { seedRanges } from '../plan/seedRanges.ts';
import type { Study } from '../study.ts';
import type { StudyAnalysis } from './analysis.ts';
import { armsText } from './methodsArms.ts';
import { trainingText } from './methodsTraining.ts';
import { tuningText } from './methodsTuning.ts';
import { hasSeveralDatasets } from './pooled.ts';
import { amendmentText } from './remarks.ts';
import { countText, durationText, numberText } from './words.ts';

/** Plain text, one paragraph for a paper. */
export function methodsParagraph(study: Study, analysis: StudyAnalysis): string {
  return methodsSentences(study, analysis).join(' ');
}

/** Its parts, in order; none is empty. */
export function methodsSentences(study: Study, analysis: StudyAnalysis): string[] {
  const { plan } = study;
  return [
    dataText(plan, analysis),
    armsText(plan, analysis),
    trainingText(plan),
    tuningText(plan, analysis),
    seedsText(plan),
    endingsText(analysis),
    statisticsText(plan, analysis),
    computeText(analysis),
    study.amendments.length === 0
      ? 'The plan was fixed before the first run and not changed after it.'
      : study.amendments.map(amendmentText).join(' '),
  ].filter((text) => text !== '');
}

/** `Images come from Typefaces (2,000 test images, SHA-256 0123456789ab…), of which …`. */
function dataText({ base, factors }: StudyPlan, { provenance }: StudyAnalysis): string {
  const datasets = provenance.datasets.map(({ label, sha256, testCount }) => {
    const facts = [
      ...(testCount === null ? [] : [`${numberText(testCount)} test images`]),
      ...sha256.map((hash) => `SHA-256 ${hash.slice(0, 12)}…`),
    ];
    return facts.length > 0 ? `${label} (${facts.join(', ')})` : label;
  });
  const sizes = factors.flatMap(({ levels }) =>
    levels.flatMap(({ changes }) => changes.trainingImages ?? []),
  );
  const counts =
    sizes.length > 0 ? listText(sizes.map(numberText)) : numberText(base.trainingImages);
  const varied = factors.length === 0 ? '' : ` ${factorsText(factors)}`;
  return `Models classified images of ${listText(datasets)} and were trained on N = ${counts} images, the first N of an order drawn from the seed, so that smaller training sets lie within larger ones.${varied}`;
}

function factorsText(factors: StudyPlan['factors']): string {
  const each = factors.map(
    ({ label, levels }) => `${label} (${listText(levels.map((level) => level.label))})`,
  );
  return `Varied for all arms alike: ${listText(each)}.`;
}

function seedsText({ seeds, arms }: StudyPlan): string {
  const count = countText(seeds.length, 'seed');
  const lead = `Each setting was trained with ${count} (${rangesText(seeds)}), which decide the choice of training images, their order, first weights and all else that is drawn.`;
  if (arms.length < 2) return lead;
  const isShared = arms.every(({ changes }) => !changes.dataset && !changes.trainingImages);
  const seen = isShared
    ? 'at one seed all arms saw the same images in the same order'
    : 'at one seed arms on the same data saw the same images in the same order';
  return `${lead} Random streams are named, so that ${seen}; runs are paired by seed.`;
}

/** `1 to 8, 20`. */
function rangesText(seeds: readonly number[]): string {
  return seedRanges(seeds)
    .map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`))
    .join(', ');
}

function endingsText({ cells }: StudyAnalysis): string {
  const sum = (name: 'planned' | 'diverged' | 'failed' | 'open' | 'repeated') =>
    cells.reduce((total, cell) => total + cell[name], 0);
  const ends = [
    ...(sum('diverged') > 0 ? [`${numberText(sum('diverged'))} diverged`] : ['none diverged']),
    ...(sum('failed') > 0 ? [`${numberText(sum('failed'))} failed`] : []),
    ...(sum('repeated') > 0 ? [`${numberText(sum('repeated'))} had to be repeated`] : []),
    ...(sum('open') > 0 ? [`${numberText(sum('open'))} were not run`] : []),
  ];
  return `Of ${countText(sum('planned'), 'planned run')}, ${listText(ends)}; such runs are counted beside the figures and enter no mean.`;
}

function statisticsText(plan: StudyPlan, { comparisons, bootstrap }: StudyAnalysis): string {
  const intervals =
    'Intervals are 95 % Student t intervals over seeds, of the accuracy on the whole test set of the weights that a run ended with.';
  const pooled = hasSeveralDatasets(plan)
    ? ` Datasets are pooled by the interquartile mean with a stratified percentile bootstrap (${numberText(bootstrap.replications)} replications; Agarwal et al. 2021).`
    : '';
  if (comparisons.length === 0)
    return `${intervals}${pooled} No comparison was declared, so none was tested.`;
  const exact = plan.seeds.length <= EXACT_UP_TO ? 'exact two-sided' : 'two-sided resampled';
  const asked = comparisons.map(({ a, b }) => `${a} against ${b}`);
  const family = countText(comparisons.length, 'declared comparison');
  return `${intervals} The ${family} (${asked.join('; ')}) ${comparisons.length === 1 ? 'was' : 'were'} judged by the paired difference: an arm is called better or worse only if Holm’s p over this family (from ${exact} sign-flip tests) is below .05 and the 95 % interval of the difference excludes 0, which takes at least ${seedsNeeded(comparisons.length)} seeds. All other differences are estimates and were not tested.${pooled}`;
}

function computeText({ provenance }: StudyAnalysis): string {
  const { workplaces, trainedMs, tuningMs, runs } = provenance;
  if (runs === 0) return '';
  const places = workplaces.map(
    ({ backendLabel, adapter, platform }) =>
      `${backendLabel}${adapter ? ` on ${adapter}` : ''} (${platform})`,
  );
  const versions = workplaces.map(({ version, commit }) =>
    commit ? `${version} (${commit.slice(0, 12)})` : version,
  );
  const tuning = tuningMs > 0 ? `, those of tuning for ${durationText(tuningMs)}` : '';
  const on = places.length > 0 ? ` on ${listText([...new Set(places)])}` : '';
  const lab = versions.length > 0 ? `, with Coordinet Lab ${listText([...new Set(versions)])}` : '';
  return `The finished runs trained for ${durationText(trainedMs)} in all${tuning}${on}${lab}.`;
}
