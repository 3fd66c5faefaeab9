/** Before each file of tests: the backend, and what Jasmine has that Vitest has not. */
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import { afterAll, expect, vi } from 'vitest';
import { calls, registerLabBackend } from './backend.ts';

expect.extend({ nothing: () => ({ pass: true, message: () => '' }) });
Object.assign(globalThis, { spyOn: vi.spyOn, jasmine: {} });

await registerLabBackend(2);

afterAll(() => {
  const used = [...calls].filter(([, { lab, stock }]) => lab + stock > 0);
  const text = used.map(([name, { lab, stock }]) => `${name} ${lab}/${lab + stock}`);
  console.log(`calls answered by the lab's kernels: ${text.join(', ')}`);
});
