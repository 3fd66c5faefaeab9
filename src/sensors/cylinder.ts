/**
 * A strip all around: the image lies on a cylinder, and the sensor looks out from its axis.
 *
 *   the sensor's x is an angle, 180° · x; the image lies around the one to which it is turned
 *   image x = (180° · x − turn) / (span / 2), the angle taken within ±180°
 *
 * The strip's ends meet: what leaves it on the right comes back on the left. Its pixels are as large
 * as the image's, so a span of 90° makes a strip of four widths. Beyond the image there is black. At
 * 360° and a turn of 0 the sensor is the image itself.
 */
import { gridCoords } from '../core/coordinates.ts';
import { number } from '../core/options.ts';
import { defineSensor } from './sensor.ts';

export const cylinder = defineSensor({
  id: 'cylinder',
  label: 'Cylinder',
  summary:
    'A strip of 360° around whose axis the image lies. Turned far enough it is cut at the seam, unless the model knows.',
  reference: "the lab's own",
  group: 'surface',
  options: {
    turn: number({
      label: 'Turn',
      help: 'Moves the image along the strip; at 180 it is cut in halves, one at either end.',
      default: 0,
      min: -180,
      max: 180,
      unit: '°',
    }),
    span: number({
      label: 'Span',
      help: 'How much of the circle the image takes; the rest of the strip is black.',
      default: 360,
      min: 60,
      max: 360,
      unit: '°',
    }),
  },
  example: { turn: 150, span: 180 },
  plan({ turn, span }, { height, width }) {
    const lattice = { height, width: Math.round((width * 360) / span) };
    return {
      places: gridCoords(lattice.height, lattice.width),
      lattice,
      lens: (x, y) => [withinHalfTurn(x - turn / 180) * (360 / span), y],
    };
  },
});

/** The same angle within ±1 half turns. */
function withinHalfTurn(halfTurns: number): number {
  return halfTurns - 2 * Math.round(halfTurns / 2);
}
