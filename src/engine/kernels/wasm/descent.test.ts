/** Steps of the optimisers on parameters of many chunks. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draw, openBench, type WasmBench } from './testing.ts';

let bench: WasmBench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const step = {
  rate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  decay: 0.01,
  correction1: 1 - 0.9 ** 3,
  correction2: 1 - 0.999 ** 3,
};

describe.each([[[1]], [[3]], [[8193]], [[784, 128]]])('of [%s] values', (shape) => {
  it('adam', async () => {
    await bench.expectRight(
      {
        value: draw('value', shape),
        gradient: draw('gradient', shape),
        mean: draw('mean', shape),
        square: draw('square', shape, 0, 1),
      },
      (kernels, { value, gradient, mean, square }) =>
        kernels.adam({ value: value!, gradient: gradient!, mean: mean!, square: square! }, step),
      5e-7,
    );
  });

  it('momentum', async () => {
    await bench.expectRight(
      {
        value: draw('value', shape),
        gradient: draw('gradient', shape),
        velocity: draw('velocity', shape),
      },
      (kernels, { value, gradient, velocity }) =>
        kernels.momentum(
          { value: value!, gradient: gradient!, velocity: velocity! },
          { rate: 0.1, momentum: 0.9, decay: 0.01 },
        ),
      5e-7,
    );
  });
});

it('the first step of adam goes by the rate, however small the gradient', async () => {
  for (const kernels of [bench.alone, bench.plain]) {
    const shape = [6];
    const gradients = [1e-3, -1e-3, 1, -1e3, 1e-6, 0];
    const [value, gradient, mean, square] = [
      new Float32Array(6),
      Float32Array.from(gradients),
      new Float32Array(6),
      new Float32Array(6),
    ].map((values) => kernels.fromHost(values, shape));
    const first = { ...step, decay: 0, epsilon: 1e-12, correction1: 0.1, correction2: 0.001 };
    const moved = kernels.adam(
      { value: value!, gradient: gradient!, mean: mean!, square: square! },
      { ...first, correction2: 1 - 0.999 },
    );
    const found = await kernels.read(moved.value);
    gradients.forEach((each, i) => expect(found[i]).toBeCloseTo(-1e-3 * Math.sign(each), 8));
    [value!, gradient!, mean!, square!, ...Object.values(moved)].forEach(kernels.dispose);
  }
});
