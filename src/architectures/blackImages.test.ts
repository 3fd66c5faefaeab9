/** Images that are black all over, in networks as deep as they go: gradients stay numbers. */
import { describe, expect, it } from 'vitest';
import { differentiate } from '../core/differentiation.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import { defaultsOf, type OptionRecord } from '../core/options.ts';
import { initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import { constantsOf } from '../training/answers.ts';
import { createModel } from '../training/model.ts';
import type { Architecture } from './architecture.ts';
import { architectures } from './index.ts';

const COUNT = 2;
/** Enough for four blocks that halve. */
const images = { height: 16, width: 16, channels: 1, outputs: 3 };

/** Layers and blocks as many as there may be, widths as few. */
function deepest({ options }: Architecture): OptionRecord {
  const depths = Object.entries(options).flatMap(([name, option]) =>
    option.kind === 'integer'
      ? [[name, /layers|blocks/i.test(name) ? option.max : option.min] as const]
      : [],
  );
  return { ...defaultsOf(options), ...Object.fromEntries(depths) };
}

/** Without an encoding where there may be none: a black pixel is then 0 and nothing else. */
function encodingFor(architecture: Architecture, options: OptionRecord) {
  const blind = architecture.fault?.(options, { ...images, features: 0 }) === undefined;
  return { id: blind ? 'none' : 'raw', options: {} };
}

describe('gradients of black images', () => {
  it.each(architectures.map((each) => [each.id, each as Architecture] as const))(
    '%s',
    async (id, architecture) => {
      const options = deepest(architecture);
      const encoding = encodingFor(architecture, options);
      const model = createModel({ architecture: { id, options }, encoding }, images);
      const kernels = createHostKernels('float32');
      const random = createRandom(1);
      const parameters = new Map(
        model.parameters.map((each) => {
          const values = initialise(each, random.stream(`init/${each.name}`));
          return [each.name, kernels.fromHost(values, each.shape)];
        }),
      );
      const trained = model.parameters.filter((each) => each.trained).map(({ name }) => name);
      const black = new Float32Array(COUNT * images.height * images.width);
      const feed = model.feed(black, COUNT, true);
      const { gradients } = differentiate(
        kernels,
        parameters,
        (name) => trained.includes(name),
        (ops, parameter) => {
          const context = { ...feed, training: true, random: random.stream };
          const { outputs } = model.forward(ops, parameter, constantsOf(ops, feed), context);
          const targets = ops.constant([1, 0, 0, 0, 1, 0], [COUNT, images.outputs]);
          return {
            loss: ops.mean(ops.softmaxCrossEntropy(outputs.logits!, targets), [0]),
            outputs: {},
          };
        },
      );
      expect([...gradients.keys()].sort()).toEqual(trained.sort());
      for (const [name, gradient] of gradients) {
        const values = await kernels.read(gradient);
        expect(values.every(Number.isFinite), name).toBe(true);
      }
    },
  );
});
