/** Every architecture on the backends that run everywhere; WebGPU's stand beside its kernels'. */
import { createHostKernels } from '../core/hostKernels.ts';
import { chooseBackend } from './chooseBackend.ts';
import { describeFirstLosses } from './testing.ts';

describeFirstLosses('the CPU', async () => createHostKernels('float32'), 1e-4);
describeFirstLosses('WASM', async () => (await chooseBackend('wasm')).backend.kernels, 1e-4);
