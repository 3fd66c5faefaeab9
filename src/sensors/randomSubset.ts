/**
 * A sensor most of whose pixels may be dead: some share of the image's own grid, drawn at random.
 *
 *   alive = max(1, round(share · pixels)), the first so many of one random order
 *
 * so a smaller share keeps some of a larger one's pixels and no others. The same pixels are dead for
 * every image. Not told, they are black; told, a model of pixels is spared them.
 */
import { gridCoords } from '../core/coordinates.ts';
import { number } from '../core/options.ts';
import { defineSensor } from './sensor.ts';

export const randomSubset = defineSensor({
  id: 'random-subset',
  label: 'Random subset',
  summary:
    'Some pixels are dead. A model of pixels can be spared them; to a grid they are black spots.',
  reference: "the lab's own",
  group: 'sampling',
  options: {
    share: number({
      label: 'Share kept',
      help: 'Of all pixels; a half is hardly missed, a tenth leaves strokes with gaps.',
      default: 1,
      min: 0.02,
      max: 1,
    }),
  },
  example: { share: 0.5 },
  strengths: [0.02, 0.05, 0.1, 0.15, 0.25, 0.35, 0.5, 0.7, 0.85, 1],
  plan({ share }, { height, width }, random) {
    const pixels = height * width;
    const places = gridCoords(height, width);
    const lattice = { height, width };
    const alive = Math.max(1, Math.round(share * pixels));
    if (alive === pixels) return { places, lattice };
    const dead = new Uint8Array(pixels).fill(1);
    for (const pixel of random.permutation(pixels).subarray(0, alive)) dead[pixel] = 0;
    return { places, lattice, dead };
  },
});
