/** A search through the engine: it is fed, reports, is stopped, and refuses what reads a grid. */
import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../core/errors.ts';
import type { SystemChoice } from '../core/system.ts';
import { createNodeEngine } from '../headless/nodeEngine.ts';
import type { RunSpec } from '../training/spec.ts';
import { plainViewing } from '../training/viewing.ts';
import type { SearchOrder, SearchReport } from './survey.ts';

const choice = (id: string, options: SystemChoice['options'] = {}): SystemChoice => ({
  id,
  options,
});
const spec: RunSpec = {
  task: choice('classification'),
  dataset: choice('where'),
  trainingImages: 64,
  validationImages: 0,
  augmentation: null,
  architecture: choice('coordinet', { width: 8, headWidth: 8 }),
  encoding: choice('gaussian-fourier', { waves: 8, bandwidth: 0.5 }),
  optimiser: choice('adam'),
  schedule: choice('one-cycle'),
  stopping: { id: 'steps', options: {} },
  learningRate: 0.02,
  steps: 3,
  batchSize: 16,
  seed: 1,
};
const onGrid: RunSpec = { ...spec, encoding: null, architecture: choice('mlp', { width: 8 }) };
const order: SearchOrder = {
  searchId: 'search',
  run: { runId: 'pixels', spec },
  viewing: { ...plainViewing, changes: [choice('rotation', { angle: 40 })] },
  sought: {
    kind: 'transform',
    choice: choice('rotation'),
    unknowns: [{ name: 'angle', from: -180, to: 180 }],
  },
  images: 5,
  first: 3,
};

const engine = createNodeEngine();
beforeAll(async () => {
  await engine.open('wasm');
  await engine.train({ runId: 'pixels', spec, untilStep: 2 }, () => {});
  await engine.train({ runId: 'grid', spec: onGrid, untilStep: 1 }, () => {});
}, 120_000);

describe('a search', () => {
  it('ends at the lowest point that it told of, and keeps no array', async () => {
    const before = await engine.countTensors();
    const reports: SearchReport[] = [];
    const end = await engine.findGeometry(order, (report) => reports.push(report));
    expect(end.outcome).toBe('finished');
    const [angle] = end.best.values;
    expect(end.found).toEqual({ changes: [choice('rotation', { angle: angle! })], sensor: null });
    const shares = reports.map(({ done }) => done);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(reports.length).toBeGreaterThan(40);
    expect(reports.every(({ searchId }) => searchId === 'search')).toBe(true);
    expect(await engine.countTensors()).toBe(before);
  });

  it('is stopped by its name', async () => {
    let told = 0;
    const end = await engine.findGeometry(order, () => {
      if (++told === 3) void engine.stopAsking('search');
    });
    expect([end.outcome, told]).toEqual(['stopped', 3]);
  });

  it('refuses a model that reads a grid', async () => {
    const asked = engine.findGeometry({ ...order, run: { runId: 'grid', spec: onGrid } }, () => {});
    expect(codeOf(await asked.catch((error: unknown) => error))).toBe('no-coordinates');
  });
});
