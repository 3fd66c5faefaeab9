import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import fixture from './fixtures/statistics.json' with { type: 'json' };
import { sortedInterquartileMean } from './interquartileMean.ts';
import { mean } from './meanInterval.ts';
import { quantile } from './quantile.ts';
import { resample, stratifiedBootstrap, type Statistic } from './stratifiedBootstrap.ts';

const REPLICATIONS = 50_000;
const meanOf: Statistic = (scores) => mean([...scores]);

describe('stratifiedBootstrap', () => {
  it.each(fixture.bootstrap)(
    'agrees with scipy.stats.bootstrap within Monte-Carlo error: from $low to $high',
    ({ tasks, low, high, batch, batches, batchErrors }) => {
      const found = stratifiedBootstrap(tasks, sortedInterquartileMean, { seed: 1 })!;
      // Variance of a bound falls with the draws: ours and that of the known mean of batches. Four
      // standard errors of the difference, 0.0006 to 0.0014 here.
      const errors = Math.sqrt(batch / REPLICATIONS + 1 / batches);
      expect(Math.abs(found.low - low)).toBeLessThan(4 * errors * batchErrors[0]!);
      expect(Math.abs(found.high - high)).toBeLessThan(4 * errors * batchErrors[1]!);
    },
  );

  it('draws by its seed', () => {
    const { tasks } = fixture.bootstrap[1]!;
    const draw = (seed: number) =>
      stratifiedBootstrap(tasks, sortedInterquartileMean, { seed, replications: 500 });
    expect(draw(7)).toEqual(draw(7));
    expect(draw(8)).not.toEqual(draw(7));
  });

  it('draws each task from itself alone: tasks without spread leave none', () => {
    const tasks = [[0, 0, 0], [1, 1], [5]];
    const seen = stratifiedBootstrap(
      tasks,
      (scores, parts) => {
        expect(parts.map((part) => [...part])).toEqual(tasks);
        return meanOf(scores, parts);
      },
      { seed: 1, replications: 50 },
    );
    expect(seen).toEqual({ low: mean(tasks.flat()), high: mean(tasks.flat()) });
  });

  it('hands the statistic all scores upwards, and each task its own', () => {
    const { tasks } = fixture.bootstrap[1]!;
    stratifiedBootstrap(
      tasks,
      (sorted, parts) => {
        const scores = parts.flatMap((part) => [...part]);
        expect([...sorted]).toEqual(scores.toSorted((a, b) => a - b));
        parts.forEach((part, i) => part.forEach((score) => expect(tasks[i]).toContain(score)));
        return sorted[0]!;
      },
      { seed: 5, replications: 50 },
    );
  });

  it('is wider at a higher level', () => {
    const { tasks } = fixture.bootstrap[0]!;
    const at = (level: number) =>
      stratifiedBootstrap(tasks, meanOf, { seed: 1, replications: 2000, level })!;
    const [narrow, wide] = [at(0.5), at(0.99)];
    expect(wide.low).toBeLessThan(narrow.low);
    expect(wide.high).toBeGreaterThan(narrow.high);
  });

  it('is null without scores, and skips a task that has none', () => {
    expect(stratifiedBootstrap([], meanOf, { seed: 1 })).toBeNull();
    expect(stratifiedBootstrap([[], []], meanOf, { seed: 1 })).toBeNull();
    const found = stratifiedBootstrap([[], [2, 2]], meanOf, { seed: 1, replications: 10 });
    expect(found).toEqual({ low: 2, high: 2 });
  });
});

describe('resample', () => {
  it('takes every random number once, in order', () => {
    const { integer } = createRandom(3).stream('statistics/bootstrap');
    const drawn: number[] = [];
    resample([{ length: 3 }, { length: 2 }], { replications: 4, seed: 3 }, (chosen) => {
      drawn.push(...chosen);
    });
    const known = drawn.map((_, at) => (at % 5 < 3 ? integer(at, 3) : 3 + integer(at, 2)));
    expect(drawn).toEqual(known);
  });

  it('draws all runs of a task equally often, and two runs together as often as any two', () => {
    const replications = 20_000;
    const tasks = [{ length: 3 }, { length: 2 }];
    const single = new Float64Array(5);
    const together = new Float64Array(9);
    resample(tasks, { replications, seed: 3 }, (chosen) => {
      for (const place of chosen) single[place]!++;
      together[3 * chosen[0]! + chosen[1]!]!++;
    });
    const within = (count: number, trials: number, share: number) =>
      expect(Math.abs(count / trials - share)).toBeLessThan(
        4 * Math.sqrt((share * (1 - share)) / trials),
      );
    for (const place of [0, 1, 2]) within(single[place]!, 3 * replications, 1 / 3);
    for (const place of [3, 4]) within(single[place]!, 2 * replications, 1 / 2);
    for (const count of together) within(count, replications, 1 / 9);
  });
});

describe('quantile', () => {
  it('is linear between neighbours, as in NumPy', () => {
    const sorted = [1, 2, 4, 8];
    expect([0, 0.25, 0.5, 0.9, 1].map((p) => quantile(sorted, p))).toEqual([
      1,
      1.75,
      3,
      4 + 4 * (2.7 - 2),
      8,
    ]);
    expect(quantile([3], 0.4)).toBe(3);
  });
});
