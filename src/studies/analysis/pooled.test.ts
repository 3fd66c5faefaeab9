import { describe, expect, it } from 'vitest';
import { analyseStudy } from './analyseStudy.ts';
import { poolDatasets } from './pooled.ts';
import { runsOf, studyOf } from './testing.ts';

describe('several datasets', () => {
  const factors = [
    {
      label: 'Dataset',
      levels: ['typefaces', 'where'].map((id) => ({ label: id, changes: { dataset: { id } } })),
    },
  ];
  const study = studyOf({ factors, seeds: [1, 2, 3, 4] });

  it('are pooled when that is asked for: the middle half, its bootstrap and the profile', () => {
    const runs = runsOf(study.plan, ({ arm, seed, levels }) =>
      arm === 'CNN' ? 0.5 : (levels.Dataset === 'where' ? 0.9 : 0.1) + (seed === 4 ? 0.05 : 0),
    );
    const plain = analyseStudy(study, runs);
    expect(plain.pooled).toBeNull();
    const { pooled, profiles } = poolDatasets(study.plan, plain);
    // Of .1 .1 .1 .15 .9 .9 .9 .95 the middle four.
    expect(pooled![0]!.arm).toBe('Coordinet');
    expect(pooled![0]!.interquartileMean).toBeCloseTo((0.1 + 0.15 + 0.9 + 0.9) / 4, 12);
    expect(pooled![1]).toEqual({
      arm: 'CNN',
      interquartileMean: 0.5,
      interval: { low: 0.5, high: 0.5 },
    });
    expect(profiles![0]!.shares[0]).toBeCloseTo(5 / 8, 12);
    expect(profiles![0]!.shares.at(-1)).toBe(0);
    expect(poolDatasets(study.plan, plain)).toEqual(poolDatasets(study.plan, plain));
  });

  it('leave out an arm that lacks one of them', () => {
    const runs = runsOf(study.plan, ({ arm, levels }) =>
      arm === 'CNN' && levels.Dataset === 'where' ? null : 0.5,
    );
    const { pooled } = poolDatasets(study.plan, analyseStudy(study, runs));
    expect(pooled!.map(({ arm }) => arm)).toEqual(['Coordinet']);
  });

  it('average the probability of improvement over the datasets', () => {
    const runs = runsOf(study.plan, ({ arm, levels }) =>
      arm === 'CNN' ? 0.5 : levels.Dataset === 'where' ? 0.9 : 0.5,
    );
    const { comparisons } = analyseStudy(study, runs);
    expect(comparisons[0]!.probabilityOfImprovement).toBe(0.25);
  });

  it('change nothing in a study of one', () => {
    const one = studyOf();
    const analysis = analyseStudy(one, []);
    expect(poolDatasets(one.plan, analysis)).toBe(analysis);
  });
});
