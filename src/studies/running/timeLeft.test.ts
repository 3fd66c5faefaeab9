import { expect, it } from 'vitest';
import { createDefaultSpec } from '../../training/specs.ts';
import type { Cell } from '../plan/plan.ts';
import { createPaces, type WatchedRun } from './timeLeft.ts';

const cellOf = (arm: string, images = '30'): Cell => ({
  ...{ stage: 'main', arm, levels: { 'Training images': images }, seed: 1, draw: null },
  spec: { ...createDefaultSpec(), steps: 100 },
});
const placesOf = (arm: string, count: number, images?: string) => ({
  ...cellOf(arm, images),
  count,
});
const idle = { toCome: [], active: [], trainers: 1, nowMs: 0 };

function watchedRun(arm: string, step: number, firstStep = 0): WatchedRun {
  return { cell: cellOf(arm), step, firstStep, beganMs: 0 };
}

it('is not known before anything was seen', () => {
  const { msLeft } = createPaces();
  expect(msLeft({ ...idle, toCome: [placesOf('CNN', 3)] })).toBeNull();
  expect(msLeft({ ...idle, active: [watchedRun('CNN', 0)] })).toBeNull();
});

it('goes by runs at the same place, else of the same arm, else by all', () => {
  const paces = createPaces();
  paces.add(cellOf('CNN', '30'), 1000);
  paces.add(cellOf('CNN', '300'), 3000);
  paces.add(cellOf('MLP', '30'), 200);
  const left = (arm: string, images: string) =>
    paces.msLeft({ ...idle, toCome: [placesOf(arm, 10, images)] });
  expect(left('CNN', '30')).toBeCloseTo(10_000);
  expect(left('CNN', '100')).toBeCloseTo(20_000);
  expect(left('Coordinet', '30')).toBeCloseTo(14_000);
});

it('is shared by the trainers, but never shorter than the longest run', () => {
  const paces = createPaces();
  paces.add(cellOf('CNN'), 1000);
  const toCome = [placesOf('CNN', 8)];
  expect(paces.msLeft({ ...idle, toCome, trainers: 4 })).toBeCloseTo(2000);
  const active = [watchedRun('CNN', 10)];
  expect(paces.msLeft({ ...idle, active, trainers: 4, nowMs: 500 })).toBeCloseTo(4500);
});

it('goes by a run’s own pace since it was taken up, once that tells', () => {
  const paces = createPaces();
  paces.add(cellOf('CNN'), 1000);
  const left = (run: WatchedRun) => paces.msLeft({ ...idle, active: [run], nowMs: 600 });
  expect(left(watchedRun('CNN', 1))).toBeCloseTo(990);
  expect(left(watchedRun('CNN', 20))).toBeCloseTo(2400);
  expect(left(watchedRun('CNN', 80, 60))).toBeCloseTo(600);
});

it('takes the first run under way for all before any has ended', () => {
  const paces = createPaces();
  const active = [watchedRun('CNN', 50)];
  const toCome = [placesOf('MLP', 3)];
  expect(paces.msLeft({ ...idle, toCome, active, nowMs: 500 })).toBeCloseTo(3500);
});
