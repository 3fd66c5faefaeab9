/**
 * The contract on arrays behind the first 2 GB, whose addresses are negative when they are read as signed
 * numbers. The 2 GB are reserved and never touched. Skipped, and it says so, where they are not to be had.
 */
import { afterAll, describe, it } from 'vitest';
import { describeKernels } from '../testing.ts';
import { createWasmKernels } from './kernels.ts';
import { openModule } from './module.ts';

const module = await openModule(3);
afterAll(() => module.close());

function isReserved(): boolean {
  try {
    return module.heap.allocate(2 ** 31) > 0;
  } catch {
    return false;
  }
}

if (isReserved()) {
  describeKernels('WASM behind 2 GB', async () => createWasmKernels(module), { sparse: true });
} else {
  describe('kernels of WASM behind 2 GB', () => {
    it.skip('not tested: this machine does not promise as much memory');
  });
}
