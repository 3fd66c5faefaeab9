import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { plainViewing } from '../../training/viewing.ts';
import {
  breakingSearches,
  nextBreakingStep,
  type BreakingSearch,
  type StrengthAnswer,
} from './breakingPoint.ts';
import { knobOf, severityCurve } from './severity.ts';

/** Asks a curve until something is found. */
function follow(search: BreakingSearch, curve: (strength: number) => number) {
  const answers: StrengthAnswer[] = [];
  for (let count = 0; count < 1000; count++) {
    const step = nextBreakingStep(search, answers);
    if (step.kind === 'found') return { point: step.point, asked: answers };
    expect(answers.map(({ strength }) => strength)).not.toContain(step.strength);
    answers.push({ strength: step.strength, accuracy: curve(step.strength) });
  }
  throw new Error('the search does not end');
}

const tens = Array.from({ length: 19 }, (_, i) => 10 * i);
const search = { strengths: tens, accuracy: 0.9, resolution: 1 };

describe('the breaking point', () => {
  it('of a falling curve is where it crosses, within the resolution', () => {
    const random = createRandom(4).stream('test/crossings');
    for (let i = 0; i < 200; i++) {
      const crossing = 180 * random.uniform(i);
      const { point, asked } = follow(search, (strength) => (strength < crossing ? 0.95 : 0.5));
      if (crossing > 180 || point.kind !== 'breaks') throw new Error(`${point.kind}: ${crossing}`);
      expect(point.held).toBeLessThan(crossing);
      expect(point.strength).toBeGreaterThanOrEqual(crossing);
      expect(point.strength - point.held).toBeLessThanOrEqual(1);
      expect(asked.length).toBeLessThanOrEqual(19 + 4); // 10 halved four times is under 1
    }
  });

  it('is the first crossing, where accuracy comes back later', () => {
    // Two dips: 35 to 62, and from 140 on. Halving the whole range would ask 90, and go right.
    const curve = (angle: number) => ((angle > 35 && angle < 62) || angle > 140 ? 0.2 : 0.97);
    const { point, asked } = follow(search, curve);
    if (point.kind !== 'breaks') throw new Error(point.kind);
    expect(point.held).toBeLessThanOrEqual(35);
    expect(point.strength).toBeGreaterThan(35);
    expect(Math.max(...asked.map(({ strength }) => strength))).toBe(40);
  });

  it('is found downwards as well', () => {
    const down = { strengths: [1, 0.8, 0.6, 0.4], accuracy: 0.9, resolution: 0.01 };
    const { point } = follow(down, (factor) => (factor > 0.53 ? 1 : 0));
    if (point.kind !== 'breaks') throw new Error(point.kind);
    expect(point.held).toBeGreaterThan(0.53);
    expect(point.strength).toBeLessThanOrEqual(0.53);
    expect(point.held - point.strength).toBeLessThanOrEqual(0.01);
  });

  it('is at once, after one question, or never, after all of them', () => {
    const soon = follow(search, () => 0.89);
    expect(soon.point).toEqual({ kind: 'at once', strength: 0 });
    expect(soon.asked).toHaveLength(1);
    const never = follow(search, () => 0.9); // exactly the chosen one is not under it
    expect(never.point).toEqual({ kind: 'never', held: 180 });
    expect(never.asked).toHaveLength(19);
  });

  it('asks nothing twice that a curve has answered', () => {
    const curve = (angle: number) => 1 - angle / 180;
    const known = tens.map((strength) => ({ strength, accuracy: curve(strength) }));
    expect(nextBreakingStep(search, known.toReversed())).toEqual({
      ...{ kind: 'ask', stage: 'fine', strength: 15 },
    });
  });

  it.each([1, -1])('keeps to whole numbers, in the direction %i', (way) => {
    const whole = {
      ...{ strengths: [0, 7 * way, 20 * way], accuracy: 0.5, resolution: 0.1, whole: true },
    };
    const { point, asked } = follow(whole, (radius) => (Math.abs(radius) < 12 ? 1 : 0));
    expect(point).toEqual({ kind: 'breaks', held: 11 * way, strength: 12 * way });
    expect(asked.every(({ strength }) => Number.isInteger(strength))).toBe(true);
  });

  it('ends where numbers lie no closer', () => {
    const tiny = { strengths: [0, 1], accuracy: 0.5, resolution: Number.MIN_VALUE };
    const { point } = follow(tiny, (x) => (x < 0.7 ? 1 : 0));
    expect(point).toMatchObject({ kind: 'breaks', strength: 0.7 });
  });

  it('counts an accuracy that is no number as none', () => {
    expect(follow(search, () => NaN).point.kind).toBe('at once');
  });

  it('refuses strengths without a direction, and no resolution', () => {
    for (const strengths of [[], [1], [0, 2, 1], [0, 0]]) {
      expect(() => nextBreakingStep({ ...search, strengths }, [])).toThrow('in one direction');
    }
    for (const resolution of [0, -1, NaN]) {
      expect(() => nextBreakingStep({ ...search, resolution }, [])).toThrow('resolution');
    }
  });
});

describe('the searches along a severity curve', () => {
  const along = (id: string) => {
    return breakingSearches(severityCurve(plainViewing, knobOf('transform', id)), 0.9);
  };
  it('go in both directions where it does, from none', () => {
    expect(along('rotation')).toEqual([
      { strengths: [0, 30, 60, 90, 120, 150, 180], accuracy: 0.9, resolution: 1.8, whole: false },
      {
        ...{ strengths: [0, -30, -60, -90, -120, -150, -180], accuracy: 0.9 },
        ...{ resolution: 1.8, whole: false },
      },
    ]);
  });
  it('go in the one that there is, by whole numbers where the option is whole', () => {
    const [motion, ...others] = along('motion-blur');
    expect(others).toEqual([]);
    expect(motion).toMatchObject({ resolution: 1, whole: true });
    expect(along('crop')[0]).toMatchObject({ resolution: 0.0075 });
  });
});
