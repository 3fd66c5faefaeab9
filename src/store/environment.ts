/** What a result must name so that others can repeat it. */
import { dependencies } from '../../package.json';
import type { EngineStatus } from '../engine/engine.ts';
import type { Environment, RunRecord } from '../training/result.ts';

export const labVersion = {
  version: import.meta.env['LAB_VERSION'] as string,
  commit: import.meta.env['LAB_COMMIT'] as string,
};

const libraries = Object.fromEntries(
  Object.entries(dependencies).filter(([name]) => name.startsWith('@tensorflow/')),
);

/** Where a run is trained. One that goes on elsewhere than it began names both places. */
export function environmentOf(status: EngineStatus, run?: RunRecord): Environment {
  const before = run && run.step > 0 ? run.environment : null;
  const moved = before !== null && before.backend !== status.backend;
  return {
    backend: status.backend,
    backendLabel: moved ? `${before.backendLabel}, then ${status.label}` : status.label,
    threads: status.threads,
    adapter: status.adapter,
    platform: navigator.userAgent,
    libraries,
  };
}
