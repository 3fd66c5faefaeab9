/** What no schema can say of a robustness file: names that must be known, and figures that must follow. */
import { LabError } from '../core/errors.ts';
import {
  resultOf,
  suiteErrors,
  type ReportMeasurement,
  type ReportResult,
  type ReportRun,
  type RobustnessReport,
} from '../studies/robustness/report.ts';
import { optionOf, viewingAt } from '../studies/robustness/severity.ts';
import { readViewing, type Viewing } from '../training/viewing.ts';

/** Another program may have rounded what it wrote. */
const TOLERANCE = 1e-6;

function fault(found: string, expected: string): LabError {
  return new LabError('robustness-field', {
    found,
    expected,
    fix: 'export the figures again, or mend the file at that place',
  });
}

/** A LabError that says in which field it arose. */
export function within<Value>(where: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof LabError) || error.parts.found.includes(where)) throw error;
    throw new LabError(error.code, { ...error.parts, found: `${error.parts.found} in ${where}` });
  }
}

/** The measurements with every option of their viewings written out. */
export function checkMeasurements(
  measurements: readonly ReportMeasurement[],
  runs: readonly ReportRun[],
  classes: number,
): ReportMeasurement[] {
  expectUnique(runs, 'runs');
  expectUnique(measurements, 'measurements');
  const known = new Set(runs.map(({ id }) => id));
  return measurements.map((measurement, index) => {
    const where = `measurements[${index}]`;
    const { id, label, knob, strength, results } = measurement;
    const viewing = within(`${where}.viewing`, () => wholeViewing(measurement.viewing));
    checkStrength({ ...measurement, viewing }, where);
    results.forEach((result, place) => {
      const at = `${where}.results[${place}]`;
      if (!known.has(result.run)) throw fault(`${at}.run = "${result.run}"`, 'the id of a run');
      if (results.findIndex(({ run }) => run === result.run) < place) {
        throw fault(`${at}.run = "${result.run}" a second time`, 'one result for each run');
      }
      checkCounts(result, classes, at);
    });
    return { id, label, viewing, knob, strength, results };
  });
}

function expectUnique(list: readonly { readonly id: string }[], name: string): void {
  const seen = new Set<string>();
  for (const [index, { id }] of list.entries()) {
    if (seen.has(id)) throw fault(`${name}[${index}].id = "${id}" a second time`, 'unique ids');
    seen.add(id);
  }
}

/** What is assumed holds the same kind of choices as what is true. */
function wholeViewing(viewing: Viewing): Viewing {
  const { assumed, ...truth } = readViewing(viewing);
  if (!assumed) return truth;
  const { changes, sensor } = readViewing({ ...truth, ...assumed });
  return { ...truth, assumed: { changes, sensor } };
}

/** A point of a curve names the strength that its viewing has. */
function checkStrength({ knob, strength, viewing }: ReportMeasurement, where: string): void {
  if (knob === null && strength === null) return;
  if (knob === null || strength === null) {
    throw fault(
      `${where} with ${knob ? 'a knob and no strength' : 'a strength and no knob'}`,
      'both of them or neither',
    );
  }
  const there = within(`${where}.knob`, () => wholeViewing(viewingAt(viewing, knob, strength)));
  if (JSON.stringify(there) === JSON.stringify(viewing)) return;
  throw fault(
    `${where}.strength = ${strength}`,
    `the strength that its viewing has of ${optionOf(knob).label}`,
  );
}

function checkCounts(result: ReportResult, classes: number, where: string): void {
  const { right, total, broken } = result;
  for (const [name, counts] of Object.entries({ right, total })) {
    if (counts.length === classes) continue;
    throw fault(
      `${where}.${name} with ${counts.length} entries`,
      `${classes}, one for each of dataset.classNames`,
    );
  }
  right.forEach((count, label) => {
    if (count <= total[label]!) return;
    throw fault(`${where}.right[${label}] = ${count}`, `at most its total of ${total[label]}`);
  });
  const wrong = sum(total) - sum(right);
  if (broken > wrong) throw fault(`${where}.broken = ${broken}`, `at most the ${wrong} wrong`);
  const counted = resultOf(result.run, result);
  for (const name of ['share', 'low', 'high'] as const) {
    expectFigure(result[name], counted[name], `${where}.${name}`);
  }
}

const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);

function expectFigure(found: number | null, counted: number | null, where: string): void {
  const isSame =
    found === null || counted === null
      ? found === counted
      : Math.abs(found - counted) <= TOLERANCE * Math.max(1, Math.abs(counted));
  if (!isSame) throw fault(`${where} = ${found}`, `${counted}, which follows from the counts`);
}

/** Are the corruption errors those of the counts? */
export function checkCorruptionErrors(report: RobustnessReport): void {
  const { corruptionErrors: found, runs, measurements } = report;
  if (!found) return;
  const known = new Set(measurements.map(({ id }) => id));
  for (const id of [found.clean, ...found.corruptions]) {
    if (!known.has(id)) throw fault(`corruptionErrors of "${id}"`, 'the id of a measurement');
  }
  const counted = suiteErrors(found, runs, measurements);
  if (!counted) {
    throw fault(
      `corruptionErrors.baseline = "${found.baseline}"`,
      'the id of a run that did not diverge',
    );
  }
  const idsOf = (rows: readonly { readonly run: string }[]) =>
    rows.map(({ run }) => run).join(', ');
  if (idsOf(found.rows) !== idsOf(counted.rows) || found.diverged !== counted.diverged) {
    throw fault(
      `corruptionErrors of runs ${idsOf(found.rows)}, ${found.diverged} left out`,
      `runs ${idsOf(counted.rows)}, ${counted.diverged} left out`,
    );
  }
  found.rows.forEach((row, index) => {
    const where = `corruptionErrors.rows[${index}]`;
    expectFigure(row.mCE, counted.rows[index]!.mCE, `${where}.mCE`);
    expectFigure(row.relativeMCE, counted.rows[index]!.relativeMCE, `${where}.relativeMCE`);
    for (const name of ['ratios', 'relativeRatios'] as const) {
      const ratios = counted.rows[index]![name];
      if (row[name].length !== ratios.length) {
        throw fault(`${where}.${name} with ${row[name].length} entries`, `${ratios.length}`);
      }
      row[name].forEach((ratio, c) => expectFigure(ratio, ratios[c]!, `${where}.${name}[${c}]`));
    }
  });
}
