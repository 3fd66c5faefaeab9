import { describe, expect, it } from 'vitest';
import { codeOf } from '../../core/errors.ts';
import { emptyHistory } from '../../training/history.ts';
import type { RunRecord } from '../../training/result.ts';
import { cellsOf } from '../plan/cells.ts';
import type { Cell, StudyPlan } from '../plan/plan.ts';
import { studyId } from '../plan/planText.ts';
import { readPlan } from '../plan/readPlan.ts';
import { createShard } from '../plan/shards.ts';
import { mergeStudies, type NamedStudy } from './mergeStudies.ts';
import { recordOfRun } from './studyRun.ts';

const typed = {
  title: 'Two arms',
  arms: [
    { label: 'Coordinet', changes: {} },
    { label: 'CNN', changes: { architecture: { id: 'cnn' } } },
  ],
  seeds: [1, 2, 3],
};
const plan = readPlan(typed);

function runOf(plan: StudyPlan, cell: Cell, sha256 = 'a'.repeat(64)): RunRecord {
  const origin = {
    id: `${cell.arm.length}${cell.seed}`.padEnd(16, '0'),
    createdAt: `2026-01-0${cell.seed}T00:00:00.000Z`,
    environment: null,
    datasetSha256: sha256,
    app: { version: '0', commit: 'unknown' },
  };
  const ending = { outcome: 'failed', reason: 'of the test' } as const;
  return recordOfRun(plan, cell, origin, { log: { step: 0, history: emptyHistory() }, ending });
}

async function shardOf(index: number, count: number, of = plan): Promise<NamedStudy> {
  const runs = cellsOf(of, []).cells.filter(createShard(of, { index, count }));
  return {
    name: `shard${index}.json`,
    study: {
      ...{ id: await studyId(of), plan: of, amendments: [], lookedAt: null },
      createdAt: `2026-01-01T00:00:0${index}.000Z`,
    },
    runs: runs.map((cell) => runOf(of, cell)),
  };
}

const codeOfMerge = (parts: readonly NamedStudy[]): string | undefined => {
  try {
    mergeStudies(parts);
  } catch (error) {
    return codeOf(error);
  }
};

it('puts shards together: every cell answered once, in the order in which they were run', async () => {
  const merged = mergeStudies([await shardOf(2, 2), await shardOf(1, 2)]);
  expect(merged.runs).toHaveLength(6);
  expect(cellsOf(plan, merged.runs).open).toEqual([]);
  const dates = merged.runs.map(({ createdAt }) => createdAt);
  expect(dates).toEqual(dates.toSorted());
  expect(merged.study.createdAt).toBe('2026-01-01T00:00:01.000Z');
});

it('takes as looked at what was looked at in one shard, and adds up what had ended', async () => {
  const [a, b] = [await shardOf(1, 2), await shardOf(2, 2)];
  const amended = (part: NamedStudy, endedRuns: number, afterLooking: boolean): NamedStudy => {
    const at = '2026-01-02T00:00:00.000Z';
    const amendments = [{ at, what: 'seed 3 added', endedRuns, afterLooking }];
    return { ...part, study: { ...part.study, amendments, lookedAt: afterLooking ? at : null } };
  };
  const { study } = mergeStudies([amended(a, 2, false), amended(b, 1, true)]);
  expect(study.amendments).toMatchObject([
    { what: 'seed 3 added', endedRuns: 3, afterLooking: true },
  ]);
  expect(study.lookedAt).toBe('2026-01-02T00:00:00.000Z');
});

describe('refuses', () => {
  it('shards of another study', async () => {
    const other = readPlan({ ...typed, base: { steps: 7 } });
    const parts = [await shardOf(1, 2), await shardOf(2, 2, other)];
    expect(codeOfMerge(parts)).toBe('merge-other-study');
  });

  it('shards of which one has got seeds that the other has not', async () => {
    const [a, b] = [await shardOf(1, 2), await shardOf(2, 2)];
    const more = readPlan({ ...typed, seeds: [1, 2, 3, 4] });
    const grown = { ...b, study: { ...b.study, plan: more } };
    expect(codeOfMerge([a, grown])).toBe('merge-other-plan');
  });

  it('a run that two files hold, equal or not', async () => {
    const [a, b] = [await shardOf(1, 2), await shardOf(1, 3)];
    expect(codeOfMerge([a, a].map((part, i) => ({ ...part, name: `${i}.json` })))).toBe(
      'merge-overlap',
    );
    expect(codeOfMerge([a, b])).toBe('merge-overlap');
    const other = { ...b, runs: b.runs.map((run) => ({ ...run, id: run.id.replace(/0$/, '1') })) };
    expect(codeOfMerge([a, other])).toBe('merge-overlap');
  });

  it('shards that were trained on other images', async () => {
    const [a, b] = [await shardOf(1, 2), await shardOf(2, 2)];
    const runs = b.runs.map((run) => ({ ...run, datasetSha256: 'b'.repeat(64) }));
    expect(codeOfMerge([a, { ...b, runs }])).toBe('merge-other-images');
  });
});
