/** The sensors, in the order shown to people. */
import { createFinder } from '../core/system.ts';
import { brownConrady } from './brownConrady.ts';
import { cylinder } from './cylinder.ts';
import { division } from './division.ts';
import { fishEye } from './fishEye.ts';
import { foveated } from './foveated.ts';
import { hexagonal } from './hexagonal.ts';
import { logPolar } from './logPolar.ts';
import { opencvFishEye } from './opencvFishEye.ts';
import { randomSubset } from './randomSubset.ts';
import { resolution } from './resolution.ts';
import type { Sensor } from './sensor.ts';
import { sphere } from './sphere.ts';
import { twoResolutions } from './twoResolutions.ts';

// prettier-ignore
export const sensors: readonly Sensor[] = [
  resolution, randomSubset, foveated, twoResolutions, hexagonal, logPolar,
  fishEye, opencvFishEye, brownConrady, division,
  cylinder, sphere,
];

export const findSensor = createFinder<Sensor>('sensor', sensors);
