/**
 * Convolutional network: the same small filters everywhere, pooled in halves, then a dense head
 * (layers/convolutionBlocks.ts).
 *
 *   grid [batch, height, width, channels] -> blocks -> dense head -> logits [batch, classes]
 *
 * It knows that neighbours belong together and that a stroke is a stroke wherever it is; where it
 * is enters through the flattening at the end, and faintly through the zeros around the image.
 *
 * LeCun et al. 1998, "Gradient-based learning applied to document recognition".
 */
import { defineArchitecture, port } from './architecture.ts';
import {
  convolutionBlocks,
  convolutionOptions,
  faultOfBlocks,
} from './layers/convolutionBlocks.ts';

export const cnn = defineArchitecture({
  id: 'cnn',
  label: 'CNN',
  summary: 'The same small filters at every place, pooled in halves, then a dense head.',
  reference: 'LeCun et al. 1998, Proceedings of the IEEE 86',
  options: convolutionOptions,
  reads: 'grid',
  usesEncoding: false,
  widths: ['filters', 'headWidth'],
  whyNoEncoding: 'It reads the image as a grid, which says where each pixel lies.',
  firstLayer: 'block0/filter',

  fault: (chosen, sizes) => faultOfBlocks(chosen, sizes),
  parameters: (chosen, sizes) => convolutionBlocks(chosen, sizes).parameters,
  stages: (chosen, sizes) => convolutionBlocks(chosen, sizes).stages,
  forward: (ops, parameter, inputs, { options, sizes, ...drawing }) => ({
    outputs: convolutionBlocks(options, sizes).forward(
      ops,
      parameter,
      port(inputs, 'grid'),
      drawing,
    ),
  }),
});
