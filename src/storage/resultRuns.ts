/** Between a run as the lab keeps it and a run as a results file holds it. */
import { LabError } from '../core/errors.ts';
import { cleanName, cleanText } from '../core/shownText.ts';
import type { SystemChoice } from '../core/system.ts';
import { cleanNotes, cleanTags } from '../training/annotations.ts';
import type { History } from '../training/history.ts';
import type { RangedChoice } from '../training/ranges.ts';
import type { Environment, FinalResult, RunRecord } from '../training/result.ts';
import type { RunSpec, RunState } from '../training/spec.ts';
import { readSpec } from '../training/specs.ts';
import { readViewing, type Viewing } from '../training/viewing.ts';
import type { notFinite, ResultRun } from './resultSchema.ts';

/** Code points. */
const MAX_TEXT = 1000;

/** Fields are picked one by one: their order is the file's, and nothing else slips in. */
export function fileRunOf(record: RunRecord): ResultRun {
  return {
    id: record.id,
    name: cleanName(record.name),
    notes: cleanNotes(record.notes),
    tags: cleanTags(record.tags),
    comparison: record.comparison,
    colour: record.colour,
    spec: fileSpecOf(record),
    status: restingState(record.status),
    reason: cleanOrNull(record.reason),
    step: record.step,
    history: fileHistoryOf(record.history),
    final: record.final && finalOf(record.final),
    views: record.views.map(({ label, viewing, accuracy }) => ({
      label: cleanText(label, MAX_TEXT),
      viewing: fileViewingOf(viewing),
      accuracy,
    })),
    createdAt: record.createdAt,
    environment: record.environment && fileEnvironmentOf(record.environment),
    datasetSha256: record.datasetSha256,
    app: {
      version: cleanText(record.app.version, MAX_TEXT),
      commit: cleanText(record.app.commit, MAX_TEXT),
    },
  };
}

/** A file holds no weights, so nothing in it can go on. */
function restingState(status: RunState): ResultRun['status'] {
  const isAtRest = status === 'finished' || status === 'diverged' || status === 'failed';
  return isAtRest ? status : 'stopped';
}

export function recordOf(run: ResultRun, index: number): RunRecord {
  return {
    ...run,
    name: cleanName(run.name),
    notes: cleanNotes(run.notes),
    tags: cleanTags(run.tags),
    reason: cleanOrNull(run.reason),
    spec: specOf(run, `runs[${index}].spec`),
    history: historyOf(run.history),
    views: run.views.map(({ label, viewing, accuracy }, view) => ({
      label: cleanText(label, MAX_TEXT),
      viewing: viewingOf(viewing, `runs[${index}].views[${view}].viewing`),
      accuracy,
    })),
    environment: run.environment && fileEnvironmentOf(run.environment),
    app: {
      version: cleanText(run.app.version, MAX_TEXT),
      commit: cleanText(run.app.commit, MAX_TEXT),
    },
    imported: true,
  };
}

/** A system or option that this lab does not know is a LabError that says in which run. */
function specOf(run: ResultRun, where: string): RunSpec {
  try {
    return readSpec(run.spec, where);
  } catch (error) {
    if (!(error instanceof LabError) || error.parts.found.includes(where)) throw error;
    throw new LabError(error.code, { ...error.parts, found: `${error.parts.found} in ${where}` });
  }
}

function viewingOf(viewing: FileViewing, where: string): Viewing {
  try {
    return readViewing(viewing as Viewing);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    throw new LabError(error.code, { ...error.parts, found: `${error.parts.found} in ${where}` });
  }
}

function cleanOrNull(text: string | null): string | null {
  return text === null ? null : cleanText(text, MAX_TEXT);
}

