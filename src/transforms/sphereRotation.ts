/**
 * Turns the sphere whose equirectangular picture the image is (core/sphere.ts): the picture as it
 * would be had the sphere been turned before it was unrolled.
 *
 *   over    in degrees, about a level axis, that of x = ±½: the north pole goes to the middle of the
 *           picture and the south pole to its seam; negative, the other way round
 *   before  in degrees, about the poles before that: turns what lies at a pole in itself
 *   after   about the poles after it: moves the picture to the right, around its seam
 *
 * In the terms of core/sphere.ts, R = Rz(after) · Ry(over) · Rz(before). Values are interpolated across
 * the seam and the poles. With any rotation each image has one of its own, evenly distributed over
 * all: SO(3), as the rotated half of spherical MNIST has.
 *
 * What to expect: to a model of the flat picture a turned digit is another one; in the reference a
 * plain CNN falls from 98 % to 11 %. Who is told where the pixels look need not notice.
 *
 * Cohen et al. 2018, "Spherical CNNs", arXiv:1801.10130.
 */
import { number, toggle } from '../core/options.ts';
import type { RandomStream } from '../core/random.ts';
import {
  directionAt,
  evenPose,
  placeOfDirection,
  rotate,
  rotationOf,
  undone,
  type Pose,
} from '../core/sphere.ts';
import { defineTransform } from './transform.ts';

const angle = { default: 0, min: -180, max: 180, unit: '°', when: { anyRotation: [false] } };

export const sphereRotation = defineTransform({
  id: 'sphere-rotation',
  label: 'Turn the sphere',
  summary:
    'For pictures of a sphere: turned in space and unrolled again, so that poles become like other places.',
  reference: 'Cohen et al. 2018, arXiv:1801.10130',
  group: 'geometry',
  example: { over: 60 },
  wraps: true,
  options: {
    over: number({
      label: 'Turn the sphere over',
      help: 'About a level axis: what lies at a pole goes towards the equator.',
      ...angle,
    }),
    before: number({
      label: 'About the poles, before',
      help: 'Turns what lies at a pole before it leaves it.',
      ...angle,
    }),
    after: number({
      label: 'About the poles, after',
      help: 'Moves the whole picture to the right, around its seam.',
      ...angle,
    }),
    anyRotation: toggle({
      label: 'Any rotation',
      help: 'Each image is turned by a rotation of its own, any as likely as any other.',
      default: false,
    }),
  },

  drawsMap: ({ anyRotation }) => anyRotation,
  inverse({ over, before, after, anyRotation }, _size, random) {
    const pose = anyRotation ? drawPose(random) : { turn: after, tip: over, roll: before };
    if (pose.tip === 0 && (pose.turn + pose.roll) % 360 === 0) return (x, y) => [x, y]; // exactly
    const toSource = undone(rotationOf(pose));
    return (x, y) => placeOfDirection(rotate(toSource, directionAt(x, y)));
  },
});

const drawPose = (random: RandomStream): Pose =>
  evenPose([random.uniform(0), random.uniform(1), random.uniform(2)]);
