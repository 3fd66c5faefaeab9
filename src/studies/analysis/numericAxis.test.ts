import { describe, expect, it } from 'vitest';
import type { SpecChanges } from '../plan/plan.ts';
import { numericAxes, numericAxisOf } from './numericAxis.ts';

const factor = (...changes: SpecChanges[]) => ({
  label: 'What',
  levels: changes.map((each, place) => ({ label: `level ${place}`, changes: each })),
});

describe('a factor is an axis', () => {
  it('where every level sets the same number, of the spec or of a system', () => {
    expect(numericAxisOf(factor({ trainingImages: 30 }, { trainingImages: 300 }))).toEqual({
      ...{ label: 'What', path: 'trainingImages', scale: 'logarithmic' },
      points: [
        { level: 'level 0', value: 30 },
        { level: 'level 1', value: 300 },
      ],
    });
    const bandwidths = [1, 2, 4].map((bandwidth) => ({ encoding: { options: { bandwidth } } }));
    expect(numericAxisOf(factor(...bandwidths))).toMatchObject({
      path: 'encoding.bandwidth',
      scale: 'linear',
    });
  });

  it('not where levels set something else, more than one thing, no number, or name a system', () => {
    const none: SpecChanges[][] = [
      [{ trainingImages: 30 }, { steps: 30 }],
      [
        { trainingImages: 30, steps: 3 },
        { trainingImages: 300, steps: 30 },
      ],
      [{ dataset: { id: 'where' } }, { dataset: { id: 'typefaces' } }],
      [{ architecture: { options: { pooling: 'sum' } } }],
      [{ architecture: { id: 'cnn', options: { filters: 8 } } }],
      [{ augmentation: null }],
      [{}],
      [{ steps: 30 }, { steps: 30 }],
    ];
    for (const changes of none) expect(numericAxisOf(factor(...changes))).toBeUndefined();
  });

  it('and zero keeps it linear', () => {
    expect(numericAxisOf(factor({ validationImages: 0 }, { validationImages: 100 }))!.scale).toBe(
      'linear',
    );
  });
});

it('the number of training images comes first', () => {
  const factors = [
    factor({ steps: 10 }, { steps: 20 }),
    factor({ dataset: { id: 'where' } }),
    factor({ trainingImages: 30 }, { trainingImages: 60 }),
  ];
  expect(numericAxes({ factors }).map(({ path }) => path)).toEqual(['trainingImages', 'steps']);
});
