/**
 * Results files of earlier versions: each brought up to date by a pure step, and taken back to its
 * own form for its checksum. The steps read what nobody has checked yet, so they touch only what is
 * what they expect; the schema speaks afterwards.
 *
 *   1 → 2  notes, tags and comparison of a run; accuracy by class in its history
 *   2 → 3  augmentation of a spec
 *   3 → 4  validation and stopping of a spec; what they, views and hashes of the beginning left in a run
 */
import { LabError } from '../core/errors.ts';
import type { ResultFile, ResultRun } from './resultSchema.ts';

export const SCHEMA_VERSION = 4;

type Version = 1 | 2 | 3 | 4;

export type ResultBody = Omit<ResultFile, 'bodyCrc32'>;
type Json = Readonly<Record<string, unknown>>;

/** The file as the present version has it. Rejects with a LabError what is of no known version. */
export function migrate(value: unknown): { file: unknown; version: Version } {
  const file = expectObject(value);
  const version = file['schemaVersion'];
  if (version === SCHEMA_VERSION) return { file, version };
  if (version === 3) return { file: fromVersion3(file), version };
  if (version === 2) return { file: fromVersion3(fromVersion2(file)), version };
  if (version === 1) return { file: fromVersion3(fromVersion2(fromVersion1(file))), version };
  const isNewer = typeof version === 'number' && version > SCHEMA_VERSION;
  throw new LabError(isNewer ? 'results-newer' : 'results-version', {
    found: `schemaVersion ${JSON.stringify(version) ?? 'missing'}`,
    expected: `schemaVersion 1 to ${SCHEMA_VERSION}`,
    fix: isNewer
      ? `open it in a newer Coordinet Lab, one that knows results of version ${version}`
      : 'choose a results file that Coordinet Lab exported',
  });
}

function expectObject(value: unknown): Json {
  if (isObject(value)) return value;
  throw new LabError('results-kind', {
    found: 'JSON that is not an object',
    expected: 'a results file of Coordinet Lab',
    fix: 'choose a results file that Coordinet Lab exported',
  });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const fromVersion1 = (file: Json): Json => withRuns(file, 2, runFromVersion1);
const fromVersion2 = (file: Json): Json => withRuns(file, 3, runFromVersion2);
const fromVersion3 = (file: Json): Json => withRuns(file, 4, runFromVersion3);

function withRuns(file: Json, version: Version, step: (run: unknown) => unknown): Json {
  const { runs } = file;
  return { ...file, schemaVersion: version, runs: Array.isArray(runs) ? runs.map(step) : runs };
}

const addedToSpec = { validationImages: 0, stopping: { id: 'steps', options: {} } };
const addedToFinal = {
  ...{ classAccuracy: null, validation: null, bestStep: null },
  ...{ initialWeightsSha256: null, batchOrderSha256: null },
};

function runFromVersion3(run: unknown): unknown {
  if (!isObject(run)) return run;
  const { spec, history, final } = run;
  return {
    views: [],
    ...run,
    spec: isObject(spec) ? { ...addedToSpec, ...spec } : spec,
    history: historyFromVersion3(history),
    final: isObject(final) ? { ...addedToFinal, ...final } : final,
  };
}

function historyFromVersion3(history: unknown): unknown {
  if (!isObject(history) || !Array.isArray(history['step'])) return history;
  const unknown = () => (history['step'] as unknown[]).map(() => null);
  return { validationLoss: unknown(), validationAccuracy: unknown(), ...history };
}

function runFromVersion2(run: unknown): unknown {
  if (!isObject(run) || !isObject(run['spec'])) return run;
  return { ...run, spec: { augmentation: null, ...run['spec'] } };
}

function runFromVersion1(run: unknown): unknown {
  if (!isObject(run)) return run;
  const { history } = run;
  return { notes: '', tags: [], comparison: null, ...run, history: historyFromVersion1(history) };
}

function historyFromVersion1(history: unknown): unknown {
  if (!isObject(history) || !Array.isArray(history['step'])) return history;
  return { testClassAccuracy: history['step'].map(() => null), ...history };
}

/** What a file of that version said, with its fields in their order. */
export function bodyOfVersion(body: ResultBody, version: Version): object {
  if (version === SCHEMA_VERSION) return body;
  const runOf = { 1: runOfVersion1, 2: runOfVersion2, 3: runOfVersion3 }[version];
  return { ...body, schemaVersion: version, runs: body.runs.map(runOf) };
}

function runOfVersion3(run: ResultRun) {
  return {
    ...without(run, ['views']),
    spec: without(run.spec, Object.keys(addedToSpec)),
    history: without(run.history, ['validationLoss', 'validationAccuracy']),
    final: run.final && without(run.final, Object.keys(addedToFinal)),
  };
}

function runOfVersion2(run: ResultRun) {
  const later = runOfVersion3(run);
  return { ...later, spec: without(later.spec, ['augmentation']) };
}

function runOfVersion1(run: ResultRun): object {
  const later = runOfVersion2(run);
  return {
    ...without(later, ['notes', 'tags', 'comparison']),
    history: without(later.history, ['testClassAccuracy']),
  };
}

function without(record: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}
