/** The numbers of a study as tables: what is read on the page, and behind it in a file. */
import {
  intervalText,
  percentText,
  placeText,
  pointsText,
  probabilityText,
  shortTime,
  spanText,
  type CellSummary,
  type PairedDifference,
  type StudyAnalysis,
  type TestedComparison,
  type TunedSetting,
} from '../../../store/studyReading.ts';
import { countText } from '../../../store/wording.ts';

export interface ReadingColumn {
  readonly label: string;
  /** Texts stand left, numbers right. */
  readonly kind: 'text' | 'number';
  /** What the column says, where its label is too short to. */
  readonly help?: string;
}

export interface ReadingRow {
  readonly key: string;
  /** The arm whose colour the row bears. */
  readonly arm: string;
  readonly cells: readonly string[];
  readonly emphasis?: 'strong' | 'faint';
}

export interface ReadingTable {
  readonly columns: readonly ReadingColumn[];
  readonly rows: readonly ReadingRow[];
}

const text = (label: string): ReadingColumn => ({ label, kind: 'text' });
const number = (label: string, help?: string): ReadingColumn => ({
  label,
  kind: 'number',
  ...(help ? { help } : {}),
});

/** Every arm at every combination of levels. */
export function meansTable({ cells }: StudyAnalysis, factors: readonly string[]): ReadingTable {
  const withTrouble = cells.some(({ diverged, failed }) => diverged + failed > 0);
  return {
    columns: [
      text('Arm'),
      ...factors.map((label) => number(label)),
      number('Accuracy', 'Mean test accuracy over the seeds'),
      number('95 %', 'Student t interval of the mean over seeds, in per cent'),
      number('Runs', 'Finished runs of those that the plan asks for'),
      ...(withTrouble ? [number('Lost', 'Runs that diverged or failed')] : []),
      number('Parameters'),
      number('Time', 'Mean training time of a run'),
    ],
    rows: cells.map((cell) => ({
      key: JSON.stringify([cell.arm, cell.levels]),
      arm: cell.arm,
      cells: [
        cell.arm,
        ...factors.map((factor) => cell.levels[factor] ?? '–'),
        percentText(cell.mean),
        intervalText(cell.interval),
        runsText(cell),
        ...(withTrouble ? [lostText(cell)] : []),
        cell.parameterCount === null ? '–' : countText(cell.parameterCount),
        cell.trainedMs === null ? '–' : shortTime(cell.trainedMs),
      ],
    })),
  };
}

const runsText = ({ values, planned }: CellSummary) =>
  values.length === planned ? String(planned) : `${values.length} of ${planned}`;

function lostText({ diverged, failed }: CellSummary): string {
  const words = [
    ...(diverged > 0 ? [`${diverged} diverged`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return words.join(', ') || '–';
}

const pairCells = (pair: PairedDifference) => [
  pointsText(pair.mean),
  spanText(pair.interval),
  String(pair.seeds.length),
];

/** The comparisons that the plan declared, tested. */
export function testedTable({ comparisons }: StudyAnalysis): ReadingTable {
  const isAtLevels = comparisons.some(({ at }) => at !== 'mean');
  return {
    columns: [
      text('Comparison'),
      ...(isAtLevels ? [text('At')] : []),
      number('Points', 'Mean difference of the test accuracies, seed by seed'),
      number('95 %'),
      number('Pairs'),
      number('p', 'Two-sided, exact, by the signs of the differences'),
      number('Holm p', 'Corrected for all comparisons of the plan'),
      number('P(better)', 'Probability that a run of the first beats one of the second'),
    ],
    rows: comparisons.map((each) => ({
      key: JSON.stringify([each.a, each.b, each.at]),
      arm: each.a,
      cells: [
        `${each.a} − ${each.b}`,
        ...(isAtLevels ? [placeText(each.at)] : []),
        ...pairCells(each),
        probabilityText(each.p),
        probabilityText(each.holmP),
        each.probabilityOfImprovement === null ? '–' : each.probabilityOfImprovement.toFixed(2),
      ],
      ...(isDecided(each) ? { emphasis: 'strong' as const } : {}),
    })),
  };
}

const isDecided = ({ outcome }: TestedComparison) => outcome === 'better' || outcome === 'worse';

/** Every arm against the baseline at each combination: estimates. */
export function differencesTable({ differences }: StudyAnalysis): ReadingTable {
  return {
    columns: [
      text('Difference'),
      text('At'),
      number('Points', 'Mean difference of the test accuracies, seed by seed; not tested'),
      number('95 %'),
      number('Pairs'),
      number('P(better)', 'Probability that a run of the first beats one of the second'),
    ],
    rows: differences.map((each) => ({
      key: JSON.stringify([each.a, each.b, each.at]),
      arm: each.a,
      cells: [
        `${each.a} − ${each.b}`,
        placeText(each.at),
        ...pairCells(each),
        each.probabilityOfImprovement === null ? '–' : each.probabilityOfImprovement.toFixed(2),
      ],
    })),
  };
}

/** What tuning chose for each arm. */
export function tunedTable(tuned: readonly TunedSetting[]): ReadingTable {
  return {
    columns: [
      text('Arm'),
      text('At'),
      text('Chosen'),
      number('Validation', 'Accuracy on the validation images, in the mean over the tuning seeds'),
      number('As given', 'The same of the arm as the plan gives it'),
      number('Draw', 'Which of the settings tried; the first is the arm as given'),
    ],
    rows: tuned.map((each) => ({
      key: JSON.stringify([each.arm, each.levels]),
      arm: each.arm,
      cells: [
        each.arm,
        placeText(each.levels),
        each.setting || 'as given',
        percentText(each.validationAccuracy),
        percentText(each.givenAccuracy),
        `${each.draw + 1} of ${each.draws}`,
      ],
    })),
  };
}
