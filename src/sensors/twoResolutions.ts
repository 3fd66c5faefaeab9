/**
 * One image in two resolutions: a part of it finely, the rest coarsely.
 *
 * The sensor is cut into rectangles, and each is filled by a grid of its own, so that no gap is left
 * and none overlap; a pixel stands for its cell's area. The middle is the square of half the sides;
 * around it lie a band above and below and a piece on either side. Pixels look straight ahead.
 */
import { pixelCentre } from '../core/coordinates.ts';
import type { ImageSize } from '../core/geometry.ts';
import { choice, integer } from '../core/options.ts';
import { defineSensor } from './sensor.ts';
import { latticeOf } from './optics/lattice.ts';

/** In [-1, 1]². */
interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
interface Partition {
  readonly fine: readonly Rectangle[];
  readonly coarse: readonly Rectangle[];
}

const leftHalf: Rectangle = { left: -1, top: -1, right: 0, bottom: 1 };
const rightHalf: Rectangle = { left: 0, top: -1, right: 1, bottom: 1 };
const partitions = {
  left: { fine: [leftHalf], coarse: [rightHalf] },
  right: { fine: [rightHalf], coarse: [leftHalf] },
  centre: {
    fine: [{ left: -0.5, top: -0.5, right: 0.5, bottom: 0.5 }],
    coarse: [
      { left: -1, top: -1, right: 1, bottom: -0.5 },
      { left: -1, top: -0.5, right: -0.5, bottom: 0.5 },
      { left: 0.5, top: -0.5, right: 1, bottom: 0.5 },
      { left: -1, top: 0.5, right: 1, bottom: 1 },
    ],
  },
} satisfies Record<string, Partition>;

export const twoResolutions = defineSensor({
  id: 'two-resolutions',
  label: 'Two resolutions',
  summary:
    'A part of the image finely, the rest coarsely. No grid holds it; to a model of pixels it is a list like any other.',
  reference: "the lab's own",
  group: 'sampling',
  options: {
    coarse: integer({
      label: 'Coarse pixels to a side',
      help: 'As many as the whole shorter side would have; few of them blot out what lies there.',
      default: 28,
      min: 2,
      max: 112,
      unit: 'px',
    }),
    fine: integer({
      label: 'Fine pixels to a side',
      help: 'As many as the whole shorter side would have.',
      default: 28,
      min: 4,
      max: 112,
      unit: 'px',
    }),
    region: choice({
      label: 'Fine part',
      help: 'Half the width, or the middle of half the width and height.',
      default: 'left',
      choices: [
        { value: 'left', label: 'Left half' },
        { value: 'right', label: 'Right half' },
        { value: 'centre', label: 'Middle' },
      ],
    }),
  },
  example: { coarse: 10 },
  strengths: [2, 4, 7, 10, 14, 20, 28, 40, 56, 112],
  plan({ coarse, fine, region }, size) {
    const partition: Partition = partitions[region];
    const cells = [
      ...partition.fine.flatMap((part) => cellsOf(part, fine, size)),
      ...partition.coarse.flatMap((part) => cellsOf(part, coarse, size)),
    ];
    return {
      places: Float32Array.from(cells.flatMap(({ x, y }) => [x, y])),
      areas: Float32Array.from(cells, ({ area }) => area),
    };
  },
});

/** The centres of the cells of a rectangle, row by row. */
function cellsOf({ left, top, right, bottom }: Rectangle, side: number, size: ImageSize) {
  const whole = latticeOf(side, size);
  const columns = Math.max(1, Math.round((whole.width * (right - left)) / 2));
  const rows = Math.max(1, Math.round((whole.height * (bottom - top)) / 2));
  const area = ((right - left) * (bottom - top)) / (columns * rows);
  return Array.from({ length: rows * columns }, (_, cell) => ({
    x: between(left, right, pixelCentre(cell % columns, columns)),
    y: between(top, bottom, pixelCentre(Math.floor(cell / columns), rows)),
    area,
  }));
}

/** From one end at −1 to the other at 1. */
function between(from: number, to: number, at: number): number {
  return from + ((to - from) * (at + 1)) / 2;
}
