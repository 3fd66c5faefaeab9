/**
 * Pushes each row sideways along a sine wave: a warp that no affine map undoes.
 *
 *   result(x, y) = source(x + amplitude · sin(2π · y / period), y)   in pixels from the centre
 *   period = half the image's height
 *
 * What to expect: every row keeps what is in it; what is lost is lost to a changed shape.
 *
 * The lab's own; after the non-linear warps that the proposal of the Coordinet asks for.
 */
import { number } from '../core/options.ts';
import { defineTransform } from './transform.ts';

/** Waves over the image's height. */
const WAVES = 2;

export const wave = defineTransform({
  id: 'wave',
  label: 'Wave',
  summary: 'Pushes each row sideways along a sine wave, a warp that no affine map undoes.',
  reference: "The lab's own",
  group: 'geometry',
  example: { amplitude: 3 },
  options: {
    amplitude: number({
      label: 'Wave',
      help: 'How far rows are pushed at most; the image holds two waves.',
      default: 0,
      min: 0,
      max: 7,
      unit: 'pixels',
    }),
  },

  inverse({ amplitude }, { width }) {
    const amount = (2 * amplitude) / width; // y spans 2
    return (x, y) => [x + amount * Math.sin(Math.PI * WAVES * y), y];
  },
});
