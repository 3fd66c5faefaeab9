/** The words and figures of a shape pipeline. */
import { shapeText, type Shape } from '../../core/shapes.ts';

/** A station as architectures/architecture.ts lists it, for one example. */
export interface PipelineStage {
  readonly label: string;
  readonly shape: Shape;
  readonly multiplyAdds: number;
  readonly sharedMultiplyAdds?: number;
}

/**
 * Floating-point operations of one training step: 2 per multiply-add, and a gradient costs about
 * twice the forward pass. An estimate: element-wise work and the optimiser are left out.
 */
export function flopPerStep(stages: readonly PipelineStage[], batchSize: number): number {
  const multiplyAdds = stages.reduce(
    (sum, stage) => sum + batchSize * stage.multiplyAdds + (stage.sharedMultiplyAdds ?? 0),
    0,
  );
  return 6 * multiplyAdds;
}

/** `1.3 GFLOP`, two significant digits and no false ones. */
export function flopText(flop: number): string {
  const units = ['FLOP', 'kFLOP', 'MFLOP', 'GFLOP', 'TFLOP'];
  let value = Number(flop.toPrecision(2));
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${Number(value.toPrecision(2))} ${units[unit]}`;
}

export function costText(parameterCount: number, flop: number): string {
  const noun = parameterCount === 1 ? 'parameter' : 'parameters';
  return `${parameterCount.toLocaleString('en')} ${noun} · ${flopText(flop)} per step`;
}

/** `pool: 128`: how a stage is read aloud and shown under the chips. */
export function stageText({ label, shape }: PipelineStage): string {
  return `${label}: ${shapeText(shape)}`;
}
