/**
 * The convolutional network of cnn.ts and coordConvCnn.ts: blocks of convolution, ReLU and maximum over
 * 2 × 2, then a dense head. Channels of coordinates may join the input of any convolution.
 *
 *   grid [batch, height, width, channels]
 *     -> convolution, relu     [batch, height, width, filters]   smaller by kernel − 1 when unpadded
 *     -> maximum over 2 × 2    [batch, height / 2, width / 2, filters]
 *     … each block doubles the filters …
 *     -> flattened, dense      [batch, head width]   dropout behind it, when chosen
 *     -> logits                [batch, classes]
 *
 * A convolution of [values, coordinates] is that of the values plus that of the coordinates. The
 * second is the same for all images, [1, height, width, filters], and computed once for the batch.
 */
import { choice, integer, type Values } from '../../core/options.ts';
import type { Ops, ParameterLookup, Ports, Tensor } from '../../core/ops.ts';
import { bias, weight, type ParameterSpec } from '../../core/parameters.ts';
import type { Drawing, ModelSizes, Stage } from '../architecture.ts';
import { applyDense, denseParameters } from './dense.ts';
import { dropOut, dropoutOption } from './dropout.ts';
import { convolveWithoutBias } from './normedConvolution.ts';

export const convolutionOptions = {
  filters: integer({
    label: 'Filters',
    help: 'In the first block; each further block has twice as many.',
    default: 16,
    min: 1,
    max: 128,
  }),
  blocks: integer({ label: 'Blocks', default: 2, min: 1, max: 4 }),
  kernelSize: choice({
    label: 'Kernel size',
    default: '3',
    choices: [
      { value: '3', label: '3 × 3' },
      { value: '5', label: '5 × 5' },
    ],
  }),
  padding: choice({
    label: 'Padding',
    help: 'What lies beyond the edge: zeros, by which a network can tell where the edge is; the opposite edge; or nothing, and the image shrinks.',
    default: 'same',
    choices: [
      { value: 'same', label: 'Zeros' },
      { value: 'circular', label: 'Circular' },
      { value: 'valid', label: 'None' },
    ],
  }),
  headWidth: integer({ label: 'Width of the head', default: 128, min: 4, max: 1024 }),
  dropout: { ...dropoutOption, label: 'Dropout in the head' },
};
export type ConvolutionChoice = Values<typeof convolutionOptions>;

/** Coordinates that join the input of a block. */
export interface Coordinates {
  /** How many channels; 0 for none. */
  count(block: number): number;
  /** [1, height, width, count] for the whole of a block's input. */
  map(ops: Ops, of: { block: number; height: number; width: number }): Tensor;
}

const none: Coordinates = {
  count: () => 0,
  map: () => {
    throw new Error('these blocks have no coordinates');
  },
};

interface Block {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  readonly inputs: number;
  readonly coordinates: number;
  readonly outputs: number;
  /** Behind the convolution, before the maximum. */
  readonly convolved: { readonly height: number; readonly width: number };
}

/** Sizes of each block; sides of 0 or less where the image is too small (faultOfBlocks). */
function blocksOf(chosen: ConvolutionChoice, sizes: ModelSizes, coordinates: Coordinates): Block[] {
  const { filters, blocks, kernelSize, padding } = chosen;
  const lost = padding === 'valid' ? Number(kernelSize) - 1 : 0;
  const found: Block[] = [];
  let { height, width } = sizes;
  for (let block = 0; block < blocks; block++) {
    const convolved = { height: height - lost, width: width - lost };
    found.push({
      name: `block${block}`,
      height,
      width,
      inputs: block === 0 ? sizes.channels : filters * 2 ** (block - 1),
      coordinates: coordinates.count(block),
      outputs: filters * 2 ** block,
      convolved,
    });
    height = Math.floor(convolved.height / 2);
    width = Math.floor(convolved.width / 2);
  }
  return found;
}

const pooledSides = ({ convolved }: Block) =>
  [Math.floor(convolved.height / 2), Math.floor(convolved.width / 2)] as const;

/** Length of the flattened last block. */
function flatLength(blocks: readonly Block[]): number {
  const last = blocks.at(-1)!;
  const [height, width] = pooledSides(last);
  return height * width * last.outputs;
}

/** Why the image is too small for these blocks, in words: `what is wrong; what to do`. */
export function faultOfBlocks(chosen: ConvolutionChoice, sizes: ModelSizes): string | undefined {
  const last = blocksOf(chosen, sizes, none).at(-1)!;
  if (Math.min(...pooledSides(last)) < 1) return nothingLeft(chosen, sizes);
  const side = Math.min(last.height, last.width);
  return chosen.padding === 'circular' && side < Number(chosen.kernelSize)
    ? circleTooShort(chosen, side)
    : undefined;
}

const anyOf = new Intl.ListFormat('en-GB', { type: 'disjunction' });

