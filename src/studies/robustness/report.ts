/**
 * What was measured of a set of runs, as plain JSON that can leave the browser, and as tables.
 *
 * Counts are the substance: right and answered images of every class, for every run and viewing.
 * Shares, intervals (Wilson, 95 %) and corruption errors follow from them and are written beside
 * them for whoever reads the file elsewhere. storage/robustnessFile.ts reads it back and checks that
 * they do follow.
 */
import type { SystemChoice } from '../../core/system.ts';
import type { RunSpec } from '../../training/spec.ts';
import type { Viewing } from '../../training/viewing.ts';
import { corruptionErrors, runErrors, type MeanRatio } from './corruptionError.ts';
import type { Knob } from './severity.ts';
import { classScores, scoreOf, type Tally } from './tally.ts';

export const REPORT_SCHEMA = 'coordinet-robustness';
export const REPORT_VERSION = 1;

export interface ReportRun {
  readonly id: string;
  readonly name: string;
  readonly spec: RunSpec;
  /** Of the weights that answered; null where that is not known. */
  readonly weightsSha256: string | null;
  readonly diverged: boolean;
}

/** One run under one viewing. */
export interface ReportResult extends Tally {
  readonly run: string;
  /** All classes together; null where no image was answered. */
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface ReportMeasurement {
  /** Unique in the report. */
  readonly id: string;
  readonly label: string;
  readonly viewing: Viewing;
  /** Where it is a point of a severity curve. */
  readonly knob: Knob | null;
  readonly strength: number | null;
  readonly results: readonly ReportResult[];
}

export interface ReportCorruptionErrors {
  /** Ids of measurements. */
  readonly clean: string;
  readonly corruptions: readonly string[];
  /** Id of the run whose errors are the unit. */
  readonly baseline: string;
  /** Runs that were left out. */
  readonly diverged: number;
  readonly rows: readonly {
    readonly run: string;
    readonly mCE: number | null;
    readonly relativeMCE: number | null;
    /** In the order of the corruptions; null where the baseline cannot measure. */
    readonly ratios: readonly (number | null)[];
    readonly relativeRatios: readonly (number | null)[];
  }[];
}

export interface RobustnessReport {
  readonly schema: typeof REPORT_SCHEMA;
  readonly version: typeof REPORT_VERSION;
  readonly app: { readonly name: string; readonly version: string; readonly commit: string };
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly dataset: {
    readonly choice: SystemChoice;
    readonly sha256: string | null;
    /** [classes] */
    readonly classNames: readonly string[];
  };
  readonly runs: readonly ReportRun[];
  readonly measurements: readonly ReportMeasurement[];
  readonly corruptionErrors: ReportCorruptionErrors | null;
}

export interface Measured extends Pick<ReportMeasurement, 'id' | 'label' | 'viewing'> {
  readonly knob?: Knob;
  readonly strength?: number;
  /** A run that could not be asked is absent. */
  readonly tallies: readonly { readonly runId: string; readonly tally: Tally }[];
}

export interface ReportOrder extends Pick<RobustnessReport, 'app' | 'created' | 'dataset'> {
  readonly runs: readonly ReportRun[];
  readonly measured: readonly Measured[];
  /** Which measurements are a suite, and which run is its unit. */
  readonly suite?: Pick<ReportCorruptionErrors, 'clean' | 'corruptions' | 'baseline'>;
}

export function robustnessReport(order: ReportOrder): RobustnessReport {
  const { app, created, dataset, runs, measured, suite } = order;
  const measurements = measured.map(measurementOf);
  return {
    schema: REPORT_SCHEMA,
    version: REPORT_VERSION,
    app,
    created,
    dataset,
    runs,
    measurements,
    corruptionErrors: suite ? suiteErrors(suite, runs, measurements) : null,
  };
}

function measurementOf({ id, label, viewing, knob, strength, tallies }: Measured) {
  return {
    ...{ id, label, viewing, knob: knob ?? null, strength: strength ?? null },
    results: tallies.map(({ runId, tally }) => resultOf(runId, tally)),
  };
}

/** With the figures that follow from its counts. */
export function resultOf(run: string, { right, total, broken }: Tally): ReportResult {
  const { share = null, low = null, high = null } = scoreOf({ right, total }) ?? {};
  return { run, right, total, broken, share, low, high };
}

/** null where the baseline diverged or is no run of the report. */
export function suiteErrors(
  suite: Pick<ReportCorruptionErrors, 'clean' | 'corruptions' | 'baseline'>,
  runs: readonly ReportRun[],
  measurements: readonly ReportMeasurement[],
): ReportCorruptionErrors | null {
  const tallyOf = (run: string, measurement: string): Tally | null =>
    measurements
      .find(({ id }) => id === measurement)
      ?.results.find((result) => result.run === run) ?? null;
  const errors = runs.map(({ id, diverged }) => {
    const corrupted = suite.corruptions.map((each) => tallyOf(id, each));
    const found = runErrors(id, tallyOf(id, suite.clean), corrupted);
    return { ...found, diverged: found.diverged || diverged };
  });
  const found = corruptionErrors(errors, suite.baseline);
  return (
    found && {
      clean: suite.clean,
      corruptions: suite.corruptions,
      baseline: suite.baseline,
      diverged: found.diverged,
      rows: found.rows.map(({ runId, absolute, relative }) => rowOf(runId, absolute, relative)),
    }
  );
}

function rowOf(run: string, absolute: MeanRatio, relative: MeanRatio) {
  return {
    run,
    mCE: absolute.mean,
    relativeMCE: relative.mean,
    ratios: absolute.ratios,
    relativeRatios: relative.ratios,
  };
}

export interface ReportTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

const placeColumns = ['measurement', 'label', 'kind', 'system', 'option', 'strength', 'told'];
const runColumns = ['run', 'name', 'diverged'];
const countColumns = ['right', 'total', 'accuracy', 'low', 'high'];

/** A row for each run and viewing. */
export function accuracyTable(report: RobustnessReport): ReportTable {
  return {
    columns: [...placeColumns, ...runColumns, ...countColumns, 'broken'],
    rows: resultRows(report, (lead, result) => {
      return [[...lead, ...countCells(scoreOf(result)), result.broken]];
    }),
  };
}

/** A row for each run, viewing and class. */
export function classTable(report: RobustnessReport): ReportTable {
  const { classNames } = report.dataset;
  return {
    columns: [...placeColumns, ...runColumns, 'class', ...countColumns],
    rows: resultRows(report, (lead, result) =>
      classScores(result).map((score, label) => [
        ...lead,
        classNames[label] ?? String(label),
        ...countCells(score),
      ]),
    ),
  };
}

type Row = readonly (string | number | null)[];

function resultRows(
  { runs, measurements }: RobustnessReport,
  rowsOf: (lead: Row, result: ReportResult) => Row[],
): Row[] {
  return measurements.flatMap(({ id, label, viewing, knob, strength, results }) =>
    results.flatMap((result) => {
      const run = runs.find((each) => each.id === result.run);
      const place = [id, label, knob?.kind ?? null, knob?.id ?? null, knob?.option ?? null];
      const about = [result.run, run?.name ?? null, String(run?.diverged ?? false)];
      return rowsOf([...place, strength, String(viewing.told), ...about], result);
    }),
  );
}

function countCells(score: ReturnType<typeof scoreOf>): Row {
  return score
    ? [score.right, score.total, score.share, score.low, score.high]
    : [0, 0, null, null, null];
}
