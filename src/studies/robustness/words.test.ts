import { describe, expect, it } from 'vitest';
import type { BreakingPoint } from './breakingPoint.ts';
import { corruptionErrors } from './corruptionError.ts';
import { scoreOf, type PairedComparison } from './tally.ts';
import {
  breakingOrder,
  breakingSentence,
  corruptionGaps,
  corruptionSentence,
  pairSentence,
  probabilityText,
  scoreText,
  strengthText,
  twoModelsCaution,
} from './words.ts';

const score = (right: number, total: number) => scoreOf({ right: [right], total: [total] })!;
const angle = { label: 'Rotation', unit: '°', none: 0 };
const noise = { label: 'Noise', unit: null, none: 0 };

describe('figures', () => {
  it('of strengths have their unit, or their name', () => {
    expect(strengthText(angle, -30)).toBe('−30°');
    expect(strengthText({ label: 'Shift x', unit: 'pixels' }, 3)).toBe('3 pixels');
    expect(strengthText({ label: 'Scale', unit: '×' }, 1 / 3)).toBe('0.333 ×');
    expect(strengthText(noise, 0.1 + 0.2)).toBe('Noise 0.3');
  });
  it('of accuracy have a decimal where the interval is narrow', () => {
    expect(scoreText(score(970, 1000))).toBe('97 % (96–98)');
    expect(scoreText(score(1940, 2000))).toBe('97.0 % (96.2–97.7)');
  });
  it('of probability are short', () => {
    expect([0.0009, 0.001, 0.0244, 0.5, 0.9999, 1].map(probabilityText)).toEqual([
      ...['p < .001', 'p = .001', 'p = .024', 'p = .500', 'p = 1', 'p = 1'],
    ]);
  });
});

describe('two runs', () => {
  const first = { name: 'calm-otter', score: score(970, 1000) };
  const second = { name: 'brave-fern', score: score(620, 1000) };
  const paired: PairedComparison = {
    ...{ both: 617, firstAlone: 353, secondAlone: 3, neither: 27, p: 1e-90 },
  };

  it('are told apart by the images that one alone gets right', () => {
    expect(pairSentence(first, second, paired, '30°')).toBe(
      'calm-otter keeps 97 % (96–98) at 30°, brave-fern 62 % (59–65); 353 images are right for the first alone, 3 for the second alone: exact p < .001.',
    );
  });
  it('are not where these do not carry it', () => {
    const even = { ...paired, firstAlone: 1, secondAlone: 3, p: 0.625 };
    expect(pairSentence(first, second, even, '30°')).toContain(
      '1 image is right for the first alone, 3 for the second alone: exact p = .625, so these images do not tell the two apart.',
    );
    const same = { ...paired, firstAlone: 0, secondAlone: 0, p: 1 };
    expect(pairSentence(first, second, same, '30°')).toMatch(/both are right on the same images.$/);
  });
  it('are two models, and nothing is called significant', () => {
    expect(twoModelsCaution).toContain('two trained models, not two architectures');
    expect(pairSentence(first, second, paired, '30°')).not.toMatch(/significan/);
  });
});

describe('where runs break', () => {
  const at = (held: number, strength: number): BreakingPoint => ({
    kind: 'breaks',
    held,
    strength,
  });
  const never: BreakingPoint = { kind: 'never', held: 180 };
  const atOnce: BreakingPoint = { kind: 'at once', strength: 0 };
  const order = (...points: BreakingPoint[]) =>
    breakingOrder(
      points.map((point, i) => ({ name: 'abcd'[i]!, point })),
      0.9,
      angle,
    );

  it('is said of each', () => {
    expect(breakingSentence('a', at(-42, -43), 0.9, angle)).toBe(
      'a drops under 90 % between −42° and −43°.',
    );
    expect(breakingSentence('a', never, 0.975, angle)).toBe(
      'a keeps 97.5 % up to 180°, as far as was asked.',
    );
    expect(breakingSentence('a', atOnce, 0.9, angle)).toBe(
      'a is under 90 % before anything is changed.',
    );
  });

  it('is an order', () => {
    expect(order(at(58, 59), at(-23, -24), never, atOnce)).toBe(
      'd (before anything is changed) drops under 90 % first; then b (−23° to −24°); then a (58° to 59°); c not as far as was asked.',
    );
  });
  it('is no order between those that cannot be told apart', () => {
    expect(order(at(23, 24), at(23.5, 24.5), at(24, 25))).toBe(
      'a (23° to 24°) and b (23.5° to 24.5°) drop under 90 % first; then c (24° to 25°).',
    );
  });
  it('is nothing to say of one run, and of those that all hold that they do', () => {
    expect(order(never)).toBe('');
    expect(order(never, never)).toBe('a and b keep 90 % as far as was asked.');
  });
});

describe('corruption errors', () => {
  const run = (runId: string, clean: number | null, errors: (number | null)[]) => ({
    ...{ runId, diverged: false, clean, errors },
  });
  const name = (id: string) => id.toUpperCase();

  it('are said against the baseline', () => {
    const found = corruptionErrors([run('a', 0.1, [0.2, 0.4]), run('b', 0.1, [0.1, 0.3])], 'a')!;
    expect(corruptionSentence(found, 'b', name)).toBe(
      'B: mCE 0.63, where A is 1; relative mCE 0.33.',
    );
    expect(corruptionSentence(found, 'a', name)).toBe('');
    expect(corruptionGaps(found, name)).toBe('');
  });
  it('say what is missing, and why', () => {
    const runs = [run('a', 0.1, [0, 0.4]), run('b', 0.1, [0.1, 0.3])];
    const wreck = { ...run('c', 0.9, [0.9, 0.9]), diverged: true };
    const found = corruptionErrors([...runs, wreck], 'a')!;
    expect(corruptionSentence(found, 'b', name)).toBe(
      'B: mCE 0.75 (over 1 of 2 corruptions), where A is 1; relative mCE 0.67 (over 1 of 2 corruptions).',
    );
    expect(corruptionGaps(found, name)).toBe(
      '1 of 2 corruptions have no mCE, since A has no error there; 1 of 2 have no relative mCE, since A loses nothing there; 1 run that diverged is left out.',
    );
  });
  it('tell what is not yet known from what cannot be said', () => {
    const early = corruptionErrors([run('a', 0.1, [0.2, null]), run('b', 0.1, [0.1, null])], 'a')!;
    expect(corruptionSentence(early, 'b', name)).toContain('mCE not yet known');
    expect(corruptionGaps(early, name)).toBe('');
    const perfect = corruptionErrors([run('a', 0, [0]), run('b', 0, [0.5])], 'a')!;
    expect(corruptionSentence(perfect, 'b', name)).toContain('mCE cannot be said');
  });
});
