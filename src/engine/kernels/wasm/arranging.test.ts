/** Transposing, broadcasting, joining and cutting: bits are moved, so nothing may differ. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { sizeOf, type Shape } from '../../../core/shapes.ts';
import { draw, openBench, type WasmBench } from './testing.ts';

let bench: WasmBench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

/** No deviation at all. */
const SAME = 1e-12;

const shapes = fc
  .array(fc.constantFrom(1, 2, 3, 4, 7, 16, 21), { minLength: 1, maxLength: 6 })
  .filter((shape) => sizeOf(shape) < 30_000);

function expectTransposed(shape: Shape, permutation: readonly number[]): Promise<void> {
  return bench.expectRight(
    { x: draw('x', shape) },
    (kernels, { x }) => ({ y: kernels.transpose(x!, permutation) }),
    SAME,
  );
}

describe('transpose', () => {
  it('by any permutation of up to six axes', async () => {
    const drawn = shapes.chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(drawn, ([shape, permutation]) => expectTransposed(shape, permutation)),
      { numRuns: 100, seed: 4 },
    );
  });

  it.each([
    [
      [1003, 517],
      [1, 0],
    ],
    [
      [3, 70_001],
      [1, 0],
    ],
    [
      [8, 196, 4, 16],
      [0, 2, 1, 3],
    ],
    [
      [8, 196, 64],
      [0, 2, 1],
    ],
    [
      [5, 33, 20, 40],
      [3, 1, 2, 0],
    ],
    [
      [5, 33, 20, 40],
      [0, 3, 1, 2],
    ],
  ])('[%s] by [%s]', (shape, permutation) => expectTransposed(shape, permutation));
});

describe('broadcast', () => {
  it('to any shape of up to six axes', async () => {
    const drawn = fc.tuple(shapes, fc.infiniteStream(fc.boolean()), fc.nat({ max: 3 }));
    await fc.assert(
      fc.asyncProperty(drawn, async ([shape, ones, dropped]) => {
        const part = shape.map((length) => (ones.next().value ? 1 : length)).slice(dropped);
        await bench.expectRight(
          { x: draw('x', part) },
          (kernels, { x }) => ({ y: kernels.broadcast(x!, shape) }),
          SAME,
        );
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it.each([
    [[], [100_003]],
    [[64], [3001, 64]],
    [
      [3001, 1],
      [3001, 64],
    ],
    [
      [32, 1, 64],
      [32, 196, 64],
    ],
  ])('of [%s] to [%s]', async (part, shape) => {
    await bench.expectRight(
      { x: draw('x', part) },
      (kernels, { x }) => ({ y: kernels.broadcast(x!, shape) }),
      SAME,
    );
  });
});

describe('concat and slice', () => {
  it.each([
    [0, [5, 300, 64]],
    [1, [40, 30, 64]],
    [2, [32, 784, 3]],
    [2, [9, 50, 200]],
  ] as const)('along axis %i', async (axis, shape) => {
    const longer = shape.map((length, i) => (i === axis ? length + 2 : length));
    await bench.expectRight(
      { a: draw('a', shape), b: draw('b', longer) },
      (kernels, { a, b }) => ({
        joined: kernels.concat([a!, b!, a!], axis),
        first: kernels.slice(b!, axis, 0, 1),
        rest: kernels.slice(b!, axis, 1, shape[axis]! + 1),
      }),
      SAME,
    );
  });
});
