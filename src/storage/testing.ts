/** Runs, checkpoints and datasets for the tests of storage/. */
import { expect } from 'vitest';
import { codeOf } from '../core/errors.ts';
import { createRandom } from '../core/random.ts';
import type { Dataset, ImageSet } from '../datasets/dataset.ts';
import type { Checkpoint } from '../training/checkpoint.ts';
import { completeFinal, type Environment, type RunRecord } from '../training/result.ts';
import { createDefaultSpec, readSpec } from '../training/specs.ts';

/** With every option written out, as a file has it. */
export const someSpec = readSpec({ ...createDefaultSpec(), steps: 100, seed: 7 }, 'the test');

export const someEnvironment: Environment = {
  backend: 'wasm',
  backendLabel: 'WASM · 2 threads',
  threads: 2,
  adapter: null,
  platform: 'Node v20.20.2',
  libraries: { '@tensorflow/tfjs-core': '4.22.0', '@tensorflow/tfjs-backend-wasm': '4.22.0' },
};

export function someRun(id: string, changes: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    name: 'calm-otter',
    notes: 'wider than the others\n- and slower',
    tags: ['wide', 'draft'],
    comparison: 'c0ffee',
    colour: 0,
    spec: someSpec,
    status: 'finished',
    reason: null,
    step: 100,
    history: {
      step: [0, 50, 100],
      trainLoss: [null, 1.25, 0.5],
      trainAccuracy: [null, 0.5, 0.8125],
      testLoss: [2.302585, 1.3, 0.7],
      testAccuracy: [0.1, 0.52, 0.776],
      testClassAccuracy: [null, [0.5, 0.54, null], [0.75, 0.8, null]],
      validationLoss: [null, null, null],
      validationAccuracy: [null, null, null],
    },
    final: completeFinal({
      testAccuracy: 0.7712,
      testLoss: 0.71,
      testCount: 5000,
      parameterCount: 101_770,
      weightsSha256: 'ab'.repeat(32),
      trainedMs: 61_234.5,
    }),
    views: [],
    createdAt: '2026-01-02T03:04:05.678Z',
    environment: someEnvironment,
    datasetSha256: 'cd'.repeat(32),
    app: { version: '0.1.0', commit: '6ea1cd4' },
    imported: false,
    ...changes,
  };
}

export function someCheckpoint(runId: string, step: number, size = 1000): Checkpoint {
  const draws = (name: string) => createRandom(step).stream(name).uniforms(size);
  return {
    version: 1,
    datasetSha256: 'ab'.repeat(32),
    runId,
    step,
    parameters: [
      { name: 'head/weight', shape: [size / 10, 10], values: draws('weight') },
      { name: 'head/bias', shape: [10], values: draws('bias').subarray(0, 10) },
    ],
    slots: [{ name: 'head/weight/mean', shape: [size / 10, 10], values: draws('mean') }],
    history: someRun(runId).history,
    pending: { loss: 12.5, correct: 40, examples: 96 },
    trainedMs: 1234,
  };
}

export function someDataset(id: string, count = 20): Dataset {
  const part = (first: number): ImageSet => ({
    count,
    images: Uint8Array.from({ length: count * 16 }, (_, i) => (i * 7 + first) % 256),
    labels: Uint8Array.from({ length: count }, (_, i) => i % 3),
  });
  return {
    ...{ id, label: 'My images', height: 4, width: 4, channels: 1, classNames: ['a', 'b', 'c'] },
    train: { ...part(0), groups: Uint16Array.from({ length: count }, (_, i) => i * 300) },
    test: part(1),
    ...{ source: 'a folder', licence: 'unknown', sha256: 'ef'.repeat(32) },
  };
}

/** That it rejects with a LabError of this code. */
export async function expectCode(promise: Promise<unknown>, code: string): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(codeOf(error)).toBe(code);
}

/** The record as an earlier version of the lab wrote it, which did not know these fields. */
export function without<Value extends object, Name extends keyof Value>(
  record: Value,
  ...names: Name[]
): Omit<Value, Name> {
  const old = { ...record };
  for (const name of names) delete old[name];
  return old;
}
