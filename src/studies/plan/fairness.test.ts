import { describe, expect, it } from 'vitest';
import { architectures } from '../../architectures/index.ts';
import type { Architecture } from '../../architectures/architecture.ts';
import { defaultsOf } from '../../core/options.ts';
import { squares } from '../../training/testing.ts';
import { where } from '../../datasets/where.ts';
import { whatAndWhere } from '../../datasets/whatAndWhere.ts';
import { computeOf, TOLERANCE } from './equality.ts';
import { describeArms, planTime } from './costs.ts';
import { faultsOfPlan } from './faults.ts';
import { knownOf, listedDataset, type DatasetLookup } from './knownDataset.ts';
import { makeEqual } from './makeEqual.ts';
import { readPlan } from './readPlan.ts';
import { typedPlan, typedTuning } from './testing.ts';

const arms = ['coordinet', 'mlp', 'cnn', 'resnet-20', 'mlp-mixer'].map((id) => ({
  label: id,
  changes: { architecture: { id } },
}));
const plan = readPlan({ ...typedPlan, arms });
const numbersOf = (of: typeof plan, read: (cost: ReturnType<typeof describeArms>[0]) => number) =>
  describeArms(of, listedDataset).map(read);
const spreadOf = (values: number[]) => Math.max(...values) / Math.min(...values) - 1;

describe('the widths of an architecture', () => {
  it.each(architectures as readonly Architecture[])('of $label make it larger', (architecture) => {
    const { options, widths = [] } = architecture;
    const sizes = { height: 28, width: 28, channels: 1, outputs: 10, features: 32 };
    const given = defaultsOf(options);
    const count = (values: typeof given) =>
      architecture
        .parameters(values, sizes)
        .reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0);
    const wider = Object.fromEntries(widths.map((name) => [name, Number(given[name]) * 2]));
    for (const name of widths) expect(options[name]!.kind).toBe('integer');
    if (widths.length > 0)
      expect(count({ ...given, ...wider })).toBeGreaterThan(1.5 * count(given));
  });
});

describe('arms made equal', () => {
  it('have as many parameters as the baseline, to 5 %', () => {
    const equal = makeEqual(plan, 'parameters', listedDataset);
    const before = numbersOf(plan, ({ parameterCount }) => parameterCount!);
    const after = numbersOf(equal, ({ parameterCount }) => parameterCount!);
    expect(spreadOf(before)).toBeGreaterThan(1);
    expect(spreadOf(after)).toBeLessThanOrEqual(TOLERANCE);
    expect(after[0]).toBe(before[0]);
    expect(equal.equal).toEqual(['parameters']);
    expect(faultsOfPlan(equal, listedDataset)).toEqual([]);
  });
  it('have as many multiply-adds as the baseline, by their steps', () => {
    const two = readPlan({ ...typedPlan, arms: arms.slice(0, 3) });
    const equal = makeEqual(two, 'compute', listedDataset);
    expect(spreadOf(numbersOf(equal, (cost) => computeOf(cost)!))).toBeLessThanOrEqual(TOLERANCE);
    expect(faultsOfPlan(equal, listedDataset)).toEqual([]);
  });
  it('may not claim equal multiply-adds and stop early', () => {
    const early = { stopping: { id: 'training-loss', options: { loss: 0.1 } } };
    const two = readPlan({ ...typedPlan, base: early, arms: arms.slice(0, 2) });
    const found = faultsOfPlan({ ...two, equal: ['compute'] }, listedDataset);
    expect(found[0]).toMatch(/Equal multiply-adds are claimed, but coordinet stops by/);
    expect(faultsOfPlan(makeEqual(two, 'compute', listedDataset), listedDataset)).toEqual([]);
  });
  it('take the same steps', () => {
    const [first, second] = arms;
    const changes = {
      ...second!.changes,
      steps: 7,
      stopping: { id: 'training-loss', options: { loss: 0.1 } },
    };
    const unequal = readPlan({ ...typedPlan, arms: [first, { label: 'mlp', changes }] });
    const equal = makeEqual(unequal, 'steps', listedDataset);
    expect(new Set(numbersOf(equal, ({ spec }) => spec.steps))).toEqual(new Set([100]));
    expect(faultsOfPlan({ ...unequal, equal: ['steps'] }, listedDataset)).toHaveLength(3);
    expect(faultsOfPlan(equal, listedDataset)).toEqual([]);
  });
  it('are not to be had of a model without widths: said so', () => {
    const linear = { label: 'Linear', changes: { architecture: { id: 'linear' } } };
    const narrow = readPlan({ ...typedPlan, arms: [...arms.slice(0, 1), linear] });
    expect(() => makeEqual(narrow, 'parameters', listedDataset)).toThrow(
      /7,850 parameters at the nearest widths of arm "Linear"/,
    );
  });
  it('are not to be had without the sizes of the images: said so', () => {
    expect(() => makeEqual(plan, 'parameters', () => undefined)).toThrow(/nothing is known/);
  });
});

