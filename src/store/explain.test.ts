import { expect, it } from 'vitest';
import { LabError } from '../core/errors.ts';
import { explain } from './explain.ts';

it('says what to do when a file of the lab cannot be loaded, in any browser', () => {
  const messages = [
    'Failed to fetch',
    'NetworkError when attempting to fetch resource.',
    'Load failed',
    'Failed to fetch dynamically imported module: https://lab/assets/x.js',
  ];
  for (const message of messages) {
    expect(explain(new TypeError(message))).toMatch(/^Found no answer.*To do: check/);
  }
});

it('leaves other messages as they are', () => {
  const own = new LabError('idx', { found: 'a', expected: 'b', fix: 'c' });
  expect(explain(own)).toBe('Found a; expected b. To do: c.');
  expect(explain(new Error('out of memory'))).toBe('out of memory');
  expect(explain('text')).toBe('text');
});
