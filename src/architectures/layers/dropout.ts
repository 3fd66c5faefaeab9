/**
 * Dropout: while training, each unit is silenced with probability p, and those that speak are scaled
 * by 1 / (1 − p), so that the mean stays what it is without, and answers need no change.
 *
 *   x [batch, width] -> x ⊙ mask / (1 − p)    mask [batch, width] of 0 and 1, drawn anew at each step
 *
 * Masks are drawn on the host from the step's stream `dropout/<layer>`: the same on every backend, and
 * for a run that is resumed. At p = 0 nothing is drawn and nothing computed.
 *
 * Expect a training loss that is noisier and stays higher, and less learned by heart from few images.
 * Cost: about 20 ns for each unit of each image, next to nothing beside the layer's product.
 *
 * Srivastava et al. 2014, "Dropout: A Simple Way to Prevent Neural Networks from Overfitting".
 */
import { number } from '../../core/options.ts';
import type { Ops, Tensor } from '../../core/ops.ts';
import type { RandomStream } from '../../core/random.ts';
import { sizeOf } from '../../core/shapes.ts';
import type { Drawing } from '../architecture.ts';

export const dropoutOption = number({
  label: 'Dropout',
  help: 'Share of hidden units that each training step silences, against learning by heart; with few images try 0.2 to 0.5.',
  default: 0,
  min: 0,
  max: 0.9,
  addedLater: true,
});

/** What a layer that drops needs besides its input. */
export interface Dropping extends Drawing {
  /** Probability p; 0 for none. */
  readonly share: number;
}

/** @param layer its name, unique in its architecture: each draws for itself */
export function dropOut(
  ops: Ops,
  x: Tensor,
  layer: string,
  { share, training, random }: Dropping,
): Tensor {
  if (!training || share === 0) return x;
  const mask = drawMask(random(`dropout/${layer}`), sizeOf(x.shape), share);
  return ops.mul(x, ops.constant(mask, x.shape));
}

/** 0 with probability `share`, else 1 / (1 − share); 16 random bits each, for they take the time. */
function drawMask(stream: RandomStream, units: number, share: number): Float32Array {
  const kept = 1 / (1 - share);
  const silenced = Math.round(share * 2 ** 16);
  const mask = new Float32Array(units);
  for (let i = 0; i < units; i += 2) {
    const word = stream.bits(i / 2);
    mask[i] = (word & 0xffff) < silenced ? 0 : kept;
    if (i + 1 < units) mask[i + 1] = word >>> 16 < silenced ? 0 : kept;
  }
  return mask;
}
