/** The architectures, in the order shown to people. */
import { createFinder } from '../core/system.ts';
import type { Architecture } from './architecture.ts';
import { cnn } from './cnn.ts';
import { coordinet } from './coordinet.ts';
import { mlp } from './mlp.ts';

export const architectures = [coordinet, mlp, cnn] as const;

/** Throws a LabError for an id that is not in the list. */
export const findArchitecture = createFinder<Architecture>('architecture', architectures);
