/** The maximum over windows of pixels (assembly/maxPool.ts). */
import { poolSizes } from '../../../core/host/convolution.ts';
import type { Kernels } from '../../../core/kernels.ts';
import { addressOf, type WasmMemory } from './memory.ts';
import type { WasmModule } from './module.ts';

type MaxPools = Pick<Kernels, 'maxPool2d' | 'maxPool2dGradient'>;

export function maxPoolKernels({ exports }: WasmModule, { output }: WasmMemory): MaxPools {
  return {
    maxPool2d(x, size) {
      const { batch, height, width, channels } = poolSizes(x.shape, size);
      const y = output([batch, Math.floor(height / size), Math.floor(width / size), channels]);
      exports['maxPool']!(addressOf(x), addressOf(y), batch, height, width, channels, size);
      return y;
    },
    maxPool2dGradient(dy, x, y, size) {
      const { batch, height, width, channels } = poolSizes(x.shape, size);
      const result = output(x.shape);
      if (size > height || size > width) result.data.fill(0);
      else {
        const ends = [addressOf(dy), addressOf(x), addressOf(y), addressOf(result)] as const;
        exports['maxPoolGradient']!(...ends, batch, height, width, channels, size);
      }
      return result;
    },
  };
}
