/**
 * Gradients of whole models, through encoding, architecture and the task's loss, against central
 * differences in float64: every architecture in every variant that changes the formula.
 */
import { describe, expect, it } from 'vitest';
import { matters, type OptionRecord } from '../core/options.ts';
import { initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import type { SystemChoice } from '../core/system.ts';
import { gradientFault, type HostParameter } from '../core/testing.ts';
import { findTask } from '../tasks/index.ts';
import { constantsOf } from '../training/answers.ts';
import { createModel } from '../training/model.ts';
import type { Architecture } from './architecture.ts';
import { architectures } from './index.ts';

const COUNT = 2;
const OUTPUTS = 3;
const task = findTask('classification');

interface Variant {
  readonly architecture: string;
  readonly options: OptionRecord;
  readonly encoding: SystemChoice;
  readonly channels: number;
  /** Sides of the images, for those that need more than 5 × 4 pixels. */
  readonly sides?: readonly [height: number, width: number];
}

const none: SystemChoice = { id: 'none', options: {} };
const raw: SystemChoice = { id: 'raw', options: {} };
const gaussian: SystemChoice = { id: 'gaussian-fourier', options: { waves: 2, bandwidth: 0.5 } };
const logLinear: SystemChoice = { id: 'log-linear', options: { octaves: 1 } };

const cross = <A, B>(as: readonly A[], bs: readonly B[]): (A & B)[] =>
  as.flatMap((a) => bs.map((b) => ({ ...a, ...b })));
const all = (name: string, ...values: OptionRecord[string][]): OptionRecord[] =>
  values.map((value) => ({ [name]: value }));

/** Variants of one architecture that differ in their options. */
const variantsOf = (
  architecture: string,
  sizes: OptionRecord,
  choices: readonly OptionRecord[],
  rest: Omit<Variant, 'architecture' | 'options'>,
): Variant[] => choices.map((each) => ({ architecture, options: { ...sizes, ...each }, ...rest }));

/** What changes the formula, widths and depths at their smallest; each with and without places. */
const small = { width: 4, layers: 2, headWidth: 4, headLayers: 2 };
const poolings = cross(
  [
    ...all('pooling', 'sum', 'mean', 'max', 'mean-max'),
    { pooling: 'log-sum-exp', sharpness: 2 },
    { pooling: 'attention', heads: 2 },
  ],
  all('normalisation', 'none', 'layer'),
);
const conditionings = all('conditioning', 'concatenate', 'add', 'multiply', 'film');
const modulations = cross(
  all('modulation', 'none', 'weights', 'outputs', 'film', 'fmm'),
  cross(all('modulatedBy', 'place', 'image'), [{ styleWidth: 4, rank: 2 }]),
);
const coordinets = [
  ...cross(poolings, all('conditioning', 'concatenate', 'multiply')),
  ...conditionings,
  ...modulations,
  ...cross(all('pooling', 'sum', 'max'), [{ blackPixels: 'silent' }]),
  { dropout: 0.4 },
].flatMap((choices) =>
  [none, raw, gaussian].flatMap((encoding) =>
    [1, 2].flatMap((channels) => variantsOf('coordinet', small, [choices], { encoding, channels })),
  ),
);

const blocks = { filters: 2, headWidth: 4 };
const paddings = all('padding', 'same', 'circular', 'valid');
const grid = { encoding: none, channels: 2 };
const others: Variant[] = [
  ...[1, 2].flatMap((channels) => {
    const rest = { encoding: logLinear, channels };
    return [
      ...variantsOf(
        'coordinet',
        { width: 4, headWidth: 4 },
        [
          { layers: 1, headLayers: 1 },
          { layers: 3, headLayers: 3 },
          { layers: 1, modulation: 'film', modulatedBy: 'image' },
          { layers: 3, modulation: 'weights', modulatedBy: 'image', styleWidth: 4 },
        ],
        rest,
      ),
      ...variantsOf('bag-of-pixels', small, poolings, rest),
      ...variantsOf(
        'point-net',
        { width: 4, middleWidth: 4, pooledWidth: 6, headWidth: 8, threshold: 0.3 },
        all('layers', 1, 3),
        rest,
      ),
      ...variantsOf('linear', {}, [{}], rest),
      ...variantsOf('mlp', { width: 4 }, [{ layers: 0 }, { layers: 2 }, { dropout: 0.4 }], rest),
      ...variantsOf(
        'residual-mlp',
        { width: 4 },
        [{ layers: 1 }, { layers: 3 }, { layers: 3, dropout: 0.4 }],
        rest,
      ),
      ...variantsOf(
        'coordinet-2',
        { ...small, styleWidth: 4 },
        [
          { layers: 1, styleLayers: 1, headLayers: 1 },
          { layers: 3, normalisation: 'none' },
          { layers: 2, normalisation: 'layer', dropout: 0.4 },
        ],
        { encoding: channels === 1 ? none : gaussian, channels },
      ),
      ...variantsOf(
        'cnn',
        blocks,
        [
          { blocks: 1, kernelSize: '3' },
          { blocks: 2, kernelSize: '5' },
          { blocks: 1, dropout: 0.4 },
        ],
        rest,
      ),
    ];
  }),
  ...variantsOf('cnn', { ...blocks, blocks: 2 }, paddings, { ...grid, sides: [11, 10] }),
  ...variantsOf(
    'coord-conv-cnn',
    { ...blocks, blocks: 2 },
    cross(
      paddings,
      cross(
        all('where', 'first', 'all'),
        cross(all('radius', false, true), all('kernelSize', '3')),
      ),
    ),
    { ...grid, sides: [11, 10] },
  ),
  ...variantsOf('coord-conv-cnn', blocks, [{ blocks: 1, kernelSize: '5' }], grid),
  ...variantsOf(
    'lenet-5',
    {},
    [
      { form: 'published' },
      ...cross(
        [{ form: 'modern' }],
        cross(all('activation', 'tanh', 'relu'), all('pooling', 'average', 'max')),
      ),
    ],
    { ...grid, sides: [12, 13] },
  ),
  ...variantsOf(
    'plain-cnn',
    { filters: 2, layers: 2 },
    cross(paddings, all('kernelSize', '3', '5')),
    { ...grid, sides: [10, 9] },
  ),
  ...variantsOf('resnet-20', { width: 2 }, all('blocks', 1, 2), grid),
  // With batches normalised over few rows, central differences meet the kink of a ReLU now and then;
  // on images of these sides none lies within a step.
  ...variantsOf('mobile-net', {}, all('widthMultiplier', '0.25', '0.75', '1'), grid),
  ...variantsOf('mobile-net', {}, all('widthMultiplier', '0.5'), { ...grid, sides: [4, 5] }),
  ...[1, 2].flatMap((channels) => {
    const rest = { encoding: channels === 1 ? none : gaussian, channels, sides: [6, 4] as const };
    return [
      ...variantsOf(
        'mlp-mixer',
        { width: 4, layers: 2, tokenWidth: 4, channelWidth: 4 },
        all('patchSize', 1, 2),
        rest,
      ),
      ...variantsOf(
        'vision-transformer',
        { layers: 2, heads: 2, headWidth: 4, mlpRatio: 2 },
        cross(
          all('patchSize', 1, 2),
          cross(all('position', 'add', 'concatenate'), all('answerFrom', 'mean', 'class')),
        ),
        rest,
      ),
    ];
  }),
];

function parametersOf(model: ReturnType<typeof createModel>): Record<string, HostParameter> {
  const random = createRandom(6);
  return Object.fromEntries(
    model.parameters.map((each) => {
      const values = Float64Array.from(initialise(each, random.stream(`init/${each.name}`)));
      // Biases and gains start at 0 and 1; away from there their gradients show more.
      const jitter = random.stream(`test/${each.name}`);
      values.forEach((value, i) => (values[i] = value + 0.2 * jitter.uniform(i) - 0.1));
      return [each.name, { shape: each.shape, values }];
    }),
  );
}

async function faultOf(variant: Variant, sparse: boolean) {
  const { architecture, options, encoding, channels, sides = [5, 4] } = variant;
  const [height, width] = sides;
  const size = { height, width, channels, outputs: OUTPUTS };
  const model = createModel({ architecture: { id: architecture, options }, encoding }, size);
  const stream = createRandom(6).stream('test/images');
  const images = stream
    .uniforms(COUNT * height * width * channels, -1, 1)
    .map((each) => Math.max(0, each));
  const feed = model.feed(images, COUNT, sparse);
  const labels = Uint8Array.of(2, 0);
  const targets = task.targets({ count: COUNT, values: images, labels }, OUTPUTS);
  const trained = new Set(model.parameters.filter((each) => each.trained).map((each) => each.name));
  const [phase] = task.program({});
  const fault = await gradientFault(
    parametersOf(model),
    (ops, parameter) => {
      const context = {
        layout: feed.layout,
        positions: feed.positions,
        training: true,
        random: createRandom(6).stream,
      };
      return phase!.loss(ops, (inputs) => model.forward(ops, parameter, inputs, context).outputs, {
        inputs: constantsOf(ops, feed),
        targets: ops.constant(targets, [COUNT, OUTPUTS]),
      }).loss;
    },
    { entries: 6, moves: (name) => trained.has(name) },
  );
  return { fault, kind: feed.layout.kind };
}

const nameOf = ({ architecture, options, encoding, channels }: Variant) =>
  [architecture, ...Object.values(options), encoding.id, `${channels} channels`].join(', ');

describe('gradients of models', () => {
  it('are tested for every architecture at every choice of each of its options', () => {
    for (const { id, options } of architectures as readonly Architecture[]) {
      const tested = [...coordinets, ...others].filter((each) => each.architecture === id);
      expect(tested.length, id).toBeGreaterThan(0);
      for (const [name, option] of Object.entries(options)) {
        if (option.kind !== 'choice' && option.kind !== 'switch') continue;
        const found = new Set(
          tested
            .filter((each) => matters(options, name, each.options))
            .map((each) => each.options[name] ?? option.default),
        );
        const choices =
          option.kind === 'choice' ? option.choices.map(({ value }) => value) : [true, false];
        expect([...found].sort(), `${id} ${name}`).toEqual([...choices].sort());
      }
    }
  });

  it.each([...coordinets, ...others].map((each) => [nameOf(each), each] as const))(
    '%s',
    async (_, variant) => {
      const { fault } = await faultOf(variant, true);
      expect(fault).toBeLessThan(1e-6);
    },
  );

  const onDense = [
    ...variantsOf('coordinet', small, [...poolings, ...conditionings, ...modulations], {
      encoding: gaussian,
      channels: 2,
    }),
    ...others.filter(({ architecture }) => architecture === 'point-net'),
  ];
  it.each(onDense.map((each) => [nameOf(each), each] as const))(
    '%s, on dense rows',
    async (_, variant) => {
      const { fault, kind } = await faultOf(variant, false);
      expect(kind).toBe('dense');
      expect(fault).toBeLessThan(1e-6);
    },
  );
});
