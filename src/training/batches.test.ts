import { describe, expect, it } from 'vitest';
import { createBatchOrder, gatherBatch, testSubset, trainingSubset } from './batches.ts';
import { squares } from './testing.ts';

const take = (batchAt: (step: number) => Int32Array, steps: number) =>
  Array.from({ length: steps }, (_, step) => [...batchAt(step)]);
const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);

describe('trainingSubset', () => {
  it('nests: the smaller is the beginning of the larger', () => {
    const large = trainingSubset(squares, 50, 3);
    for (const count of [1, 7, 49]) {
      expect([...trainingSubset(squares, count, 3)]).toEqual([...large.subarray(0, count)]);
    }
  });

  it('holds each image once, and others at another seed', () => {
    const whole = trainingSubset(squares, squares.train.count, 3);
    expect(sorted(whole)).toEqual(Array.from({ length: squares.train.count }, (_, i) => i));
    expect([...trainingSubset(squares, 20, 4)]).not.toEqual([...whole.subarray(0, 20)]);
  });
});

describe('testSubset', () => {
  it('is at most 500 images, each once, the same for everyone', () => {
    const many = { ...squares, test: { ...squares.test, count: 2000 } };
    const subset = testSubset(many);
    expect(subset.length).toBe(500);
    expect(new Set(subset).size).toBe(500);
    expect(Math.max(...subset)).toBeGreaterThan(1000); // not the first ones
    expect([...testSubset(many)]).toEqual([...subset]);
    expect(testSubset(squares).length).toBe(squares.test.count);
  });
});

describe('createBatchOrder', () => {
  const subset = Int32Array.of(11, 22, 33, 44, 55, 66, 77, 88, 99, 110);

  it.each([1, 3, 4, 10, 25])('shows every example once per epoch in full batches of %i', (size) => {
    const epochs = size; // so that the batches end with an epoch
    const batches = take(createBatchOrder(subset, size, 5), subset.length);
    expect(batches.every((batch) => batch.length === size)).toBe(true);
    const order = batches.flat();
    expect(order.length).toBe(epochs * subset.length);
    for (let epoch = 0; epoch < epochs; epoch++) {
      const shown = order.slice(epoch * subset.length, (epoch + 1) * subset.length);
      expect(sorted(shown)).toEqual(sorted(subset));
    }
  });

  it('shuffles each epoch and each seed anew', () => {
    const order = take(createBatchOrder(subset, 10, 5), 3);
    expect(order[1]).not.toEqual(order[0]);
    expect(order[2]).not.toEqual(order[1]);
    expect(take(createBatchOrder(subset, 10, 6), 1)[0]).not.toEqual(order[0]);
  });

  it('gives a resumed run the batch that it would have had, in any order of asking', () => {
    const batchAt = createBatchOrder(subset, 4, 5);
    const order = take(batchAt, 9);
    for (const step of [8, 0, 5, 2]) {
      expect([...createBatchOrder(subset, 4, 5)(step)]).toEqual(order[step]);
      expect([...batchAt(step)]).toEqual(order[step]);
    }
  });
});

describe('gatherBatch', () => {
  it('scales bytes to [0, 1] and keeps labels with their images', () => {
    const images = Uint8Array.of(0, 255, 51, 102, 0, 0);
    const set = { count: 3, images, labels: Uint8Array.of(7, 8, 9) };
    const batch = gatherBatch(set, 2, Int32Array.of(1, 0, 1));
    expect([...batch.values]).toEqual([51, 102, 0, 255, 51, 102].map((b) => Math.fround(b / 255)));
    expect([...batch.labels]).toEqual([8, 7, 8]);
    expect(batch.count).toBe(3);
  });
});
