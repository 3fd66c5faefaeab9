/**
 * Robustness figures as a file that leaves the browser: JSON by the schema in robustnessSchema.ts.
 * What comes in is read whole or refused with the name of the faulty field, and figures that do not
 * follow from the counts beside them are refused, too. Exporting what was read gives the same bytes.
 *
 * Imports zod through its schema: import this file lazily.
 */
import { LabError } from '../core/errors.ts';
import { cleanName, cleanText } from '../core/shownText.ts';
import { readOptions } from '../core/options.ts';
import { findDataset } from '../datasets/index.ts';
import {
  REPORT_SCHEMA,
  REPORT_VERSION,
  type ReportRun,
  type RobustnessReport,
} from '../studies/robustness/report.ts';
import { readSpec } from '../training/specs.ts';
import { parseJson, printJson, readText } from './jsonText.ts';
import { faultOfSchema } from './resultChecks.ts';
import { checkCorruptionErrors, checkMeasurements, within } from './robustnessChecks.ts';
import { robustnessSchema } from './robustnessSchema.ts';

/** Code points. */
const MAX_TEXT = 1000;

/** The text of a robustness file. */
export function exportRobustness(report: RobustnessReport): string {
  return printJson(tidy(report));
}

/** Rejects with a LabError that names what is wrong and where. */
export async function readRobustness(source: string | File): Promise<RobustnessReport> {
  const value = parseJson(await readText(source));
  expectVersion(value);
  const parsed = robustnessSchema.safeParse(value);
  if (!parsed.success) throw faultOfSchema(parsed.error, value, `version ${REPORT_VERSION}`);
  // The schema leaves specs and options to the systems that know them, which tidy asks.
  const report = tidy(parsed.data as unknown as RobustnessReport);
  checkCorruptionErrors(report);
  return report;
}

function expectVersion(value: unknown): void {
  const { schema, version } = (value ?? {}) as { schema?: unknown; version?: unknown };
  if (schema !== REPORT_SCHEMA) {
    throw new LabError('robustness-kind', {
      found: `schema ${JSON.stringify(schema) ?? 'missing'}`,
      expected: `schema "${REPORT_SCHEMA}"`,
      fix: 'choose a robustness file that Coordinet Lab exported',
    });
  }
  if (version === REPORT_VERSION) return;
  const isNewer = typeof version === 'number' && version > REPORT_VERSION;
  throw new LabError(isNewer ? 'robustness-newer' : 'robustness-version', {
    found: `version ${JSON.stringify(version) ?? 'missing'}`,
    expected: `version ${REPORT_VERSION}`,
    fix: isNewer
      ? `open it in a newer Coordinet Lab, one that knows version ${version}`
      : 'choose a robustness file that Coordinet Lab exported',
  });
}

/** With every option written out and texts that can be shown; fields in the file's order. */
function tidy(report: RobustnessReport): RobustnessReport {
  const { app, created, dataset, runs, measurements, corruptionErrors } = report;
  const text = (value: string) => cleanText(value, MAX_TEXT);
  return {
    schema: REPORT_SCHEMA,
    version: REPORT_VERSION,
    app: { name: text(app.name), version: text(app.version), commit: text(app.commit) },
    created,
    dataset: {
      choice: within('dataset.choice', () => {
        const { id, options } = dataset.choice;
        const found = findDataset(id);
        return { id, options: readOptions(found.options, options, found.label) };
      }),
      sha256: dataset.sha256,
      classNames: dataset.classNames.map(text),
    },
    runs: runs.map(tidyRun),
    measurements: checkMeasurements(measurements, runs, dataset.classNames.length).map(
      (measurement) => ({ ...measurement, label: text(measurement.label) }),
    ),
    corruptionErrors,
  };
}

function tidyRun({ id, name, spec, weightsSha256, diverged }: ReportRun, index: number): ReportRun {
  const where = `runs[${index}].spec`;
  return {
    id,
    name: cleanName(name),
    spec: within(where, () => readSpec(spec, where)),
    weightsSha256,
    diverged,
  };
}
