/**
 * As many pixels to a side as one likes, over the same image.
 *
 * Each looks at the point under its centre, bilinearly. Half as many to a side as the image has is
 * then exactly the mean of four pixels; far fewer skip pixels, as a real sensor without a blur would.
 */
import { gridCoords } from '../core/coordinates.ts';
import { integer } from '../core/options.ts';
import { latticeOf } from './optics/lattice.ts';
import { defineSensor } from './sensor.ts';

export const resolution = defineSensor({
  id: 'resolution',
  label: 'Resolution',
  summary:
    'More or fewer pixels over the same image. A model of pixels and places may not care; the weights of a grid do.',
  reference: "the lab's own",
  group: 'sampling',
  options: {
    side: integer({
      label: 'Pixels to a side',
      help: 'Of the shorter side; the longer one keeps its ratio.',
      default: 28,
      min: 4,
      max: 112,
      unit: 'px',
    }),
  },
  example: { side: 14 },
  strengths: [4, 7, 10, 14, 20, 28, 40, 56, 80, 112],
  plan({ side }, size) {
    const lattice = latticeOf(side, size);
    return { places: gridCoords(lattice.height, lattice.width), lattice };
  },
});
