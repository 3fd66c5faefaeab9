/** Accuracy of runs on the test set as it is seen in other ways. */
import type { Engine } from '../../src/engine/engine.ts';
import { scoreOf, tallyOf } from '../../src/studies/robustness/tally.ts';
import type { Viewing } from '../../src/training/viewing.ts';
import type { FiguresFile } from './figures.ts';
import type { Study } from './studies.ts';
import type { TrainedRun } from './training.ts';

/** More images than any test set has. */
const ALL_IMAGES = 1_000_000;
/** A class byte has no more values. */
const CLASSES = 255;

/** [runs] share of right answers; throws where a run cannot be asked. */
export async function accuraciesOf(
  engine: Pick<Engine, 'survey'>,
  runs: readonly TrainedRun[],
  viewing: Viewing,
): Promise<number[]> {
  const parts = new Map(runs.map(({ runId }) => [runId, new Map<number, Uint8Array>()]));
  const { labels } = await engine.survey(
    { surveyId: 'figures', runs, viewing, images: ALL_IMAGES },
    (part) => {
      if ('reason' in part) throw new Error(`${part.runId}: ${part.reason}`);
      parts.get(part.runId)!.set(part.begin, part.predictions);
    },
  );
  return runs.map(({ runId }) => {
    const predictions = new Uint8Array(labels.length);
    let known = 0;
    for (const [begin, part] of parts.get(runId)!) {
      predictions.set(part, begin);
      known += part.length;
    }
    if (known !== labels.length) throw new Error(`${runId}: ${known} of ${labels.length} answers`);
    return scoreOf(tallyOf(predictions, labels, CLASSES))!.share;
  });
}

/** Takes the figures of a study that the file has not yet; the runs of each seed see their own viewings. */
export async function measureStudy(
  engine: Pick<Engine, 'survey'>,
  { id, ways }: Study,
  runs: readonly TrainedRun[],
  file: FiguresFile,
): Promise<void> {
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  for (const way of ways) {
    const known = (file.figures.accuracies[`${id}/${way.id}`] ??= {});
    for (const seed of seeds) {
      const asked = runs.filter((run) => run.seed === seed && known[run.runId] === undefined);
      if (asked.length === 0) continue;
      const viewings = way.viewings(seed);
      const sums = asked.map(() => 0);
      for (const viewing of viewings) {
        const found = await accuraciesOf(engine, asked, viewing);
        found.forEach((share, i) => (sums[i]! += share / viewings.length));
      }
      asked.forEach(({ runId }, i) => (known[runId] = sums[i]!));
      await file.save();
    }
    console.error(`${id}/${way.id}`);
  }
}
