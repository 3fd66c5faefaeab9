/**
 * Gradients of whole models, through encoding, architecture and the task's loss, against central
 * differences in float64: every architecture in every variant that changes the formula.
 */
import { describe, expect, it } from 'vitest';
import type { OptionRecord } from '../core/options.ts';
import { initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import type { SystemChoice } from '../core/system.ts';
import { gradientFault, type HostParameter } from '../core/testing.ts';
import { findTask } from '../tasks/index.ts';
import { constantsOf } from '../training/answers.ts';
import { createModel } from '../training/model.ts';
import { architectures } from './index.ts';

const COUNT = 2;
const OUTPUTS = 3;
const task = findTask('classification');

interface Variant {
  readonly architecture: string;
  readonly options: OptionRecord;
  readonly encoding: SystemChoice;
  readonly channels: number;
}

const none: SystemChoice = { id: 'none', options: {} };
const raw: SystemChoice = { id: 'raw', options: {} };
const gaussian: SystemChoice = { id: 'gaussian-fourier', options: { waves: 2, bandwidth: 0.5 } };
const logLinear: SystemChoice = { id: 'log-linear', options: { octaves: 1 } };

const cross = <A, B>(as: readonly A[], bs: readonly B[]): (A & B)[] =>
  as.flatMap((a) => bs.map((b) => ({ ...a, ...b })));

/** All combinations of what changes the formula; widths and depths at their smallest. */
const coordinets: Variant[] = cross(
  cross(
    cross(
      [{ pooling: 'sum' }, { pooling: 'mean' }, { pooling: 'max' }],
      [{ conditioning: 'concatenate' }, { conditioning: 'multiply' }],
    ),
    [{ normalisation: 'none' }, { normalisation: 'layer' }],
  ),
  [{ encoding: none }, { encoding: raw }, { encoding: gaussian }],
).flatMap(({ encoding, ...choices }) =>
  [1, 2].map((channels) => ({
    architecture: 'coordinet',
    options: { width: 4, layers: 2, headWidth: 4, headLayers: 2, ...choices },
    encoding,
    channels,
  })),
);
const others: Variant[] = cross(
  [
    { architecture: 'coordinet', options: { width: 4, layers: 1, headLayers: 1 } },
    { architecture: 'coordinet', options: { width: 4, layers: 3, headWidth: 4, headLayers: 3 } },
    { architecture: 'mlp', options: { width: 4, layers: 0 } },
    { architecture: 'mlp', options: { width: 4, layers: 2 } },
    { architecture: 'cnn', options: { filters: 2, blocks: 1, kernelSize: '3', headWidth: 4 } },
    { architecture: 'cnn', options: { filters: 2, blocks: 2, kernelSize: '5', headWidth: 4 } },
  ] as { architecture: string; options: OptionRecord }[],
  [
    { encoding: logLinear, channels: 1 },
    { encoding: logLinear, channels: 2 },
  ],
);

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

async function faultOf({ architecture, options, encoding, channels }: Variant, sparse: boolean) {
  const size = { height: 5, width: 4, channels, outputs: OUTPUTS };
  const model = createModel({ architecture: { id: architecture, options }, encoding }, size);
  const stream = createRandom(6).stream('test/images');
  const images = stream.uniforms(COUNT * 5 * 4 * channels, -1, 1).map((each) => Math.max(0, each));
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
  it('are tested for every architecture', () => {
    const tested = new Set([...coordinets, ...others].map((each) => each.architecture));
    expect([...tested].sort()).toEqual(architectures.map((each) => each.id as string).sort());
  });

  it.each([...coordinets, ...others].map((each) => [nameOf(each), each] as const))(
    '%s',
    async (_, variant) => {
      const { fault } = await faultOf(variant, true);
      expect(fault).toBeLessThan(1e-6);
    },
  );

  it.each(['sum', 'max'])('coordinet on dense rows, %s', async (pooling) => {
    const options = { width: 4, headWidth: 4, pooling };
    const variant = { architecture: 'coordinet', options, encoding: gaussian, channels: 2 };
    const { fault, kind } = await faultOf(variant, false);
    expect(kind).toBe('dense');
    expect(fault).toBeLessThan(1e-6);
  });
});
