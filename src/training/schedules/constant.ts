/** The same learning rate throughout. */
import { defineSchedule } from './schedule.ts';

export const constant = defineSchedule({
  id: 'constant',
  label: 'Constant',
  summary: 'The same learning rate throughout.',
  reference: 'Robbins and Monro 1951, without their decay',
  options: {},
  share: () => 1,
});
