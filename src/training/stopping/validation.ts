/**
 * Trains while it helps: until so many points in a row brought no lower loss on the validation slice.
 * The weights of the lowest one are kept, also where all steps were taken.
 *
 * Prechelt 1998, "Early stopping – but when?", doi:10.1007/3-540-49430-8_3, class UP.
 */
import { integer } from '../../core/options.ts';
import { bestPoint } from '../history.ts';
import { defineStoppingRule } from './stoppingRule.ts';

export const validation = defineStoppingRule({
  id: 'validation',
  label: 'By validation',
  summary:
    'Ends when the validation loss has not been lower for a while, and keeps the weights of the lowest.',
  reference: 'Prechelt 1998, doi:10.1007/3-540-49430-8_3',
  options: {
    patience: integer({
      label: 'Patience',
      help: 'Of about forty points over all steps; more waits longer for the loss to fall again.',
      default: 10,
      min: 1,
      max: 40,
      unit: 'points',
    }),
  },
  needsValidation: true,
  keepsBest: true,
  isOver(history, { patience }) {
    const best = bestPoint(history);
    return best !== undefined && history.step.length - 1 - best >= patience;
  },
});
