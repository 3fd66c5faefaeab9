/**
 * Is a stored value a run? A light check by hand for what the lab itself has written: the page
 * needs it at its start, and the full schema (resultSchema.ts) would cost it a library.
 */
import { LabError } from '../core/errors.ts';
import { completeHistory, type History } from '../training/history.ts';
import {
  completeFinal,
  type Environment,
  type FinalResult,
  type RunRecord,
  type ValidationResult,
  type ViewedResult,
} from '../training/result.ts';
import { runStates } from '../training/spec.ts';
import { readSpec } from '../training/specs.ts';

type Check = (value: unknown) => boolean;
type Fields = Readonly<Record<string, Check>>;

const isText: Check = (value) => typeof value === 'string';
const isTextOrNull: Check = (value) => value === null || isText(value);
const isNumber: Check = (value) => typeof value === 'number';
const isCount: Check = (value) => Number.isInteger(value) && (value as number) >= 0;
const isObject: Check = (value) => typeof value === 'object' && value !== null;
const isListOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

const recordFields: Fields = {
  id: isText,
  name: isText,
  notes: isText,
  tags: isListOf(isText),
  comparison: isTextOrNull,
  colour: isCount,
  status: (value) => (runStates as readonly unknown[]).includes(value),
  reason: isTextOrNull,
  step: isCount,
  history: isHistory,
  final: (value) => value === null || hasFields(value, finalFields),
  views: isListOf((value) => hasFields(value, viewFields)),
  createdAt: isText,
  environment: (value) => value === null || hasFields(value, environmentFields),
  datasetSha256: isTextOrNull,
  app: (value) => hasFields(value, { version: isText, commit: isText }),
  imported: (value) => typeof value === 'boolean',
};

const finalFields = {
  testAccuracy: isNumber,
  testLoss: isNumber,
  testCount: isCount,
  parameterCount: isCount,
  weightsSha256: isText,
  trainedMs: isNumber,
  classAccuracy: isClassAccuracy,
  validation: (value) => value === null || hasFields(value, validationFields),
  bestStep: (value) => value === null || isCount(value),
  initialWeightsSha256: isTextOrNull,
  batchOrderSha256: isTextOrNull,
} satisfies Record<keyof FinalResult, Check>;

const validationFields = {
  accuracy: isNumber,
  loss: isNumber,
  count: isCount,
} satisfies Record<keyof ValidationResult, Check>;

const viewFields = {
  label: isText,
  viewing: isObject,
  accuracy: isNumber,
} satisfies Record<keyof ViewedResult, Check>;

const environmentFields = {
  backend: isText,
  backendLabel: isText,
  threads: isCount,
  adapter: isTextOrNull,
  platform: isText,
  libraries: isObject,
} satisfies Record<keyof Environment, Check>;

const columns = {
  step: isCount,
  trainLoss: isNumberOrNull,
  trainAccuracy: isNumberOrNull,
  testLoss: isNumber,
  testAccuracy: isNumber,
  testClassAccuracy: isClassAccuracy,
  validationLoss: isNumberOrNull,
  validationAccuracy: isNumberOrNull,
} satisfies Record<keyof History, Check>;

function isNumberOrNull(value: unknown): boolean {
  return value === null || isNumber(value);
}

function isClassAccuracy(value: unknown): boolean {
  return value === null || isListOf(isNumberOrNull)(value);
}

function isHistory(value: unknown): boolean {
  const holdsColumns = Object.fromEntries(
    Object.entries(columns).map(([name, check]) => [name, isListOf(check)]),
  );
  if (!hasFields(value, holdsColumns)) return false;
  const lengths = Object.keys(columns).map((name) => (value as History)[name as keyof History]);
  return new Set(lengths.map((column) => column.length)).size === 1;
}

function hasFields(value: unknown, fields: Fields): boolean {
  return isObject(value) && faultyField(value as Record<string, unknown>, fields) === undefined;
}

function faultyField(value: Record<string, unknown>, fields: Fields): string | undefined {
  return Object.keys(fields).find((name) => !fields[name]!(value[name]));
}

/** What later versions of the lab added to a run, where an earlier one stored it. */
function upToDate(value: object): Record<string, unknown> {
  const added = { notes: '', tags: [], comparison: null, views: [] };
  const record: Record<string, unknown> = { ...added, ...value };
  const { history, final } = record;
  const hasSteps = isObject(history) && Array.isArray((history as Partial<History>).step);
  return {
    ...record,
    ...(hasSteps ? { history: completeHistory(history as History) } : {}),
    ...(isObject(final) ? { final: completeFinal(final as FinalResult) } : {}),
  };
}

/** The value as a run, its spec checked against the lists of systems. */
export function readRunRecord(value: unknown, id: string): RunRecord {
  if (!isObject(value)) throw faulty(id, 'nothing that is a run');
  const record = upToDate(value as object) as unknown as RunRecord;
  const field = faultyField({ ...record }, recordFields);
  if (field !== undefined) throw faulty(id, `a missing or faulty "${field}"`);
  return { ...record, spec: readSpec(record.spec, `stored run ${id}`) };
}

function faulty(id: string, found: string): LabError {
  return new LabError('run-damaged', {
    found: `${found} in stored run ${id}`,
    expected: 'a run as this lab writes it',
    fix: 'reload the page to get the newest lab, or delete the run',
  });
}
