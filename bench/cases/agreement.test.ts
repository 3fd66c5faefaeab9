/**
 * Are the models that the bench compares the same? The lab and TensorFlow.js take the same steps of every
 * case, small, on the CPU, and must lose the same at each. What TensorFlow.js computes, and its gradients,
 * are independent of the lab's.
 */
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createHostKernels } from '../../src/core/hostKernels.ts';
import { startStock } from '../contenders/stock.ts';
import { cases } from './index.ts';
import { drawImages, LIT } from './images.ts';

const BATCH = 3;
const STEPS = 6;

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

describe('the lab and TensorFlow.js train the same model', () => {
  it.each(cases)('$id', async ({ problem, stock, tiny }) => {
    const built = problem(BATCH, tiny);
    const kernels = createHostKernels('float32');
    const lab = built.startLab(kernels);
    const other = startStock(tf, built, (tools) => stock(tools, tiny));
    const losses: [number, number][] = [];
    for (let step = 0; step < STEPS; step++) {
      lab.advance();
      losses.push([await lab.readLoss(), (await other.steps(1)).loss]);
    }
    for (const [ours, theirs] of losses) {
      expect(Math.abs(ours - theirs) / theirs).toBeLessThan(1e-4);
    }
    // Losses that never move would agree whatever the gradients are.
    expect(new Set(losses.map(([ours]) => ours.toFixed(3))).size).toBe(STEPS);
    lab.dispose();
    await other.dispose();
    expect(kernels.count()).toBe(0);
  });
});

describe('images of the bench', () => {
  const size = { count: 20, side: 28, channels: 1 };
  const litShare = (images: Uint8Array) =>
    images.reduce((lit, value) => lit + (value > 0 ? 1 : 0), 0) / images.length;

  it('are lit as said', () => {
    expect(litShare(drawImages('dense', size))).toBe(1);
    expect(litShare(drawImages('sparse', size))).toBeCloseTo(LIT, 2);
  });

  it('light different pixels', () => {
    const images = drawImages('sparse', size);
    const [first, second] = [images.subarray(0, 784), images.subarray(784, 2 * 784)];
    const shared = first.filter((value, pixel) => value > 0 && second[pixel]! > 0).length;
    expect(shared).toBeLessThan(0.9 * LIT * 784);
  });
});
