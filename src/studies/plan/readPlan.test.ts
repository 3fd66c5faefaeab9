import { describe, expect, it } from 'vitest';
import { codeOf, messageOf } from '../../core/errors.ts';
import { canonicalPlanText, studyId } from './planText.ts';
import { readPlan } from './readPlan.ts';
import { typedPlan, typedTuning } from './testing.ts';

const [coordinet, cnn] = typedPlan.arms;
const without = (name: keyof typeof typedPlan) => {
  const rest: Record<string, unknown> = { ...typedPlan };
  delete rest[name];
  return rest;
};
/** What is thrown for the plan with these fields, as a person reads it. */
function complaint(changes: object): string {
  try {
    readPlan({ ...typedPlan, ...changes }, 'study.json');
  } catch (error) {
    expect(codeOf(error)).toBeDefined();
    return messageOf(error);
  }
  throw new Error('nothing was thrown');
}

describe('a plan that leaves things out', () => {
  const plan = readPlan(typedPlan);
  it('takes the defaults', () => {
    expect(plan).toMatchObject({ version: 1, question: '', equal: [], tuning: null, views: [] });
    expect(plan.base).toMatchObject({ steps: 100, learningRate: 0.006, seed: 0 });
    expect(readPlan(without('factors')).factors).toEqual([]);
    expect(readPlan({ ...typedPlan, tuning: typedTuning }).tuning!.at).toBe('each');
  });
  it('compares each arm with the first, or with the baseline it names', () => {
    expect(plan.comparisons).toEqual([{ a: 'CNN', b: 'Coordinet', at: 'mean' }]);
    expect(readPlan({ ...typedPlan, baseline: 'CNN' }).comparisons).toEqual([
      { a: 'Coordinet', b: 'CNN', at: 'mean' },
    ]);
    expect(readPlan({ ...typedPlan, arms: [coordinet] }).comparisons).toEqual([]);
  });
  it('shows its images in other views as they are but for what is said', () => {
    const rotation = { id: 'rotation', options: { angle: 20 } };
    const views = [{ label: 'rotated by 20°', viewing: { changes: [rotation] } }];
    const [view] = readPlan({ ...typedPlan, views }).views;
    expect(view!.viewing).toMatchObject({ sensor: null, told: false, weighted: true, seed: 0 });
    expect(view!.viewing.changes[0]).toMatchObject(rotation);
  });
});

