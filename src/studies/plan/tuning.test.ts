import { describe, expect, it } from 'vitest';
import { integer, number } from '../../core/options.ts';
import { createDefaultSpec } from '../../training/specs.ts';
import { endedRun } from './testing.ts';
import { bestDraw, drawnValue, scoreOf } from './tuning.ts';

const spec = createDefaultSpec();
const scored = (accuracy: number, loss: number) =>
  endedRun(spec, { validation: { accuracy, loss } });

describe('the score of a draw', () => {
  it('is the mean over its seeds on the validation slice', () => {
    const score = scoreOf(3, [scored(0.5, 1), scored(0.75, 2)]);
    expect(score).toEqual({ draw: 3, accuracy: 0.625, loss: 1.5 });
  });
  it('is none where a run of it did not finish, however good the others', () => {
    const failed = endedRun(spec, { status: 'diverged' });
    expect(scoreOf(1, [scored(0.99, 0.1), failed]).accuracy).toBeNull();
    expect(scoreOf(1, [endedRun(spec)]).accuracy).toBeNull();
    expect(scoreOf(1, []).accuracy).toBeNull();
  });
  it('knows nothing of the test set', () => {
    const lucky = endedRun(spec, {
      testAccuracy: 1,
      validation: { accuracy: 0.5, loss: 1 },
    });
    expect(scoreOf(0, [lucky])).toEqual({ draw: 0, accuracy: 0.5, loss: 1 });
  });
});

describe('the best draw', () => {
  const draw = (place: number, accuracy: number | null, loss: number | null = 1) => ({
    draw: place,
    accuracy,
    loss,
  });
  it.each([
    ['is the most accurate', [draw(0, 0.7), draw(1, 0.9), draw(2, 0.8)], 1],
    ['has less loss among equals', [draw(0, 0.9, 0.4), draw(1, 0.9, 0.2)], 1],
    ['is the first among equals in both', [draw(1, 0.9), draw(0, 0.9)], 0],
    ['is none that did not finish', [draw(0, 0.1), draw(1, null, null)], 0],
    ['is what was given where none finished', [draw(0, null, null), draw(1, null, null)], 0],
  ])('%s', (_, scores, best) => {
    expect(bestDraw(scores)).toBe(best);
  });
});

describe('a drawn value', () => {
  const any = number({ label: 'x', default: 1, min: 0, max: 1000 });
  const whole = integer({ label: 'x', default: 1, min: 0, max: 1000 });
  it('is even on its scale', () => {
    const log = { path: 'learningRate', from: 0.001, to: 0.1, scale: 'log' } as const;
    expect(drawnValue(log, 0, any)).toBe(0.001);
    expect(drawnValue(log, 0.5, any)).toBe(0.01);
    expect(drawnValue({ ...log, scale: 'linear' }, 0.5, any)).toBe(0.0505);
    expect(drawnValue({ ...log, from: 10, to: 1000 }, 0.3, whole)).toBe(40);
  });
  it('never leaves its range by rounding', () => {
    const narrow = { path: 'learningRate', from: 0.12345, to: 0.12346, scale: 'linear' } as const;
    expect(drawnValue(narrow, 0, any)).toBe(0.12345);
  });
  it('is one of those named', () => {
    const named = { path: 'encoding.id', values: ['a', 'b', 'c'] };
    expect([0, 0.34, 0.9999].map((share) => drawnValue(named, share, any))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });
});
