/**
 * Turns the middle of the image, and less and less outwards.
 *
 *   turn(ρ) = angle · exp(−5 ρ / (radius · ln 2))   ρ in pixels from the centre
 *
 * so that beyond the radius less than a thousandth is left. What to expect: strokes through the
 * centre bend into an S; the rim stays where it is.
 *
 * As scikit-image's `swirl` (van der Walt et al. 2014, PeerJ 2:e453).
 */
import { number } from '../core/options.ts';
import { defineTransform } from './transform.ts';

export const swirl = defineTransform({
  id: 'swirl',
  label: 'Swirl',
  summary: 'Turns the middle of the image and leaves the rim: strokes bend into an S.',
  reference: 'van der Walt et al. 2014, scikit-image, PeerJ 2:e453',
  group: 'geometry',
  example: { angle: 240 },
  options: {
    angle: number({
      label: 'Swirl',
      help: 'How far the very centre is turned; positive turns counter-clockwise.',
      default: 0,
      min: -720,
      max: 720,
      unit: '°',
    }),
    radius: number({
      label: 'Radius',
      help: 'How far the swirl reaches, where 1 is half the shorter side.',
      default: 2,
      min: 0.25,
      max: 5,
    }),
  },

  inverse({ angle, radius }, { height, width }) {
    const radians = (angle * Math.PI) / 180;
    const reach = (radius * Math.min(height, width) * Math.LN2) / 10; // in pixels
    return (atX, atY) => {
      const x = (atX * width) / 2;
      const y = (atY * height) / 2;
      const turn = radians * Math.exp(-Math.hypot(x, y) / reach);
      if (turn === 0) return [atX, atY];
      const cosine = Math.cos(turn);
      const sine = Math.sin(turn);
      return [(2 * (cosine * x - sine * y)) / width, (2 * (sine * x + cosine * y)) / height];
    };
  },
});
