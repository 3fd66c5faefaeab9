import { expect, it } from 'vitest';
import { someRun } from '../../storage/testing.ts';
import { whyNothing } from './emptyState.ts';

const run = {
  ...someRun('a'),
  name: 'calm-otter',
  step: 10,
  status: 'paused',
  imported: false,
} as const;
const why = (patch: object) =>
  whyNothing({ run: { ...run, ...patch }, runCount: 1, then: 'see its evidence' });

it('names what is missing and what to do', () => {
  expect(whyNothing({ run: null, runCount: 0, then: 'look inside' })).toBe(
    'Train a model, then look inside.',
  );
  expect(whyNothing({ run: null, runCount: 3, then: 'look inside' })).toMatch(/^Choose a run/);
  expect(why({ imported: true })).toMatch(/calm-otter came from a file/);
  expect(why({ status: 'diverged' })).toMatch(/diverged/);
  expect(why({ step: 0 })).toMatch(/not learnt anything yet/);
});

it('is silent where a run can be asked, also while it trains', () => {
  for (const status of ['training', 'paused', 'finished', 'stopped', 'failed', 'queued']) {
    expect(why({ status })).toBeNull();
  }
});
