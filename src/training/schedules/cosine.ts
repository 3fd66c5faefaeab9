/**
 * From the peak to nothing along half a cosine.
 *
 * Loshchilov and Hutter 2016, arXiv:1608.03983, without restarts.
 */
import { cosineBetween, defineSchedule } from './schedule.ts';

export const cosine = defineSchedule({
  id: 'cosine',
  label: 'Cosine',
  summary: 'From the peak to nothing along half a cosine.',
  reference: 'Loshchilov and Hutter 2016, arXiv:1608.03983',
  options: {},
  share: (step, steps) => cosineBetween(1, 0, step / steps),
});
