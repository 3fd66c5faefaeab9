/**
 * The image as a plate that is turned away from who looks at it: what is farther is smaller.
 *
 *   the plate turns about its upright middle line (turn), then about the level one (tip), and is
 *   seen through a pinhole in front of its centre, `distance` half-sides (of the longer side) away
 *
 * Nothing is seen beyond the plate's horizon. What to expect: like scale and shear that change over
 * the image; lines stay straight, parallels do not stay parallel.
 *
 * A homography: Hartley and Zisserman 2004, "Multiple View Geometry in Computer Vision", section 2.3.
 */
import { number } from '../core/options.ts';
import { defineTransform } from './transform.ts';

export const perspective = defineTransform({
  id: 'perspective',
  label: 'Perspective',
  summary: 'Turns the image away like a plate on a table: what is farther away is smaller.',
  reference: 'Hartley and Zisserman 2004, Multiple View Geometry, section 2.3',
  group: 'geometry',
  example: { turn: 45 },
  options: {
    turn: number({
      label: 'Perspective',
      help: 'Turns the right side away; negative, the left one.',
      default: 0,
      min: -80,
      max: 80,
      unit: '°',
    }),
    tip: number({
      label: 'Tip',
      help: 'Tips the top away; negative, the bottom.',
      default: 0,
      min: -80,
      max: 80,
      unit: '°',
    }),
    distance: number({
      label: 'Distance',
      help: 'How far away the eye is, in half-sides; near ones see the strongest perspective.',
      default: 3,
      min: 1.5,
      max: 10,
    }),
  },

  inverse({ turn, tip, distance }, { height, width }) {
    if (turn === 0 && tip === 0) return (x, y) => [x, y]; // exactly, not but for rounding
    const side = Math.max(height, width);
    const [stretchX, stretchY] = [width / side, height / side];
    const [sinTurn, cosTurn] = sinAndCos(turn);
    const [sinTip, cosTip] = sinAndCos(tip);
    // Where the plate's own axes lie, and its normal: x right, y down, z towards the eye.
    const right = [cosTurn, sinTurn * sinTip, -sinTurn * cosTip] as const;
    const down = [0, cosTip, sinTip] as const;
    const normal = [sinTurn, -cosTurn * sinTip, cosTurn * cosTip] as const;
    return (atX, atY) => {
      const x = atX * stretchX;
      const y = atY * stretchY;
      const facing = normal[2] * distance - normal[0] * x - normal[1] * y;
      if (facing <= 0) return [NaN, NaN]; // beyond the horizon
      const along = (normal[2] * distance) / facing; // from the eye, where the screen is at 1
      const hit = [along * x, along * y, distance - along * distance] as const;
      return [dot(right, hit) / stretchX, dot(down, hit) / stretchY];
    };
  },
});

type Vector = readonly [number, number, number];
const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function sinAndCos(degrees: number): [number, number] {
  const radians = (degrees * Math.PI) / 180;
  return [Math.sin(radians), Math.cos(radians)];
}
