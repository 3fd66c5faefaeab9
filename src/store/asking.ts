/** Questions to a run's weights: asked of the worker that is not training. */
import { codeOf } from '../core/errors.ts';
import type { EngineClient } from './engines.ts';
import { proberReady, trainerReady } from './engineStatus.ts';
import { getLab } from './lab.ts';

/** The answer; undefined where the run has no weights yet: that is no error, only early. */
export async function askWeights<Answer>(
  question: (client: EngineClient) => Promise<Answer>,
): Promise<Answer | undefined> {
  const answer = await askOf(proberReady(), question);
  // Weights that could not be stored are in the worker that trained; what trains is not disturbed.
  if (answer !== undefined || getLab().active) return answer;
  const trainer = trainerReady().then(({ client }) => client);
  return askOf(trainer, question);
}

/** Without weights, or ended from here because the backend changed: no answer, and nothing to say. */
const silent = ['no-weights', 'worker-ended'];

async function askOf<Answer>(
  opening: Promise<EngineClient>,
  question: (client: EngineClient) => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await question(await opening);
  } catch (error) {
    if (silent.includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}
