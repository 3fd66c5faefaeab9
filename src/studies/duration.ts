/**
 * How long a spec will train, guessed from what its model costs before anything runs.
 *
 * Rates are multiply-adds per second of whole runs on two cores, WASM, evaluation included; models
 * that read pixels reach more of them where black pixels share their rows and are counted in full
 * (modelSummary.ts). Runs that have finished on a machine tell how far off the guess is there.
 */
import { findArchitecture } from '../architectures/index.ts';
import { summariseModel } from '../training/modelSummary.ts';
import type { RunSpec } from '../training/spec.ts';
import { sharesRows } from '../training/stepMemory.ts';

export interface ImageSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classes: number;
}

/**
 * Multiply-adds per second; measured with the defaults of Coordinet (20 s) and the CNN (17 s). On
 * photographs, whose pixels share nothing, Coordinet did 8e9 on one core.
 */
const rates = { shared: 130e9, alone: 14e9 } as const;
/** Whatever the model: loading, the first batch, the whole test set at the end. */
export const AROUND_MS = 1500;

/** Do most pixels share their rows with others? They do where they are black, in grey drawings. */
function hasSharedRows(
  { architecture: { id, options } }: RunSpec,
  { channels }: ImageSize,
): boolean {
  const architecture = findArchitecture(id);
  return architecture.reads === 'pixels' && channels === 1 && sharesRows(architecture, options);
}

/** undefined where the spec has no model to cost. */
export function guessedMs(spec: RunSpec, size: ImageSize): number | undefined {
  const { multiplyAddsPerStep, fault } = summariseModel(spec, size);
  if (fault !== undefined) return undefined;
  const rate = hasSharedRows(spec, size) ? rates.shared : rates.alone;
  return (1000 * multiplyAddsPerStep * spec.steps) / rate + AROUND_MS;
}

export interface PastRun {
  readonly guessedMs: number;
  readonly trainedMs: number;
}

/** Median of what past runs took over what was guessed; undefined without any. */
export function slownessOf(past: readonly PastRun[]): number | undefined {
  const ratios = past.map(({ guessedMs, trainedMs }) => trainedMs / guessedMs);
  return ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)];
}
