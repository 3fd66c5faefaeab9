/** Jobs follow each other faster than threads wake: late ones must find nothing left to spoil. */
import { afterAll, expect, it } from 'vitest';
import { createWasmKernels } from './kernels.ts';
import { openModule } from './module.ts';

const module = await openModule(4);
const kernels = createWasmKernels(module);
afterAll(() => module.close());

it('has the threads that it was asked for', () => {
  expect(module.threads).toBe(4);
});

it('thousands of small jobs, one after another, each whole', async () => {
  const rows = 500;
  const weight = kernels.fromHost(Float32Array.of(1, 0, 0, 1), [2, 2]);
  let wrong = 0;
  for (let job = 0; job < 3000; job++) {
    const values = Float32Array.from({ length: 2 * rows }, (_, i) => (i * 7 + job) % 101);
    const found = kernels.tidy(() => kernels.matMul(kernels.fromHost(values, [rows, 2]), weight));
    const product = await kernels.read(found);
    if (product.some((value, i) => value !== values[i])) wrong++;
    kernels.dispose(found);
    // Now and then long enough for the threads to fall asleep.
    if (job % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(wrong).toBe(0);
  kernels.dispose(weight);
});

it('a module that was closed goes on alone', async () => {
  const other = await openModule(3);
  const alone = createWasmKernels(other);
  other.close();
  const x = alone.fromHost(new Float32Array(600).fill(2), [600, 1]);
  const y = alone.matMul(x, alone.fromHost(Float32Array.of(3), [1, 1]));
  expect((await alone.read(y)).every((value) => value === 6)).toBe(true);
});
