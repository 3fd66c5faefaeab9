/**
 * Where: a small soft blob; its class is which of 3 × 3 cells it lies in.
 *
 *   28 × 28 grey, cells of 7⅓ pixels inside a black border of 3
 *   blob: brightness · (1 − (distance / radius)²)², radius 2 to 3.5 pixels
 *
 * The blob's size, brightness and place within its cell are drawn alike for every class, it is never
 * cut off, and its place varies by six whole pixels, so that the values in an image tell nothing:
 * a model blind to positions stays at chance, 11 % (nearest neighbour over sorted values: 11.6 %). One
 * that reads positions needs little else (ridge regression over pixels: 100 %).
 *
 * The lab's own, after the position tasks of Liu et al. 2018 (CoordConv), arXiv:1807.03247.
 */
import { createRandom } from '../core/random.ts';
import { defineDataset, sealDataset } from './dataset.ts';
import { drawFigures, type Draw, type Figure } from './drawing/figures.ts';

const SIDE = 28;
const BORDER = 3; // pixels
const CELL = (SIDE - 2 * BORDER) / 3; // pixels
/** Pixels from a cell's middle; the range is whole, so that every sub-pixel phase is as frequent. */
const FARTHEST = 3;
/** The data's own seed, part of what the dataset is: a run's seed does not change it. */
const random = createRandom(20261120);

const cellNames = ['top', 'middle', 'bottom'].flatMap((row) =>
  ['left', 'centre', 'right'].map((column) => `${row} ${column}`),
);

export const where = defineDataset({
  id: 'where',
  label: 'Where',
  summary: 'A blob whose class is its place: nine cells. Without positions nobody beats chance.',
  reference: "The lab's own, after Liu et al. 2018, arXiv:1807.03247",
  options: {},

  load: () =>
    sealDataset({
      id: 'where',
      label: 'Where',
      height: SIDE,
      width: SIDE,
      channels: 1,
      classNames: cellNames,
      train: drawPart('train', 10_000),
      test: drawPart('test', 2_000),
      source: 'Made in the page by src/datasets/where.ts',
      licence: 'MIT',
    }),
});

const drawPart = (part: string, count: number) =>
  drawFigures(
    { count, side: SIDE, classes: cellNames.length },
    random.stream(`where/${part}`),
    drawBlob,
  );

function drawBlob(label: number, draw: Draw): Figure {
  const middle = (cell: number) => BORDER + (cell + 0.5) * CELL;
  const radius = draw(2, 3.5);
  return {
    centreX: middle(label % 3) + draw(-FARTHEST, FARTHEST),
    centreY: middle(Math.floor(label / 3)) + draw(-FARTHEST, FARTHEST),
    reach: radius,
    brightness: draw(0.5, 1),
    intensity: (x, y) => Math.max(0, 1 - (x * x + y * y) / (radius * radius)) ** 2,
  };
}
