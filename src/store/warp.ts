/** What every trained run makes of a picture: asked of the worker that is not training. */
import type { SystemChoice } from '../core/system.ts';
import type { RunRecord } from '../training/result.ts';
import { askWeights } from './asking.ts';
import { cardKey } from './datasetCards.ts';
import { explain } from './explain.ts';
import { findRun, getLab, setLab, shownImages, type LabState } from './lab.ts';
import { createNewestWins } from './newestWins.ts';
import { showError } from './notices.ts';
import { setLive } from './runRecords.ts';

/** One of the fixed test images, in place of whatever was looked at. */
export function chooseWarpImage(image: number): void {
  dropIfAnother(() =>
    setLab(({ warp, look }) => ({ warp: { ...warp, image }, look: { ...look, own: null } })),
  );
}

export function warpBy(choices: readonly SystemChoice[]): void {
  setLab(({ warp }) => ({ warp: { ...warp, choices } }));
}

interface WarpQuestion {
  readonly dataset: SystemChoice;
  /** [height * width * channels], each in [0, 1]. */
  readonly image: Float32Array;
}

/** Runs that can be asked about images of that dataset: they have learnt something of it, here. */
export function askableRuns(runs: readonly RunRecord[], dataset: SystemChoice): RunRecord[] {
  const wanted = cardKey(dataset, 0);
  return runs.filter(
    ({ spec, step, imported }) => step > 0 && !imported && cardKey(spec.dataset, 0) === wanted,
  );
}

/** Asks every run that can be asked; the newest picture wins. */
export function askWarp(question: WarpQuestion): void {
  askAll({ ...question, subject: subjectOf(getLab()) });
}

type Asked = WarpQuestion & { readonly subject: string };
const askAll = createNewestWins<Asked>(async ({ dataset, image, subject }) => {
  for (const { id } of askableRuns(getLab().runs, dataset)) {
    const run = findRun(id);
    if (!run) continue;
    const answer = await ask(run, image, 1).catch(explain);
    // In the meantime the run may have gone, or another picture have come.
    if (findRun(id) && subjectOf(getLab()) === subject) keepAnswer(id, answer);
  }
});

/** Which picture the answers are about, however it is bent; a drawing stays one while it grows. */
function subjectOf(state: LabState): string {
  const { own, ownNumber } = state.look;
  const image = own ? `own ${ownNumber}` : state.warp.image;
  return `${image} of ${cardKey(shownImages(state).dataset, 0)}`;
}

/** Makes a change; where another picture is shown after it, the answers about the one before go. */
export function dropIfAnother(change: () => void): void {
  const before = subjectOf(getLab());
  change();
  if (subjectOf(getLab()) !== before) dropAnswers();
}

/** @param answer probabilities, or why there are none; undefined where it is only too early */
function keepAnswer(runId: string, answer: Float32Array | string | undefined): void {
  dropAnswers(runId);
  setLab(({ warp }) => {
    if (answer === undefined) return {};
    if (typeof answer === 'string') {
      return { warp: { ...warp, notes: { ...warp.notes, [runId]: answer } } };
    }
    const probabilities = { ...warp.probabilities, [runId]: [...answer] };
    return { warp: { ...warp, probabilities } };
  });
}

/** Forgets what a run answered; without a run, what all answered: they were asked something else. */
export function dropAnswers(runId?: string): void {
  const others = <T>(answers: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(answers).filter(([id]) => runId && id !== runId));
  setLab(({ warp }) => ({
    warp: { ...warp, probabilities: others(warp.probabilities), notes: others(warp.notes) },
  }));
}

/** Predictions of a run for its fixed test images, for a page that did not see it train. */
export const askTestImages = createNewestWins<string>(async (runId) => {
  const run = getLab().runs.find(({ id }) => id === runId);
  const view = run && getLab().cards[cardKey(run.spec.dataset, run.spec.seed)];
  if (!run || run.imported || view?.phase !== 'ready') return;
  const { testImages } = view.card;
  const values = Float32Array.from(testImages.images, (value) => value / 255);
  const answer = await ask(run, values, testImages.count).catch(showError);
  if (answer && findRun(runId))
    setLive(runId, { predictions: largestOfEach(answer, testImages.count) });
});

/** [count, classes] → [count] */
function largestOfEach(probabilities: Float32Array, count: number): Uint8Array {
  const classes = probabilities.length / count;
  return Uint8Array.from({ length: count }, (_, image) => {
    const row = probabilities.subarray(image * classes, (image + 1) * classes);
    return row.indexOf(Math.max(...row));
  });
}

function ask(run: RunRecord, images: Float32Array, count: number) {
  return askWeights((client) => client.predict(run.id, run.spec, images.slice(), count));
}
