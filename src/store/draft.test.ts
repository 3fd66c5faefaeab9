import { beforeEach, describe, expect, it } from 'vitest';
import { canonicalText, createDefaultSpec } from '../training/specs.ts';
import { chooseStopping, setOption, takeSpec } from './draft.ts';
import { createLabState, getLab, setLab } from './lab.ts';
import { faultsOfSpec } from './lists.ts';

beforeEach(() => setLab(createLabState()));
const draft = () => getLab().draft;

describe('choosing a stopping rule', () => {
  it('by validation comes with images to validate with, and leaves chosen ones alone', () => {
    chooseStopping('validation');
    expect(draft().stopping).toEqual({ id: 'validation', options: { patience: 10 } });
    expect(draft().validationImages).toBe(500);
    expect(faultsOfSpec(draft(), undefined)).toEqual([]);
    takeSpec({ ...createDefaultSpec(), validationImages: 64 });
    chooseStopping('validation');
    expect(draft().validationImages).toBe(64);
    takeSpec({ ...createDefaultSpec(), trainingImages: 30 });
    chooseStopping('validation');
    expect(draft().validationImages).toBe(30); // not many times what it learns from
  });

  it('keeps its options for when it is chosen again', () => {
    chooseStopping('training-loss');
    setOption('stopping', 'loss', 0.25);
    chooseStopping('steps');
    expect(draft().validationImages).toBe(0);
    expect(canonicalText(draft())).toBe(canonicalText(createDefaultSpec()));
    chooseStopping('training-loss');
    expect(draft().stopping.options).toEqual({ loss: 0.25 });
  });

  it('is refused, in words, where the images for it were taken away', () => {
    chooseStopping('validation');
    takeSpec({ ...draft(), validationImages: 0 });
    expect(faultsOfSpec(draft(), undefined)).toEqual([
      'Stopping “By validation” needs validation images; choose some',
    ]);
  });
});
