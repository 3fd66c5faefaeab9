import { describe, expect, it } from 'vitest';
import fixture from './fixtures/statistics.json' with { type: 'json' };
import { performanceProfile } from './performanceProfile.ts';
import { quantile } from './quantile.ts';
import { resample } from './stratifiedBootstrap.ts';

/** The same by looking at every draw, score by score. */
function directProfile(tasks: readonly number[][], threshold: number, replications: number) {
  const scores = tasks.flat();
  const shares: number[] = [];
  resample(tasks, { replications, seed: 4 }, (chosen) => {
    const above = [...chosen].filter((place) => scores[place]! > threshold);
    shares.push(above.length / scores.length);
  });
  shares.sort((a, b) => a - b);
  return [quantile(shares, 0.05), quantile(shares, 0.95)];
}

describe('performanceProfile', () => {
  const { tasks, thresholds, ...known } = fixture.profile;
  const found = performanceProfile(tasks, thresholds, { seed: 1 })!;

  it('counts the runs above each threshold', () => {
    found.shares.forEach((share, i) => expect(share).toBeCloseTo(known.shares[i]!, 14));
    const strict = performanceProfile([[0.5, 0.5, 0.7]], [0.5], { seed: 1, replications: 10 })!;
    expect(strict.shares[0]).toBeCloseTo(1 / 3, 14);
  });

  it('has the bands of the exact distribution, give or take four standard errors of a draw', () => {
    thresholds.forEach((_, i) => {
      const [lowFrom, lowTo] = known.low[i] as [number, number];
      const [highFrom, highTo] = known.high[i] as [number, number];
      expect(found.low[i]).toBeGreaterThanOrEqual(lowFrom - 1e-12);
      expect(found.low[i]).toBeLessThanOrEqual(lowTo + 1e-12);
      expect(found.high[i]).toBeGreaterThanOrEqual(highFrom - 1e-12);
      expect(found.high[i]).toBeLessThanOrEqual(highTo + 1e-12);
    });
  });

  it('is what looking at every draw gives, equal thresholds and scores among them', () => {
    const levels = [0.8, 0.7077, 0.8, 0.9481, 0.533];
    for (const replications of [1, 2, 237]) {
      const options = { seed: 4, replications, level: 0.9 };
      const profile = performanceProfile(tasks, levels, options)!;
      levels.forEach((threshold, i) => {
        const [low, high] = directProfile(tasks, threshold, replications);
        expect(profile.low[i]).toBeCloseTo(low!, 14);
        expect(profile.high[i]).toBeCloseTo(high!, 14);
      });
    }
  });

  it('keeps its share within its band, and all three fall as thresholds rise', () => {
    found.shares.forEach((share, i) => {
      expect(found.low[i]).toBeLessThanOrEqual(share);
      expect(found.high[i]).toBeGreaterThanOrEqual(share);
    });
    for (const line of [found.shares, found.low, found.high]) {
      expect(line).toEqual(line.toSorted((a, b) => b - a));
    }
  });

  it('takes thresholds in any order, draws by its seed, and is null without scores', () => {
    const turned = performanceProfile(tasks, thresholds.toReversed(), { seed: 1 })!;
    expect(turned.low.toReversed()).toEqual(found.low);
    const other = performanceProfile(tasks, thresholds, { seed: 2 })!;
    expect([...other.low, ...other.high]).not.toEqual([...found.low, ...found.high]);
    expect(performanceProfile([[]], thresholds, { seed: 1 })).toBeNull();
  });
});
