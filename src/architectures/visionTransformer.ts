/**
 * Vision transformer: patches, or single pixels, as tokens that look at one another.
 *
 *   grid [batch, height, width, channels], features [places, features]
 *     -> patches                  [batch, tokens, patch * patch * channels]
 *     -> dense                    [batch, tokens, width]
 *     -> with their place         [batch, tokens, width]
 *     -> with a class token       [batch, 1 + tokens, width], when chosen
 *     … in each block, each part behind a layer norm and added to its input:
 *     -> attention                [batch, tokens, width], layers/attention.ts
 *     -> MLP with GELU            [batch, tokens, width]
 *     -> layer norm, then the class token or the mean over tokens  [batch, width]
 *     -> logits                   [batch, classes]
 *
 * A patch's place is the mean of its pixels' features: what the encoding says of a square, not of
 * its centre. Where a wave is shorter than the patch little of it is left. Without an encoding a
 * token says nothing of where it is, and its images are bags of patches.
 *
 * Dosovitskiy et al. 2020, arXiv:2010.11929; single pixels: Nguyen et al. 2024, arXiv:2406.09415.
 * Their GELU is exact, here it has its tanh form.
 */
import { choice, integer, type Values } from '../core/options.ts';
import type { Ops, ParameterLookup, Ports, Tensor } from '../core/ops.ts';
import { linearWeight, type ParameterSpec } from '../core/parameters.ts';
import { defineArchitecture, port, type ModelSizes, type Stage } from './architecture.ts';
import { attend, attentionCost, attentionParameters, looksByToken } from './layers/attention.ts';
import { applyDense, denseParameters } from './layers/dense.ts';
import { applyGeluNetwork, geluNetworkParameters } from './layers/geluNetwork.ts';
import { applyNorm, normParameters, NORM_KEEPS } from './layers/layerNorm.ts';
import {
  embedPatches,
  faultOfPatches,
  patchesOf,
  patchParameters,
  patchSizeOption,
} from './layers/patches.ts';

const options = {
  patchSize: {
    ...patchSizeOption,
    help: 'Side of the squares that become tokens; 1 makes every pixel a token. Time and memory grow with the square of the number of tokens.',
  },
  layers: integer({ label: 'Blocks', default: 4, min: 1, max: 12 }),
  heads: integer({
    label: 'Heads',
    help: 'Each looks for something else. The width of a token is heads times width of a head.',
    default: 4,
    min: 1,
    max: 16,
  }),
  headWidth: integer({ label: 'Width of a head', default: 16, min: 4, max: 64 }),
  mlpRatio: integer({
    label: 'MLP ratio',
    help: 'Hidden width of each token’s own network, in widths of a token; 4 in the paper.',
    default: 2,
    min: 1,
    max: 8,
  }),
  position: choice({
    label: 'Place of a token',
    help: 'Added to what it sees, or half of the token for each.',
    default: 'add',
    choices: [
      { value: 'add', label: 'Added' },
      { value: 'concatenate', label: 'Concatenated' },
    ],
  }),
  answerFrom: choice({
    label: 'Answer from',
    help: 'The mean over all tokens, or one that stands for no patch and gathers what it needs.',
    default: 'mean',
    choices: [
      { value: 'mean', label: 'Mean of tokens' },
      { value: 'class', label: 'Class token' },
    ],
  }),
};
type Options = Values<typeof options>;

const blocksOf = ({ layers }: Options) =>
  Array.from({ length: layers }, (_, layer) => `block${layer + 1}`);

/** Width of a token, and what of it tells the patch and the place. */
function widthsOf({ heads, headWidth, position }: Options, features: number) {
  const width = heads * headWidth;
  if (features === 0) return { width, patch: width, place: 0 };
  if (position === 'add') return { width, patch: width, place: width };
  const place = Math.floor(width / 2);
  return { width, patch: width - place, place };
}

/** [tokens, features] of patches, from those of pixels [places, features] */
function averageFeatures(
  ops: Ops,
  features: Tensor,
  patchSize: number,
  { height, width }: ModelSizes,
): Tensor {
  if (patchSize === 1) return features;
  const count = features.shape[1]!;
  const averaged = ops.averagePool2d(ops.reshape(features, [1, height, width, count]), patchSize);
  return ops.reshape(averaged, [averaged.shape[1]! * averaged.shape[2]!, count]);
}

/** What each token says at first: [batch, tokens, width] */
function embed(
  ops: Ops,
  parameter: ParameterLookup,
  inputs: Ports,
  { options: { patchSize, position }, sizes }: { options: Options; sizes: ModelSizes },
): Tensor {
  const seen = embedPatches(ops, parameter, port(inputs, 'grid'), patchSize);
  if (!inputs.features) return seen;
  const [batch = 0, tokens = 0] = seen.shape;
  const features = averageFeatures(ops, inputs.features, patchSize, sizes);
  const place = ops.matMul(features, parameter('place/weight')); // [tokens, place width]
  if (position === 'add') return ops.add(seen, place);
  const none = ops.constant(new Float32Array(batch), [batch, 1, 1]);
  const everywhere = ops.add(none, ops.reshape(place, [1, tokens, place.shape[1]!]));
  return ops.concat([seen, everywhere], 2);
}

/** The class token before those of every image: [batch, tokens, width] → [batch, 1 + tokens, width] */
function withClassToken(ops: Ops, parameter: ParameterLookup, x: Tensor): Tensor {
  const none = ops.constant(new Float32Array(x.shape[0]!), [x.shape[0]!, 1, 1]);
  return ops.concat([ops.add(none, parameter('class/token')), x], 1);
}

