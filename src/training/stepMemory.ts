/**
 * What a training step needs of memory, estimated before anything runs.
 *
 * The way back reads again what the way forward made (Stage.kept, or its shape), and makes gradients
 * beside it: in all about twice as much, measured on WASM as 1.5 to 2.1 times. A parameter has a
 * gradient and up to two moments.
 */
import type { Architecture, Stage } from '../architectures/architecture.ts';
import { LabError } from '../core/errors.ts';
import type { OptionRecord } from '../core/options.ts';
import { sizeOf } from '../core/shapes.ts';

const BYTES = 4;
const WITH_GRADIENTS = 2;
const PER_PARAMETER = 4;
/** Black pixels share their rows: of images on paper far more than half are black. */
const LIT = 0.5;
/** The WASM module may grow to 4 GB: half of that leaves room for gaps, and for estimates too low. */
const LARGEST = 2 ** 31;

export interface StepSizes {
  readonly stages: readonly Stage[];
  readonly parameterCount: number;
  readonly batchSize: number;
  /** Do black pixels share their rows? */
  readonly shares: boolean;
}

export const sharesRows = (
  { reads, sharesBlackPixels }: Architecture,
  options: OptionRecord,
): boolean => reads === 'pixels' && (sharesBlackPixels?.(options) ?? true);

/** Bytes of one example. */
function bytesPerExample({ stages, shares }: Pick<StepSizes, 'stages' | 'shares'>): number {
  const kept = stages.reduce((sum, stage) => sum + (stage.kept ?? sizeOf(stage.shape)), 0);
  return BYTES * WITH_GRADIENTS * kept * (shares ? LIT : 1);
}

/** Bytes of one step. */
export function memoryOfStep(sizes: StepSizes): number {
  const parameters = BYTES * PER_PARAMETER * sizes.parameterCount;
  return parameters + sizes.batchSize * bytesPerExample(sizes);
}

/** Throws a LabError that says what would fit. */
export function expectMemory(sizes: StepSizes): void {
  const bytes = memoryOfStep(sizes);
  if (bytes <= LARGEST) return;
  const left = LARGEST - memoryOfStep({ ...sizes, batchSize: 0 });
  const fitting = Math.floor(left / bytesPerExample(sizes));
  throw new LabError('too-much-memory', {
    found: `a training step that needs about ${(bytes / 1e9).toFixed(1)} GB of memory`,
    expected: 'at most 2 GB',
    fix:
      fitting < 1
        ? 'choose a smaller model, or fewer and larger patches where it reads patches'
        : `choose a batch size of at most ${fitting}, or a smaller model`,
  });
}
