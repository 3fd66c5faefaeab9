/**
 * No encoding: the model is not told where a pixel is. The control of every comparison; a pooled
 * pixel model then sees a bag of values.
 *
 *   coords [rows, dimensions] → features [rows, 0]
 */
import { defineEncoding } from './encoding.ts';

export const none = defineEncoding({
  id: 'none',
  label: 'None',
  summary:
    'The model is not told where a pixel is: a bag of values, the control of every comparison.',
  reference: 'Coordinet Lab, the control',
  knob: null,
  options: {},
  outputWidth: () => 0,
  parameters: () => [],
  encode() {
    throw new Error('encoding "none" has no features; check outputWidth before encoding');
  },
});
