/** For tests: plans, and runs as a trainer would have kept them. */
import { completeFinal, type RunRecord } from '../../training/result.ts';
import type { RunSpec, RunState } from '../../training/spec.ts';

/** As a person would type it: two arms, two sizes, three seeds. */
export const typedPlan = {
  title: 'Who learns from few?',
  base: { steps: 100 },
  arms: [
    { label: 'Coordinet', changes: {} },
    { label: 'CNN', changes: { architecture: { id: 'cnn' } } },
  ],
  factors: [
    {
      label: 'Training images',
      levels: [
        { label: '30', changes: { trainingImages: 30 } },
        { label: '100', changes: { trainingImages: 100 } },
      ],
    },
  ],
  seeds: [1, 2, 3],
};

export const typedTuning = {
  draws: 4,
  seeds: [101, 102],
  search: [{ path: 'learningRate', from: 0.0005, to: 0.02, scale: 'log' }],
};

let count = 0;

/** A run of the spec that ended. */
export function endedRun(
  spec: RunSpec,
  {
    status = 'finished',
    testAccuracy = 0.8,
    validation = null,
    trainedMs = 1000,
    parameterCount = 1000,
  }: {
    status?: RunState;
    testAccuracy?: number;
    validation?: { accuracy: number; loss: number } | null;
    trainedMs?: number;
    parameterCount?: number;
  } = {},
): RunRecord {
  const final = completeFinal({
    ...{ testAccuracy, testLoss: 0.5, testCount: 2000, parameterCount, trainedMs },
    weightsSha256: 'ab'.repeat(32),
    validation: validation && { ...validation, count: 100 },
  });
  return {
    id: `run-${++count}`,
    ...{ name: 'calm-otter', notes: '', tags: [], comparison: null, colour: 0, views: [] },
    ...{ spec, status, reason: status === 'finished' ? null : 'for a test', step: spec.steps },
    history: {
      ...{ step: [], trainLoss: [], trainAccuracy: [], testLoss: [], testAccuracy: [] },
      ...{ testClassAccuracy: [], validationLoss: [], validationAccuracy: [] },
    },
    final: status === 'finished' ? final : null,
    createdAt: '2026-01-02T03:04:05.678Z',
    ...{ environment: null, datasetSha256: null, app: { version: '0', commit: '' } },
    imported: false,
  };
}
