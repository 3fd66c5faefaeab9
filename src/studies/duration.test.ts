import { describe, expect, it } from 'vitest';
import { createDefaultSpec } from '../training/specs.ts';
import { guessedMs, slownessOf } from './duration.ts';

const size = { height: 28, width: 28, channels: 1, classes: 10 };

describe('the guess of how long a run takes', () => {
  it('lies within a third of what was measured on two cores, WASM (README)', () => {
    const spec = createDefaultSpec();
    const cnn = { ...spec, architecture: { id: 'cnn', options: {} }, encoding: null };
    for (const [guess, measured] of [
      [guessedMs(spec, size), 20_000],
      [guessedMs(cnn, size), 17_000],
    ] as const) {
      expect(guess! / measured).toBeGreaterThan(0.67);
      expect(guess! / measured).toBeLessThan(1.5);
    }
  });
  it('grows with the steps', () => {
    const spec = createDefaultSpec();
    expect(guessedMs({ ...spec, steps: 2000 }, size)!).toBeGreaterThan(
      1.8 * guessedMs(spec, size)!,
    );
  });
  it('is not made for a model that cannot be built', () => {
    const spec = createDefaultSpec();
    const blocks = { ...spec, architecture: { id: 'cnn', options: { blocks: 4 } }, encoding: null };
    expect(guessedMs(blocks, { ...size, height: 2, width: 2 })).toBeUndefined();
  });
});

it('learns from runs that are over how fast this machine is', () => {
  const past = [1, 2, 30].map((times) => ({ guessedMs: 1000, trainedMs: 1000 * times }));
  expect(slownessOf(past)).toBe(2);
  expect(slownessOf([])).toBeUndefined();
});
