import { describe, expect, it } from 'vitest';
import type { Study } from '../study.ts';
import { addArms, addSeeds } from './amending.ts';
import { cellsOf } from './cells.ts';
import { studyId } from './planText.ts';
import { readPlan } from './readPlan.ts';
import { specText } from './specText.ts';
import { endedRun, typedPlan } from './testing.ts';

const plan = readPlan(typedPlan);
const study: Study = {
  id: await studyId(plan),
  plan,
  ...{ amendments: [], createdAt: '2026-01-01T00:00:00.000Z', lookedAt: null },
};
const context = { at: '2026-01-02T00:00:00.000Z', endedRuns: 12 };
const mlp = { label: 'MLP', changes: { architecture: { id: 'mlp' } } };

describe('a study to which something is added', () => {
  it('keeps its id and its runs, and says when and what', () => {
    const runs = cellsOf(plan, []).cells.map(({ spec }) => endedRun(spec));
    const more = addSeeds(study, [4, 5, 6, 9], context);
    expect(more.id).toBe(study.id);
    expect(more.amendments).toEqual([
      { ...context, what: 'seeds 4 to 6 and 9 added', afterLooking: false },
    ]);
    const { open } = cellsOf(more.plan, runs);
    expect(open).toHaveLength(4 * 4);
    expect(new Set(open.map(({ seed }) => seed))).toEqual(new Set([4, 5, 6, 9]));
  });
  it('says that somebody had looked by then', () => {
    const looked = { ...study, lookedAt: '2026-01-01T12:00:00.000Z' };
    const [amendment] = addSeeds(looked, [7], context).amendments;
    expect(amendment).toMatchObject({ what: 'seed 7 added', afterLooking: true });
  });
  it('compares new arms with the baseline, after all others', () => {
    const more = addArms(addSeeds(study, [4], context), [mlp], context);
    expect(more.plan.comparisons.at(-1)).toEqual({ a: 'MLP', b: 'Coordinet', at: 'mean' });
    expect(more.amendments.map(({ what }) => what)).toEqual([
      'seed 4 added',
      'arm “MLP” added, compared with “Coordinet”',
    ]);
    const before = new Set(cellsOf(study.plan, []).cells.map(({ spec }) => specText(spec)));
    const after = cellsOf(more.plan, []).cells.map(({ spec }) => specText(spec));
    expect(after.filter((text) => before.has(text))).toHaveLength(before.size);
  });
  it('refuses what is there already, and nothing at all', () => {
    expect(() => addSeeds(study, [3], context)).toThrow(/3 twice in seeds/);
    expect(() => addSeeds(study, [], context)).toThrow(/nothing to add/);
    expect(() => addArms(study, [{ ...mlp, label: 'CNN' }], context)).toThrow(/"CNN" twice/);
  });
});
