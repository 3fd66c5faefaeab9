/**
 * Distortion by one division: a strong barrel with a single coefficient.
 *
 *   r = ρ / (1 + λ ρ²)   radius of the image seen by radius ρ of the sensor
 *
 * λ < 0 is a barrel, λ > 0 a pincushion. Radii are in halves of the shorter side (optics/round.ts).
 * Nothing is seen where the divisor is not above 0, infinitely far out, nor from ρ = 1/√λ on, where
 * a pincushion would turn back and see again what it has seen.
 *
 * Fitzgibbon 2001, "Simultaneous linear estimation of multiple view geometry and lens distortion" (CVPR).
 */
import { gridCoords } from '../core/coordinates.ts';
import type { ImageSize, InverseMap } from '../core/geometry.ts';
import { number } from '../core/options.ts';
import { edgeFault, radialLens } from './optics/round.ts';
import { defineSensor } from './sensor.ts';

function lensOf(lambda: number, size: ImageSize): InverseMap {
  return radialLens(size, (radius) => {
    const bend = lambda * radius * radius;
    return bend > -1 && bend < 1 ? radius / (1 + bend) : NaN;
  });
}

export const division = defineSensor({
  id: 'division',
  label: 'Division model',
  summary:
    'Barrel or pincushion by one coefficient, in closed form; it holds for strong lenses, too.',
  reference: 'Fitzgibbon 2001, CVPR',
  group: 'lens',
  options: {
    lambda: number({
      label: 'λ',
      help: 'Below 0 a barrel, above 0 a pincushion; −0.5 sees twice as far at the edge.',
      default: 0,
      min: -1,
      max: 1,
    }),
  },
  example: { lambda: -0.4 },
  fault: ({ lambda }, size) => edgeFault(lensOf(lambda, size), size, 'choose a λ nearer to 0'),
  plan({ lambda }, size) {
    return {
      places: gridCoords(size.height, size.width),
      lattice: { height: size.height, width: size.width },
      lens: lensOf(lambda, size),
    };
  },
});
