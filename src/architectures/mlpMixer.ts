/**
 * MLP-Mixer: patches that talk to each other through a network over the tokens, and think alone
 * through one over the channels.
 *
 *   grid [batch, height, width, channels]
 *     -> patches                  [batch, tokens, patch * patch * channels]
 *     -> dense                    [batch, tokens, width]
 *     … in each block, each part behind a layer norm and added to its input:
 *     -> token mixing             [batch, width, tokens], an MLP over the tokens of each channel
 *     -> channel mixing           [batch, tokens, width], an MLP over the channels of each token
 *     -> layer norm, mean         [batch, width]
 *     -> logits                   [batch, classes]
 *
 * Tolstikhin et al. 2021, arXiv:2105.01601. Their GELU is exact, here it has its tanh form.
 */
import { integer, type Values } from '../core/options.ts';
import type { Ops, ParameterLookup, Tensor } from '../core/ops.ts';
import { defineArchitecture, port, type ModelSizes, type Stage } from './architecture.ts';
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
  patchSize: patchSizeOption,
  width: integer({ label: 'Width of a token', default: 64, min: 4, max: 512 }),
  layers: integer({ label: 'Blocks', default: 4, min: 1, max: 12 }),
  tokenWidth: integer({
    label: 'Hidden width, token mixing',
    help: 'Of the network through which the patches exchange what they know.',
    default: 32,
    min: 4,
    max: 512,
  }),
  channelWidth: integer({
    label: 'Hidden width, channel mixing',
    help: 'Of the network that each patch has for itself.',
    default: 256,
    min: 4,
    max: 2048,
  }),
};
type Options = Values<typeof options>;

const blocksOf = ({ layers }: Options) =>
  Array.from({ length: layers }, (_, layer) => `block${layer + 1}`);

function stagesOf(chosen: Options, sizes: ModelSizes): Stage[] {
  const { patchSize, width, tokenWidth, channelWidth } = chosen;
  const { tokens, values } = patchesOf(patchSize, sizes);
  const token = tokens * width;
  const blocks = blocksOf(chosen).flatMap((_, layer) => [
    {
      label: `Token mixing ${layer + 1}`,
      shape: [tokens, width],
      multiplyAdds: 2 * token * tokenWidth,
      kept: (NORM_KEEPS + 4) * token + 2 * width * tokenWidth,
    },
    {
      label: `Channel mixing ${layer + 1}`,
      shape: [tokens, width],
      multiplyAdds: 2 * token * channelWidth,
      kept: (NORM_KEEPS + 2) * token + 2 * tokens * channelWidth,
    },
  ]);
  return [
    { label: 'Patches', shape: [tokens, values], multiplyAdds: 0, kept: 2 * tokens * values },
    { label: 'Tokens', shape: [tokens, width], multiplyAdds: tokens * values * width },
    ...blocks,
    { label: 'Mean', shape: [width], multiplyAdds: 0, kept: NORM_KEEPS * token },
    { label: 'Classes', shape: [sizes.outputs], multiplyAdds: width * sizes.outputs },
  ];
}

/** x [batch, tokens, width], the same shape again */
function mixBlock(ops: Ops, parameter: ParameterLookup, block: string, x: Tensor): Tensor {
  const turned = ops.transpose(applyNorm(ops, parameter, `${block}/norm1`, x), [0, 2, 1]);
  const mixed = applyGeluNetwork(ops, parameter, `${block}/tokens`, turned); // [batch, width, tokens]
  const exchanged = ops.add(x, ops.transpose(mixed, [0, 2, 1]));
  const normed = applyNorm(ops, parameter, `${block}/norm2`, exchanged);
  return ops.add(exchanged, applyGeluNetwork(ops, parameter, `${block}/channels`, normed));
}

export const mlpMixer = defineArchitecture({
  id: 'mlp-mixer',
  label: 'MLP-Mixer',
  summary:
    'Patches exchange what they know through one small network and think alone through another, in turns; no convolution, no attention.',
  reference: 'Tolstikhin et al. 2021, arXiv:2105.01601',
  options,
  reads: 'grid',
  usesEncoding: false,
  widths: ['width', 'tokenWidth', 'channelWidth'],
  whyNoEncoding: 'Each patch has weights of its own in the token mixing, so it knows its place.',

  fault: ({ patchSize }, sizes) => faultOfPatches(patchSize, sizes),

  parameters(chosen, sizes) {
    const { patchSize, width, tokenWidth, channelWidth } = chosen;
    const { tokens, values } = patchesOf(patchSize, sizes);
    return [
      ...patchParameters(values, width),
      ...blocksOf(chosen).flatMap((block) => [
        ...normParameters(`${block}/norm1`, width),
        ...geluNetworkParameters(`${block}/tokens`, tokens, tokenWidth),
        ...normParameters(`${block}/norm2`, width),
        ...geluNetworkParameters(`${block}/channels`, width, channelWidth),
      ]),
      ...normParameters('norm', width),
      ...denseParameters('classes', width, sizes.outputs),
    ];
  },

  stages: stagesOf,

  forward(ops, parameter, inputs, { options: chosen, sizes }) {
    const { patchSize, width } = chosen;
    const { rows, columns } = patchesOf(patchSize, sizes);
    let x = embedPatches(ops, parameter, port(inputs, 'grid'), patchSize); // [batch, tokens, width]
    const batch = x.shape[0]!;
    const asGrid = (tokens: Tensor) => ops.reshape(tokens, [batch, rows, columns, width]);
    const shown: Record<string, Tensor> = { 'activation/Patches': asGrid(x) };
    blocksOf(chosen).forEach((block, layer) => {
      x = mixBlock(ops, parameter, block, x);
      shown[`activation/Block ${layer + 1}`] = asGrid(x);
    });
    const pooled = ops.mean(applyNorm(ops, parameter, 'norm', x), [1]); // [batch, width]
    const logits = applyDense(ops, parameter, 'classes', pooled);
    return { outputs: { ...shown, 'activation/Pooled patches': pooled, logits } };
  },
});
