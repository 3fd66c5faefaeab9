/** The sensors, in the order shown to people. */
import { createFinder } from '../core/system.ts';
import { resolution } from './resolution.ts';
import type { Sensor } from './sensor.ts';

export const sensors: readonly Sensor[] = [resolution];

export const findSensor = createFinder<Sensor>('sensor', sensors);