function parametersOf(chosen: Options, sizes: ModelSizes): ParameterSpec[] {
  const { width, patch, place } = widthsOf(chosen, sizes.features);
  const { values } = patchesOf(chosen.patchSize, sizes);
  return [
    ...patchParameters(values, patch),
    ...(place > 0 ? [linearWeight('place/weight', [sizes.features, place], sizes.features)] : []),
    ...(chosen.answerFrom === 'class' ? [linearWeight('class/token', [1, 1, width], width)] : []),
    ...blocksOf(chosen).flatMap((block) => [
      ...normParameters(`${block}/norm1`, width),
      ...attentionParameters(`${block}/attention`, width),
      ...normParameters(`${block}/norm2`, width),
      ...geluNetworkParameters(`${block}/mlp`, width, chosen.mlpRatio * width),
    ]),
    ...normParameters('norm', width),
    ...denseParameters('classes', width, sizes.outputs),
  ];
}

function stagesOf(chosen: Options, sizes: ModelSizes): Stage[] {
  const { width, patch, place } = widthsOf(chosen, sizes.features);
  const { tokens: patches, values } = patchesOf(chosen.patchSize, sizes);
  const tokens = patches + (chosen.answerFrom === 'class' ? 1 : 0);
  const attention = attentionCost(tokens, width, chosen.heads);
  const whole = tokens * width;
  const blocks = blocksOf(chosen).flatMap((_, layer) => [
    {
      label: `Attention ${layer + 1}`,
      shape: [tokens, width],
      multiplyAdds: attention.multiplyAdds,
      kept: attention.kept + (NORM_KEEPS + 1) * whole,
    },
    {
      label: `MLP ${layer + 1}`,
      shape: [tokens, width],
      multiplyAdds: 2 * chosen.mlpRatio * whole * width,
      kept: (2 * chosen.mlpRatio + NORM_KEEPS + 2) * whole,
    },
  ]);
  return [
    { label: 'Patches', shape: [patches, values], multiplyAdds: 0, kept: 2 * patches * values },
    {
      label: 'Tokens',
      shape: [tokens, width],
      multiplyAdds: patches * values * patch,
      sharedMultiplyAdds: patches * sizes.features * place,
      kept: 2 * whole,
    },
    ...blocks,
    {
      label: chosen.answerFrom === 'class' ? 'Class token' : 'Mean',
      shape: [width],
      multiplyAdds: 0,
      kept: NORM_KEEPS * whole,
    },
    { label: 'Classes', shape: [sizes.outputs], multiplyAdds: width * sizes.outputs },
  ];
}

export const visionTransformer = defineArchitecture({
  id: 'vision-transformer',
  label: 'Vision transformer',
  summary:
    'Patches, or single pixels, as tokens that look at one another; where a token lies it knows from the encoding alone.',
  reference: 'Dosovitskiy et al. 2020, arXiv:2010.11929; Nguyen et al. 2024, arXiv:2406.09415',
  options,
  reads: 'grid',
  usesEncoding: true,
  widths: ['headWidth'],

  fault: ({ patchSize }, sizes) => faultOfPatches(patchSize, sizes),
  parameters: parametersOf,
  stages: stagesOf,

  forward(ops, parameter, inputs, context) {
    const { options: chosen, sizes, training } = context;
    const { rows, columns, tokens } = patchesOf(chosen.patchSize, sizes);
    const shown: Record<string, Tensor> = {};
    const show = (name: string, x: Tensor) => {
      if (training) return; // the class token has to be cut off, which is a copy
      const [batch = 0, count = 0, width = 0] = x.shape;
      const ofPatches = count === tokens ? x : ops.slice(x, 1, count - tokens, tokens);
      shown[`activation/${name}`] = ops.reshape(ofPatches, [batch, rows, columns, width]);
    };

    let x = embed(ops, parameter, inputs, context);
    if (chosen.answerFrom === 'class') x = withClassToken(ops, parameter, x);
    show('Tokens', x);
    let looked: Tensor | undefined;
    blocksOf(chosen).forEach((block, layer) => {
      const normed = applyNorm(ops, parameter, `${block}/norm1`, x);
      const { mixed, attention } = attend(
        ops,
        parameter,
        `${block}/attention`,
        normed,
        chosen.heads,
      );
      x = ops.add(x, mixed);
      const alone = applyNorm(ops, parameter, `${block}/norm2`, x);
      x = ops.add(x, applyGeluNetwork(ops, parameter, `${block}/mlp`, alone));
      show(`Block ${layer + 1}`, x);
      looked = attention;
    });
    if (looked && !training) {
      const asker = chosen.answerFrom === 'class' ? 0 : undefined;
      const looks = looksByToken(ops, looked, tokens, asker); // [batch, tokens, heads]
      shown['activation/Attention of the last block'] = ops.reshape(looks, [
        looks.shape[0]!,
        rows,
        columns,
        chosen.heads,
      ]);
    }
    const pooled = pool(ops, parameter, x, chosen);
    const logits = applyDense(ops, parameter, 'classes', pooled);
    return { outputs: { ...shown, 'activation/Pooled tokens': pooled, logits } };
  },
});

/** [batch, tokens, width] → [batch, width] */
function pool(ops: Ops, parameter: ParameterLookup, x: Tensor, { answerFrom }: Options): Tensor {
  if (answerFrom === 'mean') return ops.mean(applyNorm(ops, parameter, 'norm', x), [1]);
  const first = ops.reshape(ops.slice(x, 1, 0, 1), [x.shape[0]!, x.shape[2]!]);
  return applyNorm(ops, parameter, 'norm', first);
}
