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

const THEN = ', then ';

/** Where a run is trained. One that goes on elsewhere than it began names all places, in order. */
export function environmentOf(status: EngineStatus, run?: RunRecord): Environment {
  const places = run && run.step > 0 ? (run.environment?.backendLabel.split(THEN) ?? []) : [];
  const moved = places.at(-1) !== status.label;
  return {
    backend: status.backend,
    backendLabel: [...places, ...(moved ? [status.label] : [])].join(THEN),
    threads: status.threads,
    adapter: status.adapter,
    platform: navigator.userAgent,
    libraries,
  };
}
