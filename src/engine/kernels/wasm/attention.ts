/** Softmax, its gradient and its cross-entropy (assembly/softmax.ts). */
import type { Kernels } from '../../../core/kernels.ts';
import { sizeOf } from '../../../core/shapes.ts';
import { addressOf, type WasmMemory } from './memory.ts';
import type { WasmModule } from './module.ts';

type Attending = Pick<Kernels, 'softmax' | 'softmaxGradient' | 'softmaxCrossEntropy'>;

export function attentionKernels({ exports }: WasmModule, { output }: WasmMemory): Attending {
  const sizes = (shape: readonly number[]) => {
    const entries = shape.at(-1)!;
    return [sizeOf(shape) / entries, entries] as const;
  };
  return {
    softmax(x) {
      const y = output(x.shape);
      exports['softmax']!(addressOf(x), addressOf(y), ...sizes(x.shape));
      return y;
    },
    softmaxGradient(upstream, y) {
      const result = output(y.shape);
      const arrays = [upstream, y, result].map(addressOf);
      exports['softmaxGradient']!(...arrays, ...sizes(y.shape));
      return result;
    },
    softmaxCrossEntropy(logits, targets) {
      const [losses, excess] = [output([logits.shape[0]!]), output(logits.shape)];
      const arrays = [logits, targets, losses, excess].map(addressOf);
      exports['softmaxCrossEntropy']!(...arrays, ...sizes(logits.shape));
      return { losses, excess };
    },
  };
}
