/** A study's trainer over an engine, wherever that is: in this thread, in another, in a worker. */
import { LabError } from '../core/errors.ts';
import type { SystemChoice } from '../core/system.ts';
import type { StudyView } from '../studies/plan/plan.ts';
import type { StudyTrainer } from '../studies/running/running.ts';
import type { Environment } from '../training/result.ts';
import type { Engine } from './engine.ts';
import type { AskedRun } from './survey.ts';

/** What of the engine a study needs. */
export type TrainingEngine = Pick<
  Engine,
  'train' | 'pause' | 'forget' | 'survey' | 'inspectDataset'
>;

/**
 * @param engine open already
 * @param checkpointOf under which id the engine keeps a run, where runs of others have the same
 */
export function createStudyTrainer(
  engine: TrainingEngine,
  environment: Environment,
  checkpointOf: (runId: string) => string = (runId) => runId,
): StudyTrainer {
  const hashes = new Map<string, Promise<string>>();
  return {
    environment,
    datasetSha256(choice: SystemChoice) {
      const key = JSON.stringify(choice);
      const known =
        hashes.get(key) ?? engine.inspectDataset(choice, 0).then(({ sha256 }) => sha256);
      known.catch(() => hashes.delete(key));
      hashes.set(key, known);
      return known;
    },
    train: ({ runId, spec }, report) =>
      engine.train(
        { runId: checkpointOf(runId), spec, untilStep: spec.steps },
        ({ step, points }) => report({ step, points }),
      ),
    pause: (runId) => engine.pause(checkpointOf(runId)),
    async lookAt({ runId, spec }, views) {
      const accuracies: number[] = [];
      for (const view of views) {
        accuracies.push(await accuracyThrough(engine, { runId: checkpointOf(runId), spec }, view));
      }
      return accuracies;
    },
    forget: (runId) => engine.forget(checkpointOf(runId)),
  };
}

/** Share of the whole test set that is recognised through the view; an answer that is no number is wrong. */
async function accuracyThrough(
  engine: TrainingEngine,
  run: AskedRun,
  { label, viewing }: StudyView,
): Promise<number> {
  let right = 0;
  let refusal: string | undefined;
  const order = { surveyId: `${run.runId}/${label}`, runs: [run], viewing, images: Infinity };
  const { labels } = await engine.survey(order, (part) => {
    if ('reason' in part) refusal = part.reason;
    else right += part.predictions.filter((found, i) => found === part.labels[i]).length;
  });
  if (refusal === undefined) return right / labels.length;
  throw new LabError('view-refused', {
    found: `no answer through the view "${label}": ${refusal}`,
    expected: 'a class for each test image',
    fix: 'take the view out of the plan, or train the run again',
  });
}
