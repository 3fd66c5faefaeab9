/** The words and figures of a shape pipeline. */
import { shapeText, type Shape } from '../../core/shapes.ts';

/** A station as architectures/architecture.ts lists it, for one example. */
export interface PipelineStage {
  readonly label: string;
  readonly shape: Shape;
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

/** A multiply-add is two floating-point operations. */
export function costText(parameterCount: number, multiplyAddsPerStep: number): string {
  const noun = parameterCount === 1 ? 'parameter' : 'parameters';
  const cost = flopText(2 * multiplyAddsPerStep);
  return `${parameterCount.toLocaleString('en')} ${noun} · ${cost}/step`;
}

/** `pool: 128`: how a stage is read aloud and shown under the chips. */
export function stageText({ label, shape }: PipelineStage): string {
  return `${label}: ${shapeText(shape)}`;
}
