/** The learning-rate schedules, in the order shown to people. */
import { createFinder } from '../../core/system.ts';
import { constant } from './constant.ts';
import { cosine } from './cosine.ts';
import { oneCycle } from './oneCycle.ts';
import type { Schedule } from './schedule.ts';

export const schedules = [oneCycle, cosine, constant] as const;

/** Throws a LabError for an id that is not in the list. */
export const findSchedule = createFinder<Schedule>('schedule', schedules);
