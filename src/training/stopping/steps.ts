/** All steps are taken. */
import { defineStoppingRule } from './stoppingRule.ts';

export const steps = defineStoppingRule({
  id: 'steps',
  label: 'After all steps',
  summary: 'All steps are taken, whatever the losses do.',
  reference: 'the lab’s own',
  options: {},
  needsValidation: false,
  keepsBest: false,
  isOver: () => false,
});
