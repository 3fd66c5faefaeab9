/** What every trained run makes of a picture: asked of the worker that is not training. */
import type { RunRecord } from '../training/result.ts';
import { proberReady } from './engineStatus.ts';
import { getLab, setLab } from './lab.ts';
import { createNewestWins } from './newestWins.ts';
import { setLive } from './runRecords.ts';
import type { SystemChoice } from '../core/system.ts';
import { cardKey } from './datasetCards.ts';

export function chooseWarpImage(image: number): void {
  setLab(({ warp }) => ({ warp: { ...warp, image } }));
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
export const askWarp = createNewestWins<WarpQuestion>(async ({ dataset, image }) => {
  for (const run of askableRuns(getLab().runs, dataset)) {
    const answer = await ask(run, image, 1);
    setLab(({ warp }) => {
      const others = Object.entries(warp.probabilities).filter(([id]) => id !== run.id);
      const own: [string, readonly number[]][] = answer ? [[run.id, [...answer]]] : [];
      return { warp: { ...warp, probabilities: Object.fromEntries([...others, ...own]) } };
    });
  }
});

/** Predictions of a run for its fixed test images, for a page that did not see it train. */
export const askTestImages = createNewestWins<string>(async (runId) => {
  const run = getLab().runs.find(({ id }) => id === runId);
  const view = run && getLab().cards[cardKey(run.spec.dataset, run.spec.seed)];
  if (!run || run.imported || view?.phase !== 'ready') return;
  const { testImages } = view.card;
  const values = Float32Array.from(testImages.images, (value) => value / 255);
  const answer = await ask(run, values, testImages.count);
  if (answer) setLive(runId, { predictions: largestOfEach(answer, testImages.count) });
});

/** [count, classes] → [count] */
function largestOfEach(probabilities: Float32Array, count: number): Uint8Array {
  const classes = probabilities.length / count;
  return Uint8Array.from({ length: count }, (_, image) => {
    const row = probabilities.subarray(image * classes, (image + 1) * classes);
    return row.indexOf(Math.max(...row));
  });
}

/** undefined where the run has no weights yet: that is no error, only early. */
async function ask(
  { id, spec }: RunRecord,
  images: Float32Array,
  count: number,
): Promise<Float32Array | undefined> {
  try {
    const prober = await proberReady();
    return await prober.predict(id, spec, images.slice(), count);
  } catch {
    return undefined;
  }
}
