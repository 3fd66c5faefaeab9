/** Trains what the folder of weights does not hold yet. */
import type { LabEngine } from '../../src/engine/labEngine.ts';
import type { StoredDatasetCard } from '../../src/datasets/stored.ts';
import type { AskedRun } from '../../src/engine/survey.ts';
import { runIdOf, specOf, type Subject } from './subjects.ts';
import type { WeightsFolder } from './weights.ts';

/** One run of a subject. */
export interface TrainedRun extends AskedRun {
  readonly subject: Subject;
  readonly seed: number;
}

export async function trainMissing(
  { engine, weights }: { engine: LabEngine; weights: WeightsFolder },
  dataset: StoredDatasetCard,
  subjects: readonly Subject[],
  seeds: readonly number[],
): Promise<TrainedRun[]> {
  const runs = seeds.flatMap((seed) =>
    subjects.map((subject): TrainedRun => {
      const setting = { datasetId: dataset.id, trainingImages: dataset.trainCount, seed };
      return { subject, seed, runId: runIdOf(subject, seed), spec: specOf(subject, setting) };
    }),
  );
  for (const { runId, spec } of runs) {
    if (await weights.has(runId, spec)) continue;
    await weights.delete(runId); // a run goes on from whatever it finds
    const end = await engine.train({ runId, spec, untilStep: spec.steps }, () => {});
    if (end.outcome !== 'finished') throw new Error(`${runId} ${end.outcome}`);
    await weights.keep(runId, spec, dataset);
    const { testAccuracy, trainedMs } = end.final;
    console.error(`${runId}: ${testAccuracy} after ${(trainedMs / 1000).toFixed(0)} s`);
  }
  return runs;
}
