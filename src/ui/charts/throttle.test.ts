import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createThrottle } from './throttle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('acts at once, then at most once per interval, and ends with the last value', () => {
  const seen: number[] = [];
  const throttle = createThrottle((value: number) => seen.push(value), 200);
  for (let value = 0; value < 50; value++) {
    throttle.push(value);
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(1000);
  expect(seen).toEqual([0, 19, 39, 49]);
});

it('acts at once again after a quiet interval', () => {
  const seen: string[] = [];
  const throttle = createThrottle((value: string) => seen.push(value), 200);
  throttle.push('a');
  vi.advanceTimersByTime(300);
  throttle.push('b');
  expect(seen).toEqual(['a', 'b']);
});

it('forgets what waits when cancelled', () => {
  const seen: string[] = [];
  const throttle = createThrottle((value: string) => seen.push(value), 200);
  throttle.push('a');
  throttle.push('b');
  throttle.cancel();
  vi.advanceTimersByTime(1000);
  expect(seen).toEqual(['a']);
});
