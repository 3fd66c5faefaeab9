/** The gradients of a dense layer, composed of other kernels of the same backend. */
import type { Kernels } from '../../core/kernels.ts';

type Parts = Pick<Kernels, 'tidy' | 'reshape' | 'reluGradient' | 'matMul' | 'sum'>;

export function composeDenseGradient(kernels: Parts): Kernels['denseGradient'] {
  return (upstream, { x, weight, y, activation }, wanted) =>
    kernels.tidy(() => {
      const dz = activation === 'relu' ? kernels.reluGradient(upstream, y) : upstream;
      return {
        x: wanted.x ? kernels.matMul(dz, weight, false, true) : undefined,
        weight: wanted.weight ? kernels.matMul(x, dz, true, false) : undefined,
        bias: wanted.bias ? kernels.reshape(kernels.sum(dz, [0]), [dz.shape[1]!]) : undefined,
      };
    });
}
