/** How long a step of each arm takes here: each is trained for a few, on a worker of its own. */
import type { StudyPlan } from '../studies/plan/plan.ts';
import type { StudyTrainer } from '../studies/running/running.ts';
import { givenSpecs } from '../studies/plan/specsOfPlan.ts';
import { openStudyTrainers } from './studyTrainers.ts';

/** Enough for the first step, which costs more, to weigh little. */
const STEPS = 20;
const MEASURE_ID = 'measure';

/**
 * Milliseconds of a step, by arm, at the plan's first combination of levels. Rejects where an arm
 * cannot be trained.
 */
export async function measureSteps(plan: StudyPlan): Promise<Record<string, number>> {
  const { trainers, dispose } = await openStudyTrainers(MEASURE_ID, 1, () => {});
  const [trainer] = trainers;
  try {
    const found: Record<string, number> = {};
    for (const { arm, spec } of givenSpecs(plan).slice(0, plan.arms.length)) {
      const short = { ...spec, steps: Math.min(STEPS, spec.steps), seed: plan.seeds[0]! };
      found[arm] = await msPerStep(trainer!, { runId: `${MEASURE_ID}/${arm}`, spec: short });
    }
    return found;
  } finally {
    dispose();
  }
}

async function msPerStep(
  trainer: StudyTrainer,
  order: Parameters<StudyTrainer['train']>[0],
): Promise<number> {
  const end = await trainer.train(order, () => {});
  await trainer.forget(order.runId);
  if (end.outcome === 'finished') return end.final.trainedMs / Math.max(1, end.step);
  throw new Error(
    end.outcome === 'diverged'
      ? `“${order.runId.slice(MEASURE_ID.length + 1)}” diverges within ${STEPS} steps: ${end.reason}`
      : 'The measurement was interrupted; try it again.',
  );
}
