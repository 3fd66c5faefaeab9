/** What is wrong with a results file: the schema's answer in the lab's words, and what no schema can say. */
import type { core } from 'zod';
import { LabError } from '../core/errors.ts';
import { notFinite, type ResultRun } from './resultSchema.ts';
import { SCHEMA_VERSION } from './resultVersions.ts';

type Path = readonly PropertyKey[];

/**
 * The first fault that the schema found, with its path, what stands there and what should.
 *
 * @param version as the file calls it
 */
export function faultOfSchema(
  error: { readonly issues: core.$ZodIssue[] },
  value: unknown,
  version = `schemaVersion ${SCHEMA_VERSION}`,
): LabError {
  const issue = error.issues[0]!;
  const at = pathText(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return fault('results-unknown-field', {
      found: `unknown field "${issue.keys[0]}" in ${at}`,
      expected: `only fields of ${version}`,
    });
  }
  const isRange = issue.code === 'too_big' || issue.code === 'too_small';
  return fault(isRange ? 'results-range' : 'results-field', {
    found: `${at} = ${valueText(valueAt(value, issue.path))}`,
    expected: expectationOf(issue),
  });
}

function expectationOf(issue: core.$ZodIssue): string {
  if (issue.code === 'invalid_union') return 'a number of at least 0';
  const units: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' };
  const unit = 'origin' in issue ? (units[issue.origin] ?? '') : '';
  if (issue.code === 'too_small') return `at least ${issue.minimum}${unit}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}${unit}`;
  return issue.message
    .replace(/^Invalid (?:input|option|string): /, '')
    .replace(/^expected /, '')
    .replace(/, received .*$/, '');
}

/** `runs[2].history.testAccuracy[4]` */
function pathText(path: Path): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return text.join('').replace(/^\./, '') || 'the file';
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => {
    const isContainer = typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key);
    return isContainer ? (inner as Record<PropertyKey, unknown>)[key] : undefined;
  }, value);
}

function valueText(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  if (text === undefined) return 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function fault(code: string, { found, expected }: { found: string; expected: string }): LabError {
  return new LabError(code, {
    found,
    expected,
    fix: 'export the results again, or mend the file at that place',
  });
}

/** Beyond the schema: unique ids, columns that belong together, steps in order, finite losses, as many classes at every point. */
export function checkRuns(runs: readonly ResultRun[]): void {
  checkIds(runs);
  for (const [index, run] of runs.entries()) {
    const where = `runs[${index}]`;
    checkColumns(run, where);
    checkSteps(run, where);
    checkLosses(run, where);
    checkValidation(run, where);
    checkClasses(run, where);
  }
}

function checkIds(runs: readonly ResultRun[]): void {
  const seen = new Map<string, number>();
  for (const [index, { id }] of runs.entries()) {
    const first = seen.get(id);
    if (first !== undefined) {
      throw fault('results-duplicate', {
        found: `runs[${index}].id = ${valueText(id)}, as runs[${first}].id`,
        expected: 'an id of its own for each run',
      });
    }
    seen.set(id, index);
  }
}

function checkColumns({ history }: ResultRun, where: string): void {
  const length = history.step.length;
  for (const [name, column] of Object.entries(history)) {
    if (column.length === length) continue;
    throw fault('results-columns', {
      found: `${where}.history.${name} with ${column.length} entries`,
      expected: `${length} entries, as in ${where}.history.step`,
    });
  }
}

function checkSteps({ history, step, spec }: ResultRun, where: string): void {
  if (step > spec.steps) {
    throw fault('results-range', {
      found: `${where}.step = ${step}`,
      expected: `at most its spec's ${spec.steps} steps`,
    });
  }
  for (const [index, each] of history.step.entries()) {
    const before = index === 0 ? -1 : history.step[index - 1]!;
    if (each > before && each <= step) continue;
    throw fault('results-steps', {
      found: `${where}.history.step[${index}] = ${each}`,
      expected: each > before ? `at most the ${step} steps taken` : `a step after ${before}`,
    });
  }
}

function checkLosses({ history, status }: ResultRun, where: string): void {
  for (const name of ['trainLoss', 'trainAccuracy', 'testLoss'] as const) {
    for (const [index, value] of history[name].entries()) {
      const isMissing = value === null && history.step[index] !== 0;
      const isNotFinite = notFinite.some((word) => word === value) && status !== 'diverged';
      if (!isMissing && !isNotFinite) continue;
      throw fault('results-number', {
        found: `${where}.history.${name}[${index}] = ${valueText(value)} at step ${history.step[index]} of a run that is ${status}`,
        expected: isMissing
          ? 'a number at every step but 0'
          : 'a number: only a diverged run has losses that are not finite',
      });
    }
  }
}

/** Whoever has a slice scores it at every point; whoever diverged may have got no number from it. */
function checkValidation({ history, status }: ResultRun, where: string): void {
  for (const [index, value] of history.validationLoss.entries()) {
    const isNotFinite = notFinite.some((word) => word === value) && status !== 'diverged';
    const isHalf = (value === null) !== (history.validationAccuracy[index] === null);
    if (!isNotFinite && !isHalf) continue;
    throw fault('results-number', {
      found: `${where}.history.validationLoss[${index}] = ${valueText(value)} of a run that is ${status}`,
      expected: isHalf
        ? `null where validationAccuracy[${index}] is null, and nowhere else`
        : 'a number: only a diverged run has losses that are not finite',
    });
  }
}

function checkClasses({ history }: ResultRun, where: string): void {
  const recorded = history.testClassAccuracy.filter((classes) => classes !== null);
  const count = recorded[0]?.length;
  for (const [index, classes] of history.testClassAccuracy.entries()) {
    if (classes === null || classes.length === count) continue;
    throw fault('results-columns', {
      found: `${where}.history.testClassAccuracy[${index}] with ${classes.length} classes`,
      expected: `${count} classes, as at the points before`,
    });
  }
}
