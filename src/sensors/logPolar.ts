/**
 * Rings and wedges: the angle runs along the sensor, the logarithm of the radius down it.
 *
 *   φ = π x                                  0 to the right, growing clockwise on the screen
 *   r = inner · (outer / inner)^((y + 1)/2)  in halves of the shorter side
 *
 * The image turned is the sensor's picture shifted sideways; the image scaled, shifted up or down.
 * Not told, nothing of it looks like the image. Within the inner radius nothing is seen.
 *
 * Schwartz 1977, "Spatial mapping in the primate sensory projection" (Biological Cybernetics 25).
 */
import { gridCoords } from '../core/coordinates.ts';
import { integer, number } from '../core/options.ts';
import { edgesOf } from './optics/round.ts';
import { defineSensor } from './sensor.ts';

export const logPolar = defineSensor({
  id: 'log-polar',
  label: 'Log-polar',
  summary:
    'Rings and wedges: angle along, logarithm of the radius down. Turning and scaling the image shift it.',
  reference: 'Schwartz 1977, Biological Cybernetics 25',
  group: 'sampling',
  options: {
    rings: integer({
      label: 'Rings',
      help: 'Rows of the sensor; more of them tell nearer radii apart.',
      default: 28,
      min: 4,
      max: 112,
      unit: 'px',
    }),
    wedges: integer({
      label: 'Wedges',
      help: 'Columns of the sensor; more of them tell nearer directions apart.',
      default: 64,
      min: 8,
      max: 256,
      unit: 'px',
    }),
    inner: number({
      label: 'Inner radius',
      help: 'Where 1 is half the shorter side; nothing is seen within.',
      default: 0.05,
      min: 0.01,
      max: 0.5,
      scale: 'logarithmic',
    }),
    outer: number({
      label: 'Outer radius',
      help: 'Where 1 is half the shorter side; 1.41 reaches the corners of a square.',
      default: 1.2,
      min: 0.5,
      max: 2,
    }),
  },
  example: {},
  strengths: [4, 7, 10, 14, 20, 28, 40, 56, 80, 112],
  fault({ inner, outer }) {
    if (inner < outer) return undefined;
    return `the inner radius, ${inner}, is not less than the outer one, ${outer}; take a smaller inner or a larger outer one`;
  },
  plan({ rings, wedges, inner, outer }, size) {
    const edges = edgesOf(size);
    const ratio = outer / inner;
    return {
      places: gridCoords(rings, wedges),
      lattice: { height: rings, width: wedges },
      lens(x, y) {
        const angle = Math.PI * x;
        const radius = inner * ratio ** ((y + 1) / 2);
        return [(radius * Math.cos(angle)) / edges.x, (radius * Math.sin(angle)) / edges.y];
      },
    };
  },
});