function nothingLeft(
  { blocks, padding }: ConvolutionChoice,
  { height, width }: ModelSizes,
): string {
  const [those, halve, leave] =
    blocks === 1 ? ['a block', 'halves', 'leaves'] : [`${blocks} blocks`, 'halve', 'leave'];
  const how = padding === 'valid' ? `${blocks === 1 ? 'trims' : 'trim'} and ${halve}` : halve;
  const fixes = [
    ...(blocks > 1 ? ['fewer blocks'] : []),
    ...(padding === 'valid' ? ['another padding'] : []),
  ];
  const fix = Math.min(height, width) < 2 ? 'another architecture' : anyOf.format(fixes);
  return `${those} that ${how} the sides ${leave} nothing of ${width} × ${height} pixels; choose ${fix}`;
}

function circleTooShort({ blocks, kernelSize }: ConvolutionChoice, side: number): string {
  const fixes = [
    ...(blocks > 1 ? ['fewer blocks'] : []),
    ...(kernelSize === '5' ? ['a smaller kernel'] : []),
    'another padding',
  ];
  return `a kernel of ${kernelSize} × ${kernelSize} does not fit around block ${blocks}, which has a side of ${side} pixels; choose ${anyOf.format(fixes)}`;
}

export interface ConvolutionBlocks {
  readonly parameters: ParameterSpec[];
  readonly stages: Stage[];
  forward(ops: Ops, parameter: ParameterLookup, grid: Tensor, drawing: Drawing): Ports;
}

export function convolutionBlocks(
  chosen: ConvolutionChoice,
  sizes: ModelSizes,
  coordinates: Coordinates = none,
): ConvolutionBlocks {
  const blocks = blocksOf(chosen, sizes, coordinates);
  const flat = flatLength(blocks);
  return {
    parameters: [
      ...blocks.flatMap((block) => blockParameters(block, Number(chosen.kernelSize))),
      ...denseParameters('head', flat, chosen.headWidth, weight),
      ...denseParameters('classes', chosen.headWidth, sizes.outputs),
    ],
    stages: stagesOf(chosen, sizes, blocks),
    forward(ops, parameter, grid, { training, random }) {
      const outputs: Record<string, Tensor> = {};
      let x = grid;
      for (const [index, block] of blocks.entries()) {
        const maps =
          block.coordinates > 0 ? coordinates.map(ops, { ...block, block: index }) : undefined;
        const convolved = convolve(ops, parameter, x, { block, maps, padding: chosen.padding });
        outputs[`activation/Block ${index + 1}`] = convolved;
        x = ops.maxPool2d(convolved, 2);
      }
      x = ops.reshape(x, [x.shape[0]!, flat]);
      const head = applyDense(ops, parameter, 'head', x, 'relu');
      const dropping = { share: chosen.dropout, training, random };
      const dropped = dropOut(ops, head, 'head', dropping);
      const logits = applyDense(ops, parameter, 'classes', dropped);
      return { ...outputs, 'activation/Head': head, logits };
    },
  };
}

function blockParameters(
  { name, inputs, coordinates, outputs }: Block,
  side: number,
): ParameterSpec[] {
  const fanIn = side * side * (inputs + coordinates);
  const own =
    coordinates > 0
      ? [weight(`${name}/coordinates`, [side, side, coordinates, outputs], fanIn)]
      : [];
  return [
    weight(`${name}/filter`, [side, side, inputs, outputs], fanIn),
    ...own,
    bias(`${name}/bias`, outputs),
  ];
}

/** relu(values * filter + coordinates * their filter + bias) */
function convolve(
  ops: Ops,
  parameter: ParameterLookup,
  x: Tensor,
  {
    block: { name },
    maps,
    padding,
  }: { block: Block; maps: Tensor | undefined; padding: ConvolutionChoice['padding'] },
): Tensor {
  const filter = parameter(`${name}/filter`);
  const shift = parameter(`${name}/bias`);
  if (!maps) return ops.conv2d(x, filter, shift, { padding, activation: 'relu' });
  const ofPlaces = convolveWithoutBias(ops, maps, parameter(`${name}/coordinates`), { padding });
  return ops.relu(ops.add(ops.conv2d(x, filter, shift, { padding }), ofPlaces));
}

function stagesOf(
  { kernelSize, headWidth }: ConvolutionChoice,
  { height, width, channels, outputs: classes }: ModelSizes,
  blocks: readonly Block[],
): Stage[] {
  const taps = Number(kernelSize) ** 2;
  return [
    { label: 'Image', shape: [height, width, channels], multiplyAdds: 0 },
    ...blocks.map((block, i) => {
      const each = block.convolved.height * block.convolved.width * taps * block.outputs;
      return {
        label: `Block ${i + 1}`,
        shape: [...pooledSides(block), block.outputs],
        multiplyAdds: each * block.inputs,
        sharedMultiplyAdds: each * block.coordinates,
      };
    }),
    { label: 'Head', shape: [headWidth], multiplyAdds: flatLength(blocks) * headWidth },
    { label: 'Classes', shape: [classes], multiplyAdds: headWidth * classes },
  ];
}
