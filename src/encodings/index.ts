/** The positional encodings, in the order shown to people. */
import { createFinder } from '../core/system.ts';
import type { Encoding } from './encoding.ts';
import { gaussianFourier } from './gaussianFourier.ts';
import { logLinear } from './logLinear.ts';
import { none } from './none.ts';
import { raw } from './raw.ts';

export const encodings = [none, raw, logLinear, gaussianFourier] as const;

/** Throws a LabError for an id that is not in the list. */
export const findEncoding = createFinder<Encoding>('encoding', encodings);
