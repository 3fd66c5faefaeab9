/**
 * An eye: pixels lie densely in the middle of what is seen and sparsely at its rim.
 *
 *   r(ρ) = (e^(sρ) − 1) / (e^s − 1)   radius seen by radius ρ of the sensor, s the strength
 *
 * r rises with ρ, r(1) = 1, and its slope grows e^s-fold from the middle to there: the image appears
 * that many times larger in the middle. s = 0 looks straight. A radius of 1 ends at the middle of the
 * nearest edges (optics/round.ts); the corners look past the image.
 *
 * The logarithm of the visual cortex along a ray: Schwartz 1977, "Spatial mapping in the primate
 * sensory projection" (Biological Cybernetics 25).
 */
import { gridCoords } from '../core/coordinates.ts';
import { integer, number } from '../core/options.ts';
import { latticeOf } from './optics/lattice.ts';
import { radialLens } from './optics/round.ts';
import { defineSensor } from './sensor.ts';

export const foveated = defineSensor({
  id: 'foveated',
  label: 'Foveated',
  summary:
    'Pixels lie densely in the middle and sparsely at the rim, as in an eye. Not told, the middle looks inflated.',
  reference: 'Schwartz 1977, Biological Cybernetics 25',
  group: 'sampling',
  options: {
    strength: number({
      label: 'Strength',
      help: 'At 1 the middle is seen e = 2.7 times as finely as the edge, at 2 7.4 times.',
      default: 0,
      min: 0,
      max: 4,
    }),
    side: integer({
      label: 'Pixels to a side',
      help: 'Of the shorter side; with fewer of them the rim is soon too coarse to read.',
      default: 28,
      min: 4,
      max: 112,
      unit: 'px',
    }),
  },
  example: { strength: 2 },
  plan({ strength, side }, size) {
    const lattice = latticeOf(side, size);
    const places = gridCoords(lattice.height, lattice.width);
    if (strength === 0) return { places, lattice };
    const whole = Math.expm1(strength);
    const lens = radialLens(size, (radius) => Math.expm1(strength * radius) / whole);
    return { places, lattice, lens };
  },
});
