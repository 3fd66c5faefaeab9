/** The kernels that run everywhere: plain TypeScript and WASM. WebGPU has a file of its own. */
import { createHostKernels } from '../../core/hostKernels.ts';
import { describeKernels } from './testing.ts';
import { createWasmKernels } from './wasm/kernels.ts';
import { openModule } from './wasm/module.ts';

describeKernels('plain loops in float32', async () => createHostKernels('float32'), {
  sparse: true,
});

describeKernels('WASM', async () => createWasmKernels(await openModule(1, ['plain'])), {
  sparse: true,
});

describeKernels(
  'WASM with fused multiply-add, three threads',
  async () => createWasmKernels(await openModule(3, ['fused'])),
  { sparse: true },
);
