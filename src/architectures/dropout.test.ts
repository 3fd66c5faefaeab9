/** Dropout in every architecture that has it: in training alone, with the mean kept, by the run's seed and step. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../core/differentiation.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import { initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import { constantsOf } from '../training/answers.ts';
import { createModel } from '../training/model.ts';
import type { Architecture } from './architecture.ts';
import { architectures } from './index.ts';
import { dropOut, dropoutOption } from './layers/dropout.ts';
import { tinyOptions } from './testing.ts';

const kernels = createHostKernels('float64');
const list = (architectures as readonly Architecture[]).filter(({ options }) => options.dropout);
const sizes = { height: 32, width: 28, channels: 1, outputs: 3 };
const COUNT = 4;
const images = createRandom(2)
  .stream('test/images')
  .uniforms(COUNT * sizes.height * sizes.width, -1, 1)
  .map((value) => Math.max(0, value));

/** What the mask does to ones, [rows, width]. */
async function droppedOnes(share: number, { seed = 1, step = 0, layer = 'head', training = true }) {
  const random = createRandom(seed);
  const { dropped } = evaluate(kernels, new Map(), (ops) => {
    const ones = ops.constant(new Float32Array(40 * 25).fill(1), [40, 25]);
    const dropping = {
      share,
      training,
      random: (name: string) => random.stream(`step/${step}/${name}`),
    };
    return { dropped: dropOut(ops, ones, layer, dropping) };
  });
  return Array.from(await kernels.read(dropped!));
}

async function logitsOf({ id, ...architecture }: Architecture, dropout: number, at: At) {
  const options = { ...tinyOptions({ id, ...architecture }), dropout };
  const encoding = { id: 'raw', options: {} };
  const model = createModel({ architecture: { id, options }, encoding }, sizes);
  const init = createRandom(1);
  const parameters = new Map(
    model.parameters.map((each) => [
      each.name,
      kernels.fromHost(
        Float64Array.from(initialise(each, init.stream(`init/${each.name}`))),
        each.shape,
      ),
    ]),
  );
  const feed = model.feed(images, COUNT, true);
  const random = createRandom(at.seed ?? 1);
  const drawn: string[] = [];
  const { logits } = evaluate(kernels, parameters, (ops, parameter) => {
    const context = {
      layout: feed.layout,
      positions: feed.positions,
      training: at.training ?? true,
      random: (name: string) => {
        drawn.push(name);
        return random.stream(`step/${at.step ?? 0}/${name}`);
      },
    };
    const { outputs } = model.forward(ops, parameter, constantsOf(ops, feed), context);
    return { logits: outputs.logits! };
  });
  return { logits: Array.from(await kernels.read(logits!)), drawn };
}

interface At {
  readonly seed?: number;
  readonly step?: number;
  readonly training?: boolean;
}

describe('a layer with dropout', () => {
  it.each([0.1, 0.5, 0.9])('silences that share, %d, and keeps the mean', async (share) => {
    const values = await droppedOnes(share, {});
    const silent = values.filter((value) => value === 0).length / values.length;
    const spread = Math.sqrt((share * (1 - share)) / values.length);
    expect(Math.abs(silent - share)).toBeLessThan(4 * spread);
    const kept = values.filter((value) => value !== 0);
    for (const value of kept) expect(value).toBeCloseTo(1 / (1 - share), 5);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean - 1)).toBeLessThan((4 * spread) / (1 - share));
  });

  it('draws the same at the same seed, step and layer, and otherwise at any other', async () => {
    const masks = await Promise.all(
      [{}, {}, { seed: 2 }, { step: 1 }, { layer: 'other' }].map((at) => droppedOnes(0.5, at)),
    );
    expect(masks[1]).toEqual(masks[0]);
    expect(new Set(masks.map(String)).size).toBe(4);
  });

  it('is not there in answers', async () => {
    expect(new Set(await droppedOnes(0.5, { training: false }))).toEqual(new Set([1]));
  });
});

describe('architectures with dropout', () => {
  it('are those with hidden units behind which it may stand', () => {
    expect(list.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['coordinet', 'bag-of-pixels', 'mlp', 'cnn', 'coord-conv-cnn']),
    );
  });

  it('have it off, and stored runs know nothing of it', () => {
    for (const { options } of list) {
      expect(options.dropout).toMatchObject({ default: 0, addedLater: true });
      expect(options.dropout).toMatchObject({ max: dropoutOption.max });
    }
  });

  it.each(list.map((each) => [each.id, each] as const))(
    '%s: answers are those without it, and nothing is drawn at 0',
    async (_, architecture) => {
      const plain = await logitsOf(architecture, 0, {});
      expect(plain.drawn).toEqual([]);
      const answered = await logitsOf(architecture, 0.5, { training: false });
      expect(answered).toEqual({ logits: plain.logits, drawn: [] });
      expect(await logitsOf(architecture, 0, { training: false })).toEqual(plain);
    },
  );

  it.each(list.map((each) => [each.id, each] as const))(
    '%s: a step draws for each layer by itself, again the same at the same seed and step',
    async (_, architecture) => {
      const plain = await logitsOf(architecture, 0, {});
      const trained = await logitsOf(architecture, 0.5, {});
      expect(trained.logits).not.toEqual(plain.logits);
      expect(trained.drawn.length).toBeGreaterThan(0);
      expect(new Set(trained.drawn).size).toBe(trained.drawn.length);
      expect(await logitsOf(architecture, 0.5, {})).toEqual(trained);
      for (const at of [{ seed: 2 }, { step: 1 }]) {
        expect((await logitsOf(architecture, 0.5, at)).logits).not.toEqual(trained.logits);
      }
    },
  );
});
