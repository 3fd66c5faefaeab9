/**
 * One cycle: warms up from a small rate to the peak, then cools down to almost nothing.
 *
 * The start is 1/25 of the peak and the end 1/250,000, both ways along half a cosine: PyTorch's
 * OneCycleLR with its defaults, so that figures compare.
 *
 * Smith and Topin 2017, arXiv:1708.07120.
 */
import { number } from '../../core/options.ts';
import { cosineBetween, defineSchedule } from './schedule.ts';

const START = 1 / 25;
const END = START / 1e4;

export const oneCycle = defineSchedule({
  id: 'one-cycle',
  label: 'One cycle',
  summary: 'Warms up to the peak, then cools down to almost nothing.',
  reference: 'Smith and Topin 2017, arXiv:1708.07120',
  options: {
    warmUp: number({ label: 'Share of warm-up', default: 0.3, min: 0.01, max: 0.99 }),
  },
  share(step, steps, { warmUp }) {
    const peak = Math.max(warmUp * steps - 1, 0);
    const last = Math.max(steps - 1, 1);
    if (step <= peak && peak > 0) return cosineBetween(START, 1, step / peak);
    return cosineBetween(1, END, (step - peak) / (last - peak));
  },
});
