/**
 * The fifteen corruptions of MNIST-C, at the one strength at which it was published.
 *
 * Mu and Gilmer 2019, "MNIST-C: A robustness benchmark for computer vision", arXiv:1906.02337. Its
 * images were drawn without a seed: these are drawn anew from the lab's, so single images differ from
 * the published ones, their distribution does not. Two things are left out: rounding to 8 bits at the
 * end, and in the middle of the motion blur.
 */
import type { SystemChoice } from '../core/system.ts';

export interface MnistCorruption {
  /** As in MNIST-C's files. */
  readonly name: string;
  readonly choice: SystemChoice;
}

const SHEAR = 0.4; // radians
const ROTATION = 0.4; // radians

export const mnistC: readonly MnistCorruption[] = [
  { name: 'shot_noise', choice: { id: 'shot-noise', options: { strength: 1 / 3 } } },
  { name: 'impulse_noise', choice: { id: 'impulse-noise', options: { amount: 0.17 } } },
  {
    name: 'glass_blur',
    choice: { id: 'glass-blur', options: { deviation: 0.7, reach: 1, passes: 2 } },
  },
  {
    name: 'motion_blur',
    choice: { id: 'motion-blur', options: { radius: 10, softness: 3, direction: 0, spread: 45 } },
  },
  {
    name: 'shear',
    choice: {
      id: 'shear',
      options: { slant: Math.sin(SHEAR), height: 1 / Math.cos(SHEAR), eitherWay: true },
    },
  },
  { name: 'scale', choice: { id: 'scale', options: { factor: 0.7 } } },
  {
    name: 'rotate',
    choice: { id: 'rotation', options: { angle: (ROTATION * 180) / Math.PI, eitherWay: true } },
  },
  { name: 'brightness', choice: { id: 'brightness', options: { amount: 0.5 } } },
  { name: 'translate', choice: { id: 'shift', options: { x: 3, y: 3, eitherWay: true } } },
  { name: 'stripe', choice: { id: 'stripe', options: { share: 0.25 } } },
  { name: 'fog', choice: { id: 'fog', options: { strength: 3, decay: 1.4 } } },
  {
    name: 'spatter',
    choice: { id: 'spatter', options: { cover: 0.5, grain: 1, tone: 63 / 255 } },
  },
  { name: 'dotted_line', choice: { id: 'dotted-line', options: { strength: 1, radius: 2.3 } } },
  { name: 'zigzag', choice: { id: 'zigzag', options: { strength: 1, length: 2, height: 2 } } },
  {
    name: 'canny_edges',
    choice: {
      id: 'canny-edges',
      options: { strength: 1, deviation: 1, low: 0.1, high: 0.2 },
    },
  },
];
