// @vitest-environment jsdom
import { expect, it } from 'vitest';
import type { EngineStatus } from '../engine/engine.ts';
import type { RunRecord } from '../training/result.ts';
import { environmentOf } from './environment.ts';

const status = (label: string): EngineStatus => ({
  backend: 'wasm',
  label,
  threads: 1,
  adapter: null,
  passedOver: [],
  selfCheckError: 0,
});

it('names every place where a run was trained, each time it moved', () => {
  const labels = ['A', 'B', 'B', 'A'];
  const environment = labels.reduce<RunRecord['environment']>(
    (before, label, step) =>
      environmentOf(status(label), { step, environment: before } as RunRecord),
    null,
  );
  expect(environment?.backendLabel).toBe('A, then B, then A');
});

it('forgets where a run was that took no step there', () => {
  const before = environmentOf(status('A'));
  const run = { step: 0, environment: before } as RunRecord;
  expect(environmentOf(status('B'), run).backendLabel).toBe('B');
});