describe('the faults of a plan', () => {
  const faults = (changes: object, lookup: DatasetLookup = listedDataset) =>
    faultsOfPlan(readPlan({ ...typedPlan, ...changes }), lookup);
  const sizes = (...counts: number[]) => [
    {
      label: 'N',
      levels: counts.map((trainingImages) => ({
        label: `${trainingImages}`,
        changes: { trainingImages },
      })),
    },
  ];

  it('are none of a plan that can run', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ base: { validationImages: 50 }, tuning: typedTuning })).toEqual([]);
  });
  it('are what reading finds, when it is half typed', () => {
    expect(faultsOfPlan({ ...plan, seeds: [] }, listedDataset)).toEqual([
      expect.stringMatching(/no seeds/),
    ]);
  });
  it('name too many images at each combination', () => {
    const found = faults({ factors: sizes(9_000, 20_000), base: { validationImages: 2_000 } });
    expect(found).toHaveLength(4);
    expect(found[0]).toMatch(/Coordinet at N 9000: Typefaces has 10,000.*validation takes 2,000/);
    expect(found[2]).toMatch(/Coordinet at N 20000/);
  });
  it('ask for each seed where whole families are set aside', () => {
    const family = (seed: number) => (seed === 2 ? [600, 400] : [500, 500]);
    const lookup: DatasetLookup = (dataset, seed) => ({
      ...listedDataset(dataset, seed)!,
      ...{ trainCount: 1000, familySizes: family(seed) },
    });
    const at = (seeds: number[]) =>
      faults({ factors: sizes(450), base: { validationImages: 500 }, seeds }, lookup);
    expect(at([1, 3])).toEqual([]);
    expect(at([1, 2])[0]).toMatch(/validation takes 600, in whole families/);
  });
  it('name tuning without validation, and stopping by none', () => {
    expect(faults({ tuning: typedTuning })[0]).toMatch(/Tuning needs validation images/);
    const stopping = { id: 'validation', options: { patience: 3 } };
    expect(faults({ base: { stopping } })[0]).toMatch(/needs validation images/);
  });
  it('name models that cannot be built, as given or drawn', () => {
    const blocks = (count: number) => ({ id: 'cnn', options: { blocks: count, padding: 'valid' } });
    const cnn = (count: number, search?: object[]) => ({
      label: 'CNN',
      changes: { architecture: blocks(count) },
      ...(search && { search }),
    });
    expect(faults({ arms: [cnn(4)] })[0]).toMatch(/^CNN at Training images 30: /);
    const drawn = faults({
      arms: [cnn(2, [{ path: 'architecture.blocks', values: [2, 3, 4] }])],
      base: { validationImages: 50 },
      tuning: { ...typedTuning, draws: 20 },
    });
    expect(drawn[0]).toMatch(/^CNN, draw \d+ of its tuning: /);
  });
  it('name claims that are broken', () => {
    const claimed = (equal: string[]) => faults({ equal });
    expect(claimed(['parameters'])[0]).toMatch(
      /Equal parameters are claimed, but at Training images 30 Coordinet 67,594, CNN 206,922/,
    );
    expect(claimed(['compute'])[0]).toMatch(/Equal multiply-adds are claimed/);
    expect(claimed(['steps'])).toEqual([]);
    expect(claimed(['tuning'])).toEqual(['Equal tuning is claimed, but nothing is tuned']);
  });
  it('leave open what depends on a dataset that is not known here', () => {
    expect(faults({ equal: ['parameters'] }, () => undefined)).toEqual([]);
  });
});

describe('what a plan costs', () => {
  it('is guessed for each arm and level, and summed over seeds and draws', () => {
    const costs = describeArms(readPlan(typedPlan), listedDataset);
    expect(costs.map(({ arm }) => arm)).toEqual(['Coordinet', 'CNN', 'Coordinet', 'CNN']);
    const sum = costs.reduce((total, { runMs }) => total + runMs!, 0);
    const tuned = readPlan({ ...typedPlan, tuning: typedTuning });
    const time = planTime(tuned, listedDataset);
    expect(time).toMatchObject({ runs: 12 + 32, isGuessed: true });
    expect(time.mainMs).toBeCloseTo(3 * sum, 6);
    expect(time.tuningMs).toBeCloseTo(8 * sum, 6);
    const at = { 'Training images': '30' };
    const once = readPlan({ ...typedPlan, tuning: { ...typedTuning, at } });
    expect(planTime(once, listedDataset).tuningMs).toBeCloseTo((8 * sum) / 2, 6);
  });
  it('goes by what was measured', () => {
    const time = planTime(readPlan(typedPlan), listedDataset, ({ arm }) =>
      arm === 'CNN' ? 10 : 20,
    );
    expect(time).toMatchObject({ allMs: 3 * 2 * (100 * 30 + 2 * 1500), isGuessed: false });
  });
  it('is unknown where the images are', () => {
    expect(planTime(readPlan(typedPlan), () => undefined).allMs).toBeNull();
  });
});

describe('what is known of datasets without loading them', () => {
  it.each([where, whatAndWhere])('is what loading finds: $id', async (system) => {
    const loaded = await system.load(defaultsOf(system.options), {} as never);
    const choice = { id: system.id, options: {} };
    expect({ familySizes: undefined, ...listedDataset(choice, 1) }).toEqual(knownOf(loaded, 1));
  });
  it('follows the options that change sizes, and says nothing where one leaves it open', () => {
    const cifar = (options: object) => listedDataset({ id: 'cifar10', options: { ...options } }, 1);
    expect(cifar({ side: '16px', colour: 'grey' })).toMatchObject({
      ...{ height: 16, width: 16, channels: 1, classes: 10, trainCount: 50_000 },
    });
    expect(cifar({ classes: 'two' })).toBeUndefined();
    expect(listedDataset({ id: 'own/mine', options: {} }, 1)).toBeUndefined();
  });
  it('is all that is in a dataset that is in memory', () => {
    expect(knownOf(squares, 1)).toMatchObject({ height: 8, channels: 1, classes: 3 });
  });
});
