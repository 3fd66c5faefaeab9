import { describe, expect, it } from 'vitest';
import { holm, seedsNeeded } from '../../core/statistics/holm.ts';
import { meanInterval } from '../../core/statistics/meanInterval.ts';
import { signFlip } from '../../core/statistics/signFlip.ts';
import { outcomeOf, verdictOf, type Tested } from './verdict.ts';

const where = 'Typefaces, N = 300';

/** A comparison of these differences in points, in a family of which the others have no pairs. */
function tested(points: readonly number[], comparisons = 3, change: Partial<Tested> = {}): Tested {
  const differences = points.map((each) => each / 100);
  const { mean, interval } = meanInterval(differences);
  const p = signFlip(differences);
  const [holmP] = holm([p, ...Array<null>(comparisons - 1).fill(null)]);
  return {
    ...{ a: 'Coordinet', b: 'CNN', at: 'mean', probabilityOfImprovement: null },
    seeds: points.map((_, index) => index + 1),
    ...{ differences, mean, interval, p, holmP: holmP ?? null },
    seedsNeeded: seedsNeeded(comparisons),
    ...change,
  };
}

function verdict(points: readonly number[], comparisons = 3, change: Partial<Tested> = {}) {
  return verdictOf(tested(points, comparisons, change), { comparisons, where, absent: [] });
}

const clearly = [0.4, 0.9, 1.1, 1.2, 1.3, 1.4, 1.5, 1.4, 1.6, 1.2];