describe('a plan that was read', () => {
  it('reads the same again', () => {
    const typed = {
      ...typedPlan,
      base: { ...typedPlan.base, validationImages: 50 },
      comparisons: [{ a: 'CNN', b: 'Coordinet', at: { 'Training images': '30' } }],
      tuning: { ...typedTuning, at: { 'Training images': '100' } },
      equal: ['steps'],
      views: [{ label: 'as it is', viewing: {} }],
    };
    const plan = readPlan(typed);
    expect(readPlan(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
  });
  it('has an id that does not depend on the order of fields or on what is a default', async () => {
    const plan = readPlan(typedPlan);
    const turned = Object.fromEntries(Object.entries(typedPlan).reverse());
    expect(canonicalPlanText(readPlan(turned))).toBe(canonicalPlanText(plan));
    const whole = { ...typedPlan, base: { ...typedPlan.base, seed: 9, batchSize: 64 } };
    expect(await studyId(readPlan(whole))).toBe(await studyId(plan));
    // Of the plan as it is here: a change of this id would orphan the studies that people have.
    expect(await studyId(plan)).toBe('2cea6a2778cf1794');
    expect(canonicalPlanText(plan)).not.toMatch(/stopping|validationImages|dropout|permutation/);
    expect(await studyId(readPlan({ ...typedPlan, seeds: [1, 2] }))).not.toBe(await studyId(plan));
  });
});

describe('a plan that is wrong', () => {
  const level = (label: string, changes: object) => ({ label, changes });
  const factor = (...levels: object[]) => [{ label: 'Training images', levels }];
  const at30 = level('30', { trainingImages: 30 });
  const tuned = (changes: object) => ({ tuning: { ...typedTuning, ...changes } });
  const range = typedTuning.search[0]!;

  it.each<[string, object, RegExp]>([
    ['is of another version', { version: 2 }, /version 2/],
    ['has a field nobody knows', { colour: 'red' }, /field "colour" in study.json/],
    ['has no title', { title: ' ' }, /title/],
    ['has no arms', { arms: [] }, /no arms/],
    ['is no list of arms', { arms: {} }, /arms.*a list/],
    ['has two arms of one name', { arms: [coordinet, coordinet] }, /"Coordinet" twice/],
    [
      'has two arms that are the same',
      { arms: [coordinet, { label: 'Again', changes: {} }] },
      /same spec for the arms "Coordinet" and "Again"/,
    ],
    [
      'names an unknown architecture',
      { arms: [level('A', { architecture: { id: 'transformer' } })] },
      /architecture "transformer"/,
    ],
    [
      'has an option out of range',
      { arms: [level('A', { architecture: { options: { width: 2 } } })] },
      /Width before pooling = 2.*arm "A"/,
    ],
    [
      'has an option of another system',
      { arms: [level('A', { architecture: { id: 'cnn', options: { pooling: 'sum' } } })] },
      /option "pooling"/,
    ],
    ['has a number out of range', { base: { steps: 0 } }, /Steps = 0 in base/],
    ['has a base that nobody knows', { base: { stepz: 1 } }, /field "stepz" in base/],
    ['sets a seed in an arm', { arms: [level('A', { seed: 2 })] }, /field "seed" in arm "A"/],
    ['has no seeds', { seeds: [] }, /no seeds/],
    ['has a seed twice', { seeds: [1, 2, 1] }, /1 twice in seeds/],
    ['has a seed that is none', { seeds: [1.5] }, /1.5 as seeds/],
    ['has seeds that are no list', { seeds: 'all' }, /"all" as seeds/],
    ['has a level twice', { factors: factor(at30, at30) }, /"30" twice/],
    ['has a factor without levels', { factors: factor() }, /no levels/],
    [
      'has levels that do nothing',
      { factors: factor(at30, level('also 30', { trainingImages: 30 })) },
      /same spec for Training images 30 and Training images also 30/,
    ],
    ['compares an arm that is not there', { comparisons: [{ a: 'CNN', b: 'MLP' }] }, /"MLP"/],
    ['compares an arm with itself', { comparisons: [{ a: 'CNN', b: 'CNN' }] }, /against itself/],
    [
      'asks one question twice',
      {
        comparisons: [
          { a: 'CNN', b: 'Coordinet' },
          { a: 'Coordinet', b: 'CNN' },
        ],
      },
      /twice in comparisons/,
    ],
    [
      'compares at a level that is not there',
      { comparisons: [{ a: 'CNN', b: 'Coordinet', at: { 'Training images': '31' } }] },
      /"31"/,
    ],
    ['names a baseline that is not there', { baseline: 'MLP' }, /"MLP" as baseline/],
    ['claims an equality that is none', { equal: ['fame'] }, /"fame" as equal/],
    ['tunes on its own seeds', tuned({ seeds: [3] }), /seed 3 in the study and in its tuning/],
    ['tunes nothing', tuned({ search: [] }), /nothing to tune in arm "Coordinet"/],
    ['tunes with one draw', tuned({ draws: 1 }), /1 as draws/],
    [
      'tunes what an arm has not',
      tuned({ search: [{ path: 'architecture.pooling', values: ['sum', 'mean'] }] }),
      /"architecture.pooling".*CNN has not/,
    ],
    ['tunes out of range', tuned({ search: [{ ...range, to: 5000 }] }), /Learning rate = 5000/],
    ['tunes a path that is none', tuned({ search: [{ ...range, path: 'seed' }] }), /"seed"/],
    ['tunes backwards', tuned({ search: [{ ...range, from: 1 }] }), /smaller first/],
    ['tunes from 0 on a log scale', tuned({ search: [{ ...range, from: 0 }] }), /more than 0/],
    [
      'tunes what a factor sets',
      tuned({ search: [{ path: 'trainingImages', values: [30, 50] }] }),
      /trainingImages tuned and set by factor "Training images"/,
    ],
    [
      'searches in an arm without tuning',
      { arms: [{ ...coordinet, search: [range] }, cnn] },
      /a search in arm "Coordinet"/,
    ],
    [
      'looks through a transform nobody knows',
      {
        views: [level('A', {})].map(({ label }) => ({
          label,
          viewing: { changes: [{ id: 'x' }] },
        })),
      },
      /"x"/,
    ],
  ])('%s: said so', (_, changes, words) => {
    expect(complaint(changes)).toMatch(words);
  });

  it.each([[null], [undefined], [7], ['plan'], [[]], [[typedPlan]]])('is %j: said so', (value) => {
    expect(() => readPlan(value, 'study.json')).toThrow(/as study.json/);
  });

  it('asks for a million runs: the number is said, at once', () => {
    const seeds = Array.from({ length: 100 }, (_, seed) => seed);
    const levels = Array.from({ length: 100 }, (_, place) => level(`${place}`, { steps: place }));
    const factors = [
      { label: 'a', levels },
      { label: 'b', levels },
    ];
    const begin = performance.now();
    expect(complaint({ arms: [coordinet], seeds, factors })).toMatch(/1,000,000 runs/);
    expect(performance.now() - begin).toBeLessThan(1000);
    expect(complaint({ seeds: Array(200_000).fill(1) })).toMatch(/200,000 runs/);
  });

  it('does not reach into what all records have', () => {
    expect(complaint(JSON.parse('{"arms":[{"label":"A","changes":{"__proto__":1}}]}'))).toMatch(
      /__proto__/,
    );
    expect(complaint({ arms: [level('A', { architecture: { id: 'constructor' } })] })).toMatch(
      /"constructor"/,
    );
  });
});
