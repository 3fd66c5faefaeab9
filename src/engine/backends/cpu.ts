/** Plain TypeScript on one core: works everywhere, slowly. */
import { createHostKernels } from '../../core/hostKernels.ts';
import { noFault, type Backend } from './backend.ts';

export const cpu: Backend = {
  id: 'cpu',
  label: 'CPU',
  open: async () => ({
    kernels: createHostKernels('float32'),
    label: 'CPU · 1 thread',
    threads: 1,
    adapter: null,
    software: false,
    fault: noFault,
  }),
};
