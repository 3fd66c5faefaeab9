/**
 * A run as it is kept, listed and exported: what was wanted (spec), how it went (history) and all
 * that is needed to repeat it. Plain JSON.
 */
import type { History } from './history.ts';
import type { RunSpec, RunState } from './spec.ts';
import type { Viewing } from './viewing.ts';

export interface Environment {
  readonly backend: string;
  /** As shown: `WASM · 2 threads`. */
  readonly backendLabel: string;
  readonly threads: number;
  readonly adapter: string | null;
  /** Browser's user agent or Node's version. */
  readonly platform: string;
  /** Libraries that compute, with their versions. */
  readonly libraries: Readonly<Record<string, string>>;
}

export interface FinalResult {
  /** On the whole test set, 0 to 1. */
  readonly testAccuracy: number;
  /** Nats. */
  readonly testLoss: number;
  readonly testCount: number;
  /** Numbers that training moved. */
  readonly parameterCount: number;
  /** Hex, over all parameters in order, float32 little-endian. */
  readonly weightsSha256: string;
  readonly trainedMs: number;
  /** [classes] accuracy by class on the whole test set, null for a class without images; null in old files. */
  readonly classAccuracy: readonly (number | null)[] | null;
  /** On the whole validation slice; null without one. */
  readonly validation: ValidationResult | null;
  /** Steps after which the weights were as they are scored here; null where the last ones are kept. */
  readonly bestStep: number | null;
  /** Of the parameters as they were drawn, laid out as in weightsSha256; null in old files. */
  readonly initialWeightsSha256: string | null;
  /**
   * Hex, over the images of all batches up to the last step taken, in order: indices into the
   * training part, int32 little-endian; null in old files.
   */
  readonly batchOrderSha256: string | null;
}

export interface ValidationResult {
  /** 0 to 1. */
  readonly accuracy: number;
  /** Nats. */
  readonly loss: number;
  readonly count: number;
}

/** A result of an earlier version, with null for what it did not know. */
export function completeFinal(
  final: Omit<FinalResult, LaterResult> & Partial<FinalResult>,
): FinalResult {
  return {
    classAccuracy: null,
    validation: null,
    bestStep: null,
    initialWeightsSha256: null,
    batchOrderSha256: null,
    ...final,
  };
}

type LaterResult =
  'classAccuracy' | 'validation' | 'bestStep' | 'initialWeightsSha256' | 'batchOrderSha256';

/** A finished run looked at through a viewing of its study. */
export interface ViewedResult {
  /** The study's name for the viewing. */
  readonly label: string;
  readonly viewing: Viewing;
  /** On the whole test set, 0 to 1. */
  readonly accuracy: number;
}

export interface RunRecord {
  /** Hash of the canonical spec, the backend and the attempt. */
  readonly id: string;
  /** Memorable: `calm-otter`; a person may change it. */
  readonly name: string;
  /** What a person wrote about it. */
  readonly notes: string;
  /** Short words to find it by, in the order given. */
  readonly tags: readonly string[];
  /** Id of the comparison that it belongs to; null where it was trained alone. */
  readonly comparison: string | null;
  /** Place in the order of run colours; kept for the life of the run. */
  readonly colour: number;
  readonly spec: RunSpec;
  readonly status: RunState;
  /** Why it diverged or failed; null otherwise. */
  readonly reason: string | null;
  readonly step: number;
  readonly history: History;
  readonly final: FinalResult | null;
  /** Other looks at the test set, for a study that asks for them. */
  readonly views: readonly ViewedResult[];
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Where it was trained; null until the first step. */
  readonly environment: Environment | null;
  readonly datasetSha256: string | null;
  /** Version and commit of the lab that trained it. */
  readonly app: { readonly version: string; readonly commit: string };
  /** true: came from a file, so there are no weights here. */
  readonly imported: boolean;
}
