import { describe, expect, it } from 'vitest';
import evidence from './fixtures/evidence.json' with { type: 'json' };
import {
  addPart,
  classScores,
  comparePaired,
  emptyTally,
  exactSignTest,
  scoreOf,
  tallyOf,
} from './tally.ts';

const { paired, sign } = evidence;
const labels = Uint8Array.from(paired.labels);
const answers = paired.answers.map((each) => Uint8Array.from(each));

describe('a tally', () => {
  it.each([0, 1])('of run %i counts as NumPy does, with SciPy’s Wilson interval', (run) => {
    const tally = tallyOf(answers[run]!, labels, paired.classes);
    const { right, total, broken, share, low, high } = paired.tallies[run]!;
    expect(tally).toEqual({ right, total, broken });
    const score = scoreOf(tally)!;
    expect(score.share).toBe(share);
    expect(score.low).toBeCloseTo(low, 6);
    expect(score.high).toBeCloseTo(high, 6);
  });

  it('is the same in parts of any order as in one', () => {
    const cuts = [0, 17, 18, 250, labels.length];
    const parts = cuts.slice(1).map((end, i) => [cuts[i]!, end] as const);
    const inParts = parts.toReversed().reduce((tally, [begin, end]) => {
      return addPart(tally, answers[1]!.subarray(begin, end), labels.subarray(begin, end));
    }, emptyTally(paired.classes));
    expect(inParts).toEqual(tallyOf(answers[1]!, labels, paired.classes));
    expect(inParts.broken).toBe(2);
  });

  it('leaves the tally that it adds to as it was', () => {
    const before = emptyTally(2);
    addPart(before, Uint8Array.of(1), Uint8Array.of(1));
    expect(before).toEqual({ right: [0, 0], total: [0, 0], broken: 0 });
  });

  it('has no score where nothing was answered, as a whole or in a class', () => {
    expect(scoreOf(emptyTally(3))).toBeNull();
    const [none, one] = classScores(tallyOf(Uint8Array.of(1, 0), Uint8Array.of(1, 1), 2));
    expect(none).toBeNull();
    expect(one).toMatchObject({ right: 1, total: 2, share: 0.5 });
  });

  it('refuses predictions and labels that do not belong together', () => {
    expect(() => tallyOf(new Uint8Array(3), new Uint8Array(2), 2)).toThrow(
      '3 predictions, 2 labels',
    );
    expect(() => tallyOf(Uint8Array.of(0), Uint8Array.of(2), 2)).toThrow('label 2');
  });
});

describe('two runs on the same images', () => {
  it('are compared by the images that one alone gets right', () => {
    const { both, neither, firstAlone, secondAlone, p } = paired;
    const found = comparePaired(answers[0]!, answers[1]!, labels);
    expect(found).toEqual({ both, neither, firstAlone, secondAlone, p: expect.any(Number) });
    expect(Math.abs(found.p / p - 1)).toBeLessThan(1e-9);
    expect(both + neither + firstAlone + secondAlone).toBe(labels.length);
  });

  it('give the same the other way round', () => {
    const there = comparePaired(answers[0]!, answers[1]!, labels);
    const back = comparePaired(answers[1]!, answers[0]!, labels);
    expect(back.firstAlone).toBe(there.secondAlone);
    expect(back.p).toBe(there.p);
  });
});

describe('the exact sign test', () => {
  it.each(sign)('of $here against $there is SciPy’s', ({ here, there, p }) => {
    const found = exactSignTest(here, there);
    expect(found).toBeGreaterThanOrEqual(0);
    expect(Math.abs(found - p)).toBeLessThanOrEqual(1e-9 * p + Number.MIN_VALUE);
  });

  it('is what can be counted by hand', () => {
    expect(exactSignTest(0, 5)).toBeCloseTo(2 / 32, 14);
    expect(exactSignTest(1, 5)).toBeCloseTo((2 * (1 + 6)) / 64, 14);
  });
});
