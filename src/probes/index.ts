/** The probes, in the order shown to people. */
import { createFinder } from '../core/system.ts';
import { activations } from './activations.ts';
import { evidence } from './evidence.ts';
import { firstLayer } from './firstLayer.ts';
import type { Probe } from './probe.ts';

export const probes = [evidence, activations, firstLayer] as const;

/** Throws a LabError for an id that is not in the list. */
export const findProbe = createFinder<Probe>('probe', probes);
