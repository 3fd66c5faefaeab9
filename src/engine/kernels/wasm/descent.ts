/** Steps of the optimisers (assembly/descent.ts). */
import type { Kernels } from '../../../core/kernels.ts';
import { addressOf, type WasmMemory } from './memory.ts';
import type { WasmModule } from './module.ts';

export function descentKernels(
  { exports }: WasmModule,
  { output }: WasmMemory,
): Pick<Kernels, 'adam' | 'momentum'> {
  return {
    adam(from, { rate, beta1, beta2, epsilon, decay, correction1, correction2 }) {
      const { shape } = from.value;
      const [value, mean, square] = [output(shape), output(shape), output(shape)];
      exports['adam']!(
        ...[from.value, from.gradient, from.mean, from.square, value, mean, square].map(addressOf),
        value.data.length,
        beta1,
        beta2,
        1 - rate * decay,
        rate / correction1,
        1 / Math.sqrt(correction2),
        epsilon,
      );
      return { value, mean, square };
    },
    momentum(from, { rate, momentum, decay }) {
      const { shape } = from.value;
      const [value, velocity] = [output(shape), output(shape)];
      exports['momentum']!(
        ...[from.value, from.gradient, from.velocity, value, velocity].map(addressOf),
        value.data.length,
        rate,
        momentum,
        decay,
      );
      return { value, velocity };
    },
  };
}
