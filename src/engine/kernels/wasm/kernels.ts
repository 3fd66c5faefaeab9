/**
 * The kernels of the WASM backend: the plain loops on the module's heap, and over them, family by
 * family, what the module does faster. A family is a file here, which calls its file in assembly/.
 */
import { hostKernelsOn } from '../../../core/hostKernels.ts';
import type { Kernels } from '../../../core/kernels.ts';
import { arrangingKernels } from './arranging.ts';
import { attentionKernels } from './attention.ts';
import { convolutionKernels } from './convolutions.ts';
import { depthwiseKernels } from './depthwise.ts';
import { descentKernels } from './descent.ts';
import { mappingKernels } from './mapping.ts';
import { maxPoolKernels } from './maxPools.ts';
import { createWasmMemory } from './memory.ts';
import type { WasmModule } from './module.ts';
import { normalisingKernels } from './normalisation.ts';
import { pixelKernels } from './pixels.ts';
import { productKernels } from './products.ts';
import { reductionKernels } from './reductions.ts';
import { tableKernels } from './tables.ts';
import { winogradKernels } from './winograd.ts';

export function createWasmKernels(module: WasmModule): Kernels {
  const memory = createWasmMemory(module.heap);
  const plain = hostKernelsOn(memory);
  return {
    ...plain,
    ...productKernels(module, memory),
    ...winogradKernels(module, memory, convolutionKernels(module, memory)),
    ...depthwiseKernels(module, memory),
    ...maxPoolKernels(module, memory),
    ...mappingKernels(module, memory, plain),
    ...reductionKernels(module, memory),
    ...descentKernels(module, memory),
    ...normalisingKernels(module, memory),
    ...attentionKernels(module, memory),
    ...arrangingKernels(module, memory, plain),
    ...tableKernels(module, memory),
    ...pixelKernels(module, memory, plain),
  };
}
