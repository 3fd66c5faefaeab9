/**
 * What and where: a small drawn glyph; its class is its shape, wherever it lies.
 *
 *   28 × 28 grey; eight glyphs about 8 to 10 pixels wide, slightly turned, of varying stroke
 *   training: the centre lies in the left or the top half, never in the quarter at the bottom right
 *   test:     the centre lies in that quarter, at least 2 pixels beyond any training centre
 *
 * Glyphs never leave the image. What to expect: a model that treats all places alike carries its
 * knowledge over; one that learned shape and place together has never seen a glyph there. The gap
 * between training and test accuracy is what the dataset is for: one nearest neighbour over pixels
 * reads 98 % of training images held out and 16 % of the test (chance 12.5 %). Over sorted values,
 * blind to places, it reads 56 % of the test: how much ink a glyph has tells something, too.
 *
 * The lab's own, after the quadrant split of Liu et al. 2018 (CoordConv), arXiv:1807.03247.
 */
import { createRandom } from '../core/random.ts';
import { defineDataset, sealDataset } from './dataset.ts';
import { drawFigures, type Draw, type Figure } from './drawing/figures.ts';
import { glyphs } from './drawing/glyphs.ts';

const SIDE = 28;
/** Pixels: the range of centres, and where the quarter of the test begins on both axes. */
const NEAREST = 7;
const FARTHEST = SIDE - NEAREST;
const TRAINING_END = 13;
const TEST_START = 15;
/** The data's own seed, part of what the dataset is: a run's seed does not change it. */
const random = createRandom(20261121);

type Place = readonly [x: number, y: number];

export const whatAndWhere = defineDataset({
  id: 'what-and-where',
  label: 'What and where',
  summary:
    'Eight glyphs; those of the test lie bottom right, where no training glyph does. Who knows a shape at a place it never saw?',
  reference: "The lab's own, after Liu et al. 2018, arXiv:1807.03247",
  options: {},

  load: () =>
    sealDataset({
      id: 'what-and-where',
      label: 'What and where',
      height: SIDE,
      width: SIDE,
      channels: 1,
      classNames: glyphs.map(({ name }) => name),
      train: drawPart('train', 10_000, drawTrainingPlace),
      test: drawPart('test', 2_000, drawTestPlace),
      source: 'Made in the page by src/datasets/whatAndWhere.ts',
      licence: 'MIT',
    }),
});

const drawPart = (part: string, count: number, drawPlace: (draw: Draw) => Place) =>
  drawFigures(
    { count, side: SIDE, classes: glyphs.length },
    random.stream(`what-and-where/${part}`),
    (label, draw) => drawGlyph(label, drawPlace(draw), draw),
  );

/** Uniform over three quarters: draws again while the place falls into the fourth. */
function drawTrainingPlace(draw: Draw): Place {
  for (;;) {
    const place: Place = [draw(NEAREST, FARTHEST), draw(NEAREST, FARTHEST)];
    if (Math.min(...place) < TRAINING_END) return place;
  }
}

const drawTestPlace = (draw: Draw): Place => [
  draw(TEST_START, FARTHEST),
  draw(TEST_START, FARTHEST),
];

function drawGlyph(label: number, [centreX, centreY]: Place, draw: Draw): Figure {
  const { distance } = glyphs[label]!;
  const radius = draw(4, 5);
  const stroke = draw(0.6, 0.9);
  const [cosine, sine] = turnOf(draw(-0.08, 0.08));
  return {
    centreX,
    centreY,
    reach: 1.2 * radius + 1,
    brightness: draw(0.7, 1),
    intensity(x, y) {
      const [u, v] = [cosine * x + sine * y, cosine * y - sine * x];
      return Math.min(1, Math.max(0, 0.5 - distance(u, v, radius, stroke)));
    },
  };
}

/** Cosine and sine of the angle whose half has this tangent: exact arithmetic, ±0.08 is ±9°. */
function turnOf(halfTangent: number): [cosine: number, sine: number] {
  const square = halfTangent * halfTangent;
  return [(1 - square) / (1 + square), (2 * halfTangent) / (1 + square)];
}
