/**
 * How runs answer images through a viewing: the same few for a slider that moves, or the test set,
 * piece by piece.
 *
 *   images -> presented once for all models of pixels, once for those of grids -> asked run by run
 *
 * What is wrong with the viewing or the images rejects; what is wrong with a run is its reason, and the
 * others go on.
 */
import { codeOf, LabError, messageOf } from '../core/errors.ts';
import type { Kernels } from '../core/kernels.ts';
import type { SystemChoice } from '../core/system.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { answersOf, softmaxRows } from '../training/answers.ts';
import { testOrder } from '../training/batches.ts';
import { writeClasses } from '../training/evaluation.ts';
import { sharesOf } from '../training/eye.ts';
import type { Viewing } from '../training/viewing.ts';
import type { Loan } from './predictor.ts';
import {
  createShowing,
  once,
  showEach,
  showTestImages,
  type Reads,
  type ShownImages,
  type TestPart,
} from './showing.ts';
import type {
  AskedImages,
  AskedRun,
  RunAnswer,
  SurveyEnd,
  SurveyOrder,
  SurveyPart,
} from './survey.ts';

/** What asking needs of the engine. */
export interface Asking {
  kernels(): Kernels;
  dataset(choice: SystemChoice): Promise<Dataset>;
  /**
   * A run's newest weights; whoever takes them disposes of them. Rejects with a LabError where there
   * are none, or where they do not fit.
   *
   * @param freshMs how old a checkpoint that is held may be
   */
  lend(run: AskedRun, dataset: Dataset, freshMs?: number): Promise<Loan>;
}

export interface Interruptions {
  /** Lets others in. */
  pass(): Promise<void>;
  isStopped(): boolean;
}

interface Borrowed {
  readonly runId: string;
  readonly dataset: Dataset;
  readonly loan: Loan;
}

/** Class probabilities of every run for the same images, all in one go. */
export async function answerViewed(
  lab: Asking,
  runs: readonly AskedRun[],
  viewing: Viewing,
  images: AskedImages,
): Promise<RunAnswer[]> {
  expectValues(images.values);
  const shownTo = once((dataset: Dataset) => showImages(viewing, dataset, images));
  const answers: RunAnswer[] = [];
  for (const run of runs) {
    const borrowed = await borrow(lab, run, (dataset) => expectSize(images, dataset));
    if ('reason' in borrowed) {
      answers.push(borrowed);
      continue;
    }
    const { loan, dataset, runId } = borrowed;
    try {
      const { outputs } = loan.model.sizes;
      const probabilities = new Float32Array(images.count * outputs);
      for (const { begin, values, count, view } of shownTo(dataset)(readsOf(loan))) {
        const rows = await answersOf(lab.kernels(), loan, values, count, view);
        probabilities.set(rows, begin * outputs);
      }
      softmaxRows(probabilities, outputs);
      answers.push({ runId, probabilities });
    } finally {
      loan.dispose();
    }
  }
  return answers;
}

/** The images of a slider, for models of both kinds. */
function showImages(viewing: Viewing, dataset: Dataset, { values, count, first }: AskedImages) {
  const showing = createShowing(viewing, dataset);
  const seen = showing.presenterFor('grid').see(values, first);
  return once((reads: Reads) =>
    [...showEach(showing.presenterFor(reads), { seen, count, first })].map(
      ({ levels, ...shown }) => ({ ...shown, values: sharesOf(levels) }),
    ),
  );
}

const readsOf = ({ model }: Loan): Reads => model.architecture.reads;

/** Images of a survey's first part: every run has an estimate before any of them goes on. */
const FIRST_PART = 200;
/** Images of its other parts. */
const PART = 2000;