describe('the verdict of a declared comparison', () => {
  it('names size, interval, corrected p, family and place of what was better', () => {
    expect(verdict(clearly)).toBe(
      'In 10 paired runs Coordinet was better than CNN by 1.2 points (95 % t-interval 1.0 to 1.4; Holm p = .006, 3 comparisons; Typefaces, N = 300).',
    );
  });

  it('tells the size of what was worse as a positive number, its interval, too', () => {
    expect(verdict(clearly.map((each) => -each))).toBe(
      'In 10 paired runs Coordinet was worse than CNN by 1.2 points (95 % t-interval 1.0 to 1.4; Holm p = .006, 3 comparisons; Typefaces, N = 300).',
    );
  });

  it('says how large a difference may be that was not detected, never that two are equal', () => {
    const text = verdict([0.5, -0.3, 1.2, -0.8, 0.4, 0.1, -0.6, 0.9], 1);
    expect(text).toMatch(
      /^In 8 paired runs no difference between Coordinet and CNN was detected \(mean difference 0\.2, 95 % t-interval −0\.4 to 0\.8; Holm p = \.\d+, 1 comparison; Typefaces, N = 300\); differences above 0\.8 points are unlikely\.$/,
    );
    expect(text).not.toMatch(/equal/);
  });

  it('never rounds that bound down', () => {
    const { interval } = tested([2.1, -0.3, 1.2, -0.8, 0.4, 0.1, -0.6, 0.9], 1);
    const bound = Number(
      /above ([\d.]+) points/.exec(verdict([2.1, -0.3, 1.2, -0.8, 0.4, 0.1, -0.6, 0.9], 1))![1],
    );
    expect(bound).toBeGreaterThanOrEqual(100 * interval!.high);
    expect(bound - 100 * interval!.high).toBeLessThan(0.1);
  });

  it('calls nothing significant under six seeds, however clear, and says how many would allow it', () => {
    const five = [3, 3.1, 2.9, 3, 3.2];
    expect(outcomeOf(tested(five, 1))).toBe('too-few-seeds');
    expect(verdict(five, 1)).toBe(
      'In 5 paired runs Coordinet was 3.0 points above CNN (95 % t-interval 2.9 to 3.2; Typefaces, N = 300). Under six seeds nothing is called significant; with 1 comparison, six would allow it.',
    );
    expect(verdict(five, 3)).toMatch(/with 3 comparisons, seven would allow it\.$/);
  });

  it('calls nothing significant under six seeds even where a p were below .05', () => {
    expect(outcomeOf(tested([3, 3.1, 2.9, 3, 3.2], 1, { p: 0.01, holmP: 0.01 }))).toBe(
      'too-few-seeds',
    );
  });

  it('has no interval for one seed', () => {
    expect(verdict([-2], 1)).toBe(
      'In 1 paired run Coordinet was 2.0 points below CNN (one seed has no interval; Typefaces, N = 300). Under six seeds nothing is called significant; with 1 comparison, six would allow it.',
    );
    expect(verdict([0], 1)).toMatch(/Coordinet was level with CNN/);
  });

  it('says when the family is too large for the seeds', () => {
    expect(verdict(clearly.slice(2), 12)).toMatch(
      /^In 8 paired runs Coordinet was 1\.3 points above CNN \(95 % t-interval 1\.2 to 1\.5; Typefaces, N = 300\)\. That cannot be significant with 8 seeds and 12 comparisons; 9 would allow it\.$/,
    );
  });

  it('takes a p that passed a later step of Holm for enough seeds', () => {
    const later = tested(clearly.slice(0, 7), 4, { holmP: 0.0313 });
    expect(later.seedsNeeded).toBeGreaterThan(7);
    expect(outcomeOf(later)).toBe('better');
  });

  it('is not better with a p below .05 whose interval includes 0, and says so', () => {
    const lopsided = [0.1, 0.2, 0.1, 0.2, 0.1, 0.2, 0.1, 12];
    expect(tested(lopsided, 1).holmP).toBeLessThan(0.05);
    expect(tested(lopsided, 1).interval!.low).toBeLessThan(0);
    expect(outcomeOf(tested(lopsided, 1))).toBe('no-difference-found');
    expect(verdict(lopsided, 1)).toMatch(
      /no difference between Coordinet and CNN was detected.* Holm's p is below \.05, but the interval includes 0: that is not called better\.$/,
    );
  });

  it('is not better with an interval above 0 whose p is too large after correction', () => {
    const some = [0.4, -0.1, 0.6, 0.5, 0.3, 0.7, 0.2, 0.4, 0.5, 0.1];
    expect(verdict(some, 20)).toMatch(
      /no difference .* The interval of this comparison alone excludes 0 \(p = \.00\d\); among 20 comparisons that is not enough\.$/,
    );
    expect(verdict(some, 1, { p: 0.06, holmP: 0.06 })).toMatch(
      /excludes 0 \(p = \.060\), which the sign-flip test does not bear out\.$/,
    );
  });

  it('tells equal runs without a bound of zero', () => {
    expect(verdict(Array<number>(8).fill(0), 1)).toBe(
      'In 8 paired runs no difference between Coordinet and CNN was detected: they were equally accurate at every seed (Holm p = 1, 1 comparison; Typefaces, N = 300).',
    );
  });

  it('has nothing to say without pairs', () => {
    const none = tested([], 2);
    expect(outcomeOf(none)).toBe('no-pairs');
    expect(verdict([], 2)).toBe(
      'No seed has a finished run of both Coordinet and CNN (Typefaces, N = 300), so nothing can be compared.',
    );
  });

  it('names what is not in its figures, whatever the outcome', () => {
    const absent = ['2 of 10 runs of CNN diverged', '1 of 10 runs of Coordinet failed'];
    for (const points of [clearly, [], [1], clearly.slice(0, 6).map((each) => each - 1)]) {
      const text = verdictOf(tested(points, 1), { comparisons: 1, where, absent });
      expect(text).toMatch(
        / Not in these figures: 2 of 10 runs of CNN diverged and 1 of 10 runs of Coordinet failed\.$/,
      );
    }
  });

  it('shows two decimals where the interval is narrower than a fifth of a point', () => {
    expect(verdict([0.21, 0.22, 0.2, 0.23, 0.21, 0.22, 0.2, 0.21], 1)).toMatch(
      /better than CNN by 0\.21 points \(95 % t-interval 0\.20 to 0\.22;/,
    );
  });
});
