/** The kernels that run everywhere: plain TypeScript and WASM. WebGPU has a file of its own. */
import { createHostKernels } from '../../core/hostKernels.ts';
import { chooseBackend } from '../chooseBackend.ts';
import { describeKernels } from './testing.ts';

describeKernels('plain loops in float32', async () => createHostKernels('float32'), {
  sparse: true,
});

describeKernels('WASM', async () => (await chooseBackend('wasm')).backend.kernels, {
  sparse: true,
});
