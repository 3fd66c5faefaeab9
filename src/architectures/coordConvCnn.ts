/**
 * CoordConv: the CNN of cnn.ts whose convolutions also see where they are, as two more channels with
 * the x and y of each pixel, or a third with its distance from the centre.
 *
 *   grid [batch, height, width, channels], coordinates [1, height, width, 2 or 3] -> blocks -> logits
 *
 * x runs from −1 at the first column to 1 at the last, y likewise down the rows, as published; that is
 * between the centres of the outermost pixels and not, as elsewhere in the lab, between their edges.
 * The released layer divides both axes by the same length and is wrong off the square; its first
 * published form measures the radius from (0.5, 0.5). Here each axis has its own length, and the
 * radius √(x² + y²) is 0 in the middle. A layer has (channels + 2 or 3) · filters · kernel² weights.
 *
 * Liu et al. 2018, arXiv:1807.03247.
 */
import { choice, toggle, type Values } from '../core/options.ts';
import type { Origins } from '../core/origins.ts';
import { defineArchitecture, port, type ModelSizes } from './architecture.ts';
import {
  convolutionBlocks,
  convolutionOptions,
  faultOfBlocks,
  type Coordinates,
} from './layers/convolutionBlocks.ts';

const options = {
  ...convolutionOptions,
  where: choice({
    label: 'Coordinates',
    help: 'Which convolutions see them.',
    default: 'first',
    choices: [
      { value: 'first', label: 'At the first' },
      { value: 'all', label: 'At every one' },
    ],
  }),
  radius: toggle({ label: 'Distance from the centre, too', default: false }),
};
type Options = Values<typeof options>;

/** −1 for the first of `count` pixels, 1 for the last; 0 for a single one. */
const inclusive = (index: number, count: number) =>
  count === 1 ? 0 : (2 * index) / (count - 1) - 1;

/**
 * [height, width, 2 or 3]: x, y and, where asked for, the distance from the centre.
 *
 * @param origins of pixels that were moved: theirs are the coordinates of where they came from
 */
export function coordinateChannels(
  height: number,
  width: number,
  radius: boolean,
  origins?: Origins,
): Float32Array {
  const channels = Array.from({ length: height * width }, (_, place) => {
    const pixel = origins?.[place] ?? place;
    const x = inclusive(pixel % width, width);
    const y = inclusive(Math.floor(pixel / width), height);
    return radius ? [x, y, Math.hypot(x, y)] : [x, y];
  });
  return Float32Array.from(channels.flat());
}

function coordinatesFor({ where, radius }: Options, { origins }: ModelSizes): Coordinates {
  const count = radius ? 3 : 2;
  return {
    count: (block) => (where === 'all' || block === 0 ? count : 0),
    map(ops, { block, height, width }) {
      const moved = block === 0 ? origins : undefined;
      const channels = coordinateChannels(height, width, radius, moved);
      return ops.constant(channels, [1, height, width, count]);
    },
  };
}

export const coordConvCnn = defineArchitecture({
  id: 'coord-conv-cnn',
  label: 'CoordConv CNN',
  summary: 'The CNN with x and y as channels of its own, so that a filter may know where it is.',
  reference: 'Liu et al. 2018, arXiv:1807.03247',
  options,
  reads: 'grid',
  usesEncoding: false,
  widths: ['filters', 'headWidth'],
  whyNoEncoding: 'It carries its own coordinates, as channels beside the image.',
  firstLayer: 'block0/filter',

  fault: (chosen, sizes) => faultOfBlocks(chosen, sizes),
  parameters: (chosen, sizes) =>
    convolutionBlocks(chosen, sizes, coordinatesFor(chosen, sizes)).parameters,
  stages: (chosen, sizes) => convolutionBlocks(chosen, sizes, coordinatesFor(chosen, sizes)).stages,
  forward(ops, parameter, inputs, { options: chosen, sizes, ...drawing }) {
    const blocks = convolutionBlocks(chosen, sizes, coordinatesFor(chosen, sizes));
    return { outputs: blocks.forward(ops, parameter, port(inputs, 'grid'), drawing) };
  },
});