/** With every option written out: a default may change, what a run was trained with may not. */
function fileSpecOf(record: RunRecord): ResultRun['spec'] {
  const spec = readSpec(record.spec, `run ${record.id}`);
  return {
    task: choiceOf(spec.task),
    dataset: choiceOf(spec.dataset),
    trainingImages: spec.trainingImages,
    validationImages: spec.validationImages,
    augmentation: spec.augmentation && {
      changes: spec.augmentation.changes.map(rangedOf),
      sensor: spec.augmentation.sensor && rangedOf(spec.augmentation.sensor),
    },
    architecture: choiceOf(spec.architecture),
    encoding: spec.encoding && choiceOf(spec.encoding),
    optimiser: choiceOf(spec.optimiser),
    schedule: choiceOf(spec.schedule),
    learningRate: spec.learningRate,
    steps: spec.steps,
    stopping: choiceOf(spec.stopping),
    batchSize: spec.batchSize,
    seed: spec.seed,
  };
}

function choiceOf({ id, options }: SystemChoice): ResultRun['spec']['task'] {
  return { id, options: sortKeys(options) };
}

type FileChange = NonNullable<ResultRun['spec']['augmentation']>['changes'][number];

function rangedOf({ to, ...choice }: RangedChoice): FileChange {
  if (!to) return choiceOf(choice);
  const ends = Object.entries(to).map(([name, end]) => [name, Number(end)] as const);
  return { ...choiceOf(choice), to: sortKeys(Object.fromEntries(ends)) };
}

type FileViewing = ResultRun['views'][number]['viewing'];

function fileViewingOf(viewing: Viewing): FileViewing {
  const { changes, sensor, told, assumed, weighted, seed } = viewing;
  return {
    changes: changes.map(rangedOf),
    sensor: sensor && choiceOf(sensor),
    told,
    ...(assumed && {
      assumed: {
        changes: assumed.changes.map(choiceOf),
        sensor: assumed.sensor && choiceOf(assumed.sensor),
      },
    }),
    ...{ weighted, seed },
  };
}

function sortKeys<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function fileHistoryOf(history: History): ResultRun['history'] {
  return {
    step: history.step,
    trainLoss: history.trainLoss.map(fileLossOrNull),
    trainAccuracy: history.trainAccuracy,
    testLoss: history.testLoss.map(fileLossOf),
    testAccuracy: history.testAccuracy,
    testClassAccuracy: history.testClassAccuracy.map((classes) => classes && [...classes]),
    validationLoss: history.validationLoss.map(fileLossOrNull),
    validationAccuracy: history.validationAccuracy,
  };
}

type FileLoss = ResultRun['history']['testLoss'][number];

function fileLossOf(loss: number): FileLoss {
  return Number.isFinite(loss) ? loss : (String(loss) as (typeof notFinite)[number]);
}

const fileLossOrNull = (loss: number | null) => (loss === null ? null : fileLossOf(loss));
const lossOrNull = (loss: FileLoss | null) => (loss === null ? null : Number(loss));

function historyOf(history: ResultRun['history']): History {
  return {
    ...history,
    trainLoss: history.trainLoss.map(lossOrNull),
    testLoss: history.testLoss.map(Number),
    validationLoss: history.validationLoss.map(lossOrNull),
  };
}

function finalOf(final: FinalResult): NonNullable<ResultRun['final']> {
  const { testAccuracy, testLoss, testCount, parameterCount, weightsSha256, trainedMs } = final;
  const { classAccuracy, validation, bestStep, initialWeightsSha256, batchOrderSha256 } = final;
  return {
    ...{ testAccuracy, testLoss, testCount, parameterCount, weightsSha256, trainedMs },
    classAccuracy: classAccuracy && [...classAccuracy],
    validation: validation && {
      accuracy: validation.accuracy,
      loss: validation.loss,
      count: validation.count,
    },
    ...{ bestStep, initialWeightsSha256, batchOrderSha256 },
  };
}

export function fileEnvironmentOf(environment: Environment): NonNullable<ResultRun['environment']> {
  return {
    backend: cleanText(environment.backend, MAX_TEXT),
    backendLabel: cleanText(environment.backendLabel, MAX_TEXT),
    threads: environment.threads,
    adapter: cleanOrNull(environment.adapter),
    platform: cleanText(environment.platform, MAX_TEXT),
    libraries: sortKeys(environment.libraries),
  };
}
