/** The stopping rules, in the order shown to people. */
import { createFinder } from '../../core/system.ts';
import { steps } from './steps.ts';
import type { StoppingRule } from './stoppingRule.ts';
import { trainingLoss } from './trainingLoss.ts';
import { validation } from './validation.ts';

export const stoppingRules = [steps, trainingLoss, validation] as const;

/** Throws a LabError for an id that is not in the list. */
export const findStoppingRule = createFinder<StoppingRule>('stopping rule', stoppingRules);
