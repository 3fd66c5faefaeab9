/** Which backend computes, and what a person is told of it. */
import type { BackendChoice, EngineStatus } from '../engine/engine.ts';
import { writeSetting } from '../storage/settings.ts';
import { disposeEngine, openEngine, type EngineClient } from './engines.ts';
import { explain } from './explain.ts';
import { getLab, setLab } from './lab.ts';
import { showError, withdrawAction } from './notices.ts';
import { showUnkept } from './unkept.ts';

/** Opens the worker that trains, and shows how that went. Never rejects. */
export async function openTrainer(): Promise<void> {
  setLab({ engine: { phase: 'starting' } });
  try {
    await trainerReady();
  } catch (error) {
    showError(error, { label: 'Try again', does: { kind: 'openEngine' } });
  }
}

/** The worker that trains, once it is open. */
export async function trainerReady(): Promise<{ client: EngineClient; status: EngineStatus }> {
  const { client, status: opening } = openEngine('trainer', getLab().backendChoice);
  try {
    const status = await opening;
    const { engine } = getLab();
    if (engine.phase !== 'ready' || engine.status !== status) {
      setLab({ engine: { phase: 'ready', status } });
      withdrawAction(({ kind }) => kind === 'openEngine');
    }
    return { client, status };
  } catch (error) {
    setLab({ engine: { phase: 'failed', reason: explain(error) } });
    throw error;
  }
}

/** The worker that answers while the other trains. It takes the backend that the other found. */
export async function proberReady(): Promise<EngineClient> {
  const { status } = await trainerReady();
  const { client, status: opening } = openEngine('prober', status.backend);
  await opening;
  return client;
}

/** Changes the backend. Whatever trains must have been paused before. */
export async function openBackend(choice: BackendChoice): Promise<void> {
  setLab({ backendChoice: choice });
  disposeEngine('prober');
  writeSetting('backend', choice).catch(showUnkept);
  await openTrainer();
}
