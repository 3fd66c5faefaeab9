/** The comparisons, in the order shown to people. */
import type { Comparison } from './comparison.ts';
import { coordinateModelOrCnn } from './coordinateModelOrCnn.ts';
import { fewerPixels } from './fewerPixels.ts';
import { positionWorth } from './positionWorth.ts';
import { rotatedDigits } from './rotatedDigits.ts';
import { sphericalDigits } from './sphericalDigits.ts';
import { sumMeanOrMaximum } from './sumMeanOrMaximum.ts';
import { whereOrWhat } from './whereOrWhat.ts';
import { whichEncoding } from './whichEncoding.ts';

export const comparisons: readonly Comparison[] = [
  coordinateModelOrCnn,
  positionWorth,
  whereOrWhat,
  whichEncoding,
  sumMeanOrMaximum,
  rotatedDigits,
  fewerPixels,
  sphericalDigits,
];

export const maybeFindComparison = (id: string): Comparison | undefined =>
  comparisons.find((each) => each.id === id);
