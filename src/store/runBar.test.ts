import { describe, expect, it } from 'vitest';
import type { runStates } from '../training/spec.ts';
import { mainAction, settingsChanged, stepTarget } from './runBar.ts';

const at = (
  status: (typeof runStates)[number],
  draftMatches = true,
  activeId: string | null = null,
) => ({
  activeId,
  current: { id: 'a', status },
  draftMatches,
});

describe('the main button', () => {
  it('trains a new run when there is none', () => {
    const view = { activeId: null, current: null, draftMatches: false };
    expect(mainAction(view)).toEqual({ label: 'Train', runId: null });
  });
  it('pauses what is training, whichever run is looked at', () => {
    expect(mainAction(at('finished', true, 'b'))).toEqual({ label: 'Pause', runId: 'b' });
    expect(mainAction(at('training', false, 'a'))).toEqual({ label: 'Pause', runId: 'a' });
  });
  it('resumes a paused run only while the settings are its own', () => {
    expect(mainAction(at('paused'))).toEqual({ label: 'Resume', runId: 'a' });
    expect(mainAction(at('paused', false))).toEqual({ label: 'Train', runId: null });
  });
  it('starts a queued run and tries a failed one again', () => {
    expect(mainAction(at('queued'))).toEqual({ label: 'Train', runId: 'a' });
    expect(mainAction(at('failed'))).toEqual({ label: 'Train', runId: 'a' });
  });
  it('begins anew after a run that is over', () => {
    expect(mainAction(at('finished'))).toEqual({ label: 'Train', runId: null });
    expect(mainAction(at('diverged'))).toEqual({ label: 'Train', runId: null });
  });
});

describe('a single step', () => {
  it('belongs to the current run while it is open', () => {
    expect(stepTarget(at('paused'))).toBe('a');
    expect(stepTarget(at('paused', false))).toBeNull();
    expect(stepTarget({ activeId: null, current: null, draftMatches: false })).toBeNull();
  });
  it('cannot be taken while training or after the end', () => {
    expect(stepTarget(at('training', true, 'a'))).toBeUndefined();
    expect(stepTarget(at('finished'))).toBeUndefined();
  });
});

it('marks changed settings on a run that is not over, and on no other', () => {
  expect(settingsChanged(at('training', false))).toBe(true);
  expect(settingsChanged(at('paused', false))).toBe(true);
  expect(settingsChanged(at('paused', true))).toBe(false);
  expect(settingsChanged(at('finished', false))).toBe(false);
});
