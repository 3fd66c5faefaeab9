/**
 * What was measured already, by run, weights and viewing, so that nothing is measured twice: adding a
 * run to a curve measures that run alone. Kept in memory; a bound on it, since a session may be long.
 */
import type { RunRecord } from '../training/result.ts';
import type { Viewing } from '../training/viewing.ts';
import { viewingKey } from '../training/viewingKey.ts';
import type { Measured } from './robustnessTallies.ts';

/** With 10,000 test images each, 40 MB. */
const KEPT = 4000;
const kept = new Map<string, Measured>();

type AskedRecord = Pick<RunRecord, 'id' | 'step' | 'status'>;

export function knownMeasurement(run: AskedRecord, viewing: Viewing): Measured | undefined {
  return kept.get(keyOf(run, viewing));
}

export function keepMeasurement(run: AskedRecord, viewing: Viewing, measured: Measured): void {
  // Which weights of a moving run answered is not known.
  if (run.status === 'training') return;
  kept.set(keyOf(run, viewing), measured);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
}

export function forgetMeasurements(runId?: string): void {
  for (const key of kept.keys()) {
    if (runId === undefined || key.startsWith(`${runId} `)) kept.delete(key);
  }
}

const keyOf = ({ id, step }: AskedRecord, viewing: Viewing): string =>
  `${id} ${step} ${viewingKey(viewing)}`;
