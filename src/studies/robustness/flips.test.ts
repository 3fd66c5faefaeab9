import { describe, expect, it } from 'vitest';
import { classDrops, flipsAlong } from './flips.ts';

const labels = Uint8Array.of(4, 4, 4, 4, 4, 4);
const levels = [
  { strength: 0, predictions: Uint8Array.of(4, 4, 4, 1, 4, 4) },
  { strength: -10, predictions: Uint8Array.of(4, 9, 4, 1, 9, 4) },
  { strength: -20, predictions: Uint8Array.of(255, 4, 4, 4, 9, 4) },
  { strength: -30, predictions: Uint8Array.of(4, 7, 4, 9, 9, 3) },
];

describe('images that flip', () => {
  it('are those that were right, the first lost first, those that stay lost before others', () => {
    expect(flipsAlong(levels, labels)).toEqual([
      { image: 4, label: 4, strength: -10, becomes: 9, recovers: 0 },
      { image: 1, label: 4, strength: -10, becomes: 9, recovers: 1 },
      { image: 0, label: 4, strength: -20, becomes: null, recovers: 1 },
      { image: 5, label: 4, strength: -30, becomes: 3, recovers: 0 },
    ]);
  });
  it('are none without a level, or with one', () => {
    expect(flipsAlong([], labels)).toEqual([]);
    expect(flipsAlong(levels.slice(0, 1), labels)).toEqual([]);
  });
  it('are of the same images at every level', () => {
    const short = { strength: -40, predictions: new Uint8Array(5) };
    expect(() => flipsAlong([...levels, short], labels)).toThrow('5 predictions, 6 labels');
  });
});

describe('what classes lose', () => {
  it('is the greatest loss first, without classes that have no image', () => {
    const none = { right: [9, 0, 8, 10], total: [10, 0, 10, 10], broken: 0 };
    const bent = { right: [7, 0, 2, 10], total: [10, 0, 10, 10], broken: 0 };
    const drops = classDrops(none, bent);
    expect(drops.map(({ label }) => label)).toEqual([2, 0, 3]);
    expect(drops[0]).toMatchObject({ before: 0.8, after: 0.2 });
    expect(drops.map(({ drop }) => Number(drop.toFixed(6)))).toEqual([0.6, 0.2, 0]);
  });
});
