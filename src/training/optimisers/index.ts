/** The optimisers, in the order shown to people. */
import { createFinder } from '../../core/system.ts';
import { adam } from './adam.ts';
import { adamW } from './adamW.ts';
import type { Optimiser } from './optimiser.ts';
import { sgd } from './sgd.ts';

export const optimisers = [adam, adamW, sgd] as const;

/** Throws a LabError for an id that is not in the list. */
export const findOptimiser = createFinder<Optimiser>('optimiser', optimisers);