/** The test set through a viewing, for several runs; reports as pieces are answered. */
export async function surveyRuns(
  lab: Asking,
  { surveyId, runs, viewing, images }: SurveyOrder,
  interruptions: Interruptions,
  report: (part: SurveyPart) => void,
): Promise<SurveyEnd> {
  const [first] = runs;
  if (!first) return { outcome: 'finished', indices: new Int32Array(0), labels: new Uint8Array(0) };
  const dataset = await lab.dataset(first.spec.dataset);
  const indices = testOrder(dataset).subarray(0, images);
  const labels = Uint8Array.from(indices, (index) => dataset.test.labels[index]!);
  const pass = async () => {
    await interruptions.pass();
    if (interruptions.isStopped()) throw new Stopped();
  };
  const refuse = ({ runId, reason }: { runId: string; reason: string }) =>
    report({ surveyId, runId, reason });
  const asked = new Map<string, Loan>();
  try {
    for (const run of runs) {
      const borrowed = await borrow(lab, run, (own) => expectSameSet(own, dataset), 0);
      if ('reason' in borrowed) refuse(borrowed);
      else asked.set(run.runId, borrowed.loan);
    }
    const showing = createShowing(viewing, dataset);
    for (const part of partsOf(indices)) {
      const shownTo = await showTestImages(showing, dataset, part, pass);
      for (const [runId, loan] of asked) {
        const images = await shownTo(readsOf(loan));
        const reason = await reasonOf(async () => {
          await answerPart(loan, images, pass, ({ begin, labels, predictions }) =>
            report({ surveyId, runId, begin: part.begin + begin, labels, predictions }),
          );
        });
        if (reason === undefined) continue;
        asked.delete(runId);
        loan.dispose();
        refuse({ runId, reason });
      }
    }
    return { outcome: 'finished', indices, labels };
  } catch (error) {
    if (error instanceof Stopped) return { outcome: 'stopped', indices, labels };
    throw error;
  } finally {
    for (const loan of asked.values()) loan.dispose();
  }
}

/** Thrown where a survey is to end, from however deep. */
class Stopped extends Error {}

/** A small part, so that there is an estimate soon, and then large ones: their pixels share more rows. */
function* partsOf(indices: Int32Array): Generator<TestPart> {
  for (let begin = 0, end = FIRST_PART; begin < indices.length; begin = end, end += PART) {
    yield { begin, indices: indices.subarray(begin, end) };
  }
}

async function answerPart(
  loan: Loan,
  shown: readonly ShownImages[],
  pass: () => Promise<void>,
  tell: (found: { begin: number; labels: Uint8Array; predictions: Uint8Array }) => void,
): Promise<void> {
  loan.expectOpen();
  const breathe = async () => {
    await pass();
    loan.expectOpen();
  };
  for (const part of shown) {
    for await (const chunk of loan.answerSet(part, breathe)) {
      const predictions = new Uint8Array(chunk.labels.length);
      writeClasses(predictions, { ...chunk, begin: 0 });
      tell({ begin: part.begin + chunk.begin, labels: chunk.labels.slice(), predictions });
    }
  }
}

async function borrow(
  lab: Asking,
  run: AskedRun,
  expectFit: (dataset: Dataset) => void,
  freshMs?: number,
): Promise<Borrowed | { readonly runId: string; readonly reason: string }> {
  const { runId } = run;
  let borrowed: Borrowed | undefined;
  const reason = await reasonOf(async () => {
    const dataset = await lab.dataset(run.spec.dataset);
    expectFit(dataset);
    borrowed = { runId, dataset, loan: await lab.lend(run, dataset, freshMs) };
  });
  return borrowed ?? { runId, reason: reason! };
}

/** Why a run cannot be asked; undefined where it could. What no person can mend is thrown on. */
async function reasonOf(ask: () => Promise<void>): Promise<string | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return messageOf(error);
  }
}

function expectValues(values: Float32Array): void {
  const wrong = values.find((value) => !(value >= 0 && value <= 1)); // NaN, too
  if (wrong === undefined) return;
  throw new LabError('image-values', {
    found: `a value of ${wrong} in the image`,
    expected: 'numbers from 0 to 1',
    fix: 'choose another image',
  });
}

function expectSize({ values, count }: AskedImages, dataset: Dataset): void {
  const { height, width, channels, label } = dataset;
  if (values.length === count * height * width * channels) return;
  throw new LabError('image-size', {
    found: `${values.length} values in ${count === 1 ? 'an image' : `${count} images`}`,
    expected: `${height} × ${width} pixels of ${channels === 1 ? 'one channel' : `${channels} channels`} each, as in ${label}`,
    fix: 'fit the image to the size and the colours that the run was trained on',
  });
}

function expectSameSet(own: Dataset, asked: Dataset): void {
  if (own.sha256 === asked.sha256) return;
  throw new LabError('other-dataset', {
    found: `a run that was trained on other images, ${own.label}`,
    expected: `the images of the first run, ${asked.label}`,
    fix: 'look at runs of one dataset at a time',
  });
}
