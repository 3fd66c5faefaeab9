/**
 * Linear classifier: one weight for every pixel and class, nothing hidden. What it reaches is what the
 * dataset gives away without any thought; each class's weights are an image.
 *
 *   grid [batch, height, width, channels]
 *     -> flattened  [batch, height * width * channels]
 *     -> logits     [batch, classes]
 *
 * With softmax cross-entropy this is multinomial logistic regression (Cox 1958).
 */
import { bias, linearWeight } from '../core/parameters.ts';
import { defineArchitecture, port, type ModelSizes } from './architecture.ts';

const pixelsOf = ({ height, width, channels }: ModelSizes) => height * width * channels;

export const linear = defineArchitecture({
  id: 'linear',
  label: 'Linear',
  summary:
    'One weight for every pixel and class and nothing hidden: the least that can be learned.',
  reference: 'Logistic regression: Cox 1958, Journal of the Royal Statistical Society B 20',
  options: {},
  reads: 'grid',
  usesEncoding: false,
  whyNoEncoding: 'Every pixel has a weight of its own, so its place needs no description.',
  firstLayer: 'weight',

  parameters: (_, sizes) => [
    linearWeight('weight', [pixelsOf(sizes), sizes.outputs], pixelsOf(sizes)),
    bias('bias', sizes.outputs),
  ],

  stages: (_, sizes) => [
    { label: 'Pixels', shape: [pixelsOf(sizes)], multiplyAdds: 0 },
    { label: 'Classes', shape: [sizes.outputs], multiplyAdds: pixelsOf(sizes) * sizes.outputs },
  ],

  forward(ops, parameter, inputs, { sizes }) {
    const grid = port(inputs, 'grid');
    const flat = ops.reshape(grid, [grid.shape[0]!, pixelsOf(sizes)]);
    return { outputs: { logits: ops.dense(flat, parameter('weight'), parameter('bias')) } };
  },
});
