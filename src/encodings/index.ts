/** The positional encodings, in the order and the groups in which they are shown to people. */
import { createFinder } from '../core/system.ts';
import { basic } from './basic.ts';
import { cylindrical } from './cylindrical.ts';
import { directional } from './directional.ts';
import type { Encoding } from './encoding.ts';
import { factorisedTable } from './factorisedTable.ts';
import { fourierBessel } from './fourierBessel.ts';
import { gabor } from './gabor.ts';
import { gaussianFourier } from './gaussianFourier.ts';
import { gaussianRbf } from './gaussianRbf.ts';
import { hashGrid } from './hashGrid.ts';
import { integrated } from './integrated.ts';
import { learnedSine } from './learnedSine.ts';
import { learnedTable } from './learnedTable.ts';
import { linearSpaced } from './linearSpaced.ts';
import { logLinear } from './logLinear.ts';
import { logPolar } from './logPolar.ts';
import { logSpaced } from './logSpaced.ts';
import { none } from './none.ts';
import { oneBlob } from './oneBlob.ts';
import { oneHot } from './oneHot.ts';
import { orthogonalBasis } from './orthogonalBasis.ts';
import { polar } from './polar.ts';
import { raw } from './raw.ts';
import { rawRadius } from './rawRadius.ts';
import { spherical } from './spherical.ts';
import { sphericalHarmonics } from './sphericalHarmonics.ts';
import { tents } from './tents.ts';
import { triangleWave } from './triangleWave.ts';
import { uniformFourier } from './uniformFourier.ts';

export const encodingGroups = [
  { label: 'Plain', encodings: [none, raw, rawRadius] },
  {
    label: 'Fixed waves',
    encodings: [
      basic,
      logLinear,
      integrated,
      logSpaced,
      linearSpaced,
      directional,
      triangleWave,
      orthogonalBasis,
    ],
  },
  { label: 'Random waves', encodings: [gaussianFourier, uniformFourier] },
  { label: 'Learned', encodings: [learnedSine, gabor, learnedTable, factorisedTable, hashGrid] },
  { label: 'Local', encodings: [oneHot, oneBlob, tents, gaussianRbf] },
  { label: 'About the middle', encodings: [polar, logPolar, fourierBessel] },
  { label: 'On surfaces', encodings: [cylindrical, spherical, sphericalHarmonics] },
] as const;

export const encodings = encodingGroups.flatMap((group) => [...group.encodings]);

/** Throws a LabError for an id that is not in the list. */
export const findEncoding = createFinder<Encoding>('encoding', encodings);
