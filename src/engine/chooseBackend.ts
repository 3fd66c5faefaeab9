/** Opens and checks backends in order until one can be trusted. */
import { LabError, messageOf } from '../core/errors.ts';
import type { Backend, BackendSettings, OpenBackend } from './backends/backend.ts';
import { backends as allBackends } from './backends/index.ts';
import type { BackendChoice, BackendId, EngineStatus } from './engine.ts';
import { selfCheck, TOLERANCE } from './selfCheck.ts';

export interface ChosenBackend {
  readonly backend: OpenBackend;
  readonly status: EngineStatus;
}

/**
 * `auto` takes the first that works and is not drawn in software; a backend asked for by name is
 * taken in software, too, but never with a failed self-check. Throws a LabError when none is left.
 */
export async function chooseBackend(
  choice: BackendChoice,
  settings: BackendSettings = {},
  backends: readonly Backend[] = allBackends,
): Promise<ChosenBackend> {
  const candidates = choice === 'auto' ? backends : backends.filter(({ id }) => id === choice);
  const passedOver: { backend: BackendId; reason: string }[] = [];
  for (const candidate of candidates) {
    const tried = await tryBackend(candidate, choice === 'auto', settings);
    if (typeof tried === 'string') {
      passedOver.push({ backend: candidate.id, reason: tried });
      continue;
    }
    const { label, threads, adapter } = tried.backend;
    const { error: selfCheckError } = tried;
    const status = { backend: candidate.id, label, threads, adapter, passedOver, selfCheckError };
    return { backend: tried.backend, status };
  }
  throw new LabError('no-backend', {
    found: passedOver.map(({ backend, reason }) => `${backend}: ${reason}`).join('; '),
    expected: 'a backend that computes right on this machine',
    fix: choice === 'auto' ? 'try another browser' : 'choose "Automatic"',
  });
}

/** The backend and its self-check's error, or why it is passed over. */
async function tryBackend(
  candidate: Backend,
  refuseSoftware: boolean,
  settings: BackendSettings,
): Promise<{ backend: OpenBackend; error: number } | string> {
  try {
    const backend = await candidate.open(settings);
    if (refuseSoftware && backend.software) {
      return `drawn in software here (${backend.adapter}), many times slower than WASM`;
    }
    const error = await selfCheck(backend.kernels);
    const fault = backend.fault();
    if (fault) return fault;
    if (!(error <= TOLERANCE)) return `failed the self-check: off by ${error.toPrecision(2)}`;
    return { backend, error };
  } catch (error) {
    return messageOf(error);
  }
}
