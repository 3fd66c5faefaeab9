/**
 * The cross-entropy of a softmax as plain loops. Results go into what the caller allocates; shapes
 * are stated, never inferred.
 *
 * With its neighbours in this folder this is the reference that every backend is held to (in
 * float64), the CPU backend (in float32) and, on views of its memory, what WASM lacks.
 */
import type { HostArray } from '../kernels.ts';

/**
 * Logits and targets [rows, classes] → losses [rows] and their gradient, excess [rows, classes].
 * Shifted by the largest logit of each row, so that nothing overflows; NaN in, NaN out.
 */
export function softmaxCrossEntropy(
  { losses, excess }: { losses: HostArray; excess: HostArray },
  logits: HostArray,
  targets: HostArray,
  classes: number,
): void {
  for (let row = 0, at = 0; row < losses.length; row++, at += classes) {
    let largest = -Infinity;
    for (let i = at; i < at + classes; i++) largest = Math.max(largest, logits[i]!); // NaN wins
    let total = 0;
    for (let i = at; i < at + classes; i++) total += Math.exp(logits[i]! - largest);
    const normaliser = largest + Math.log(total);
    let loss = 0;
    for (let i = at; i < at + classes; i++) {
      loss += targets[i]! * (normaliser - logits[i]!);
      excess[i] = Math.exp(logits[i]! - largest) / total - targets[i]!;
    }
    losses[row] = loss;
  }
}
