/** The tasks, in the order shown to people. */
import { createFinder } from '../core/system.ts';
import { classification } from './classification.ts';
import type { Task } from './task.ts';

export const tasks = [classification] as const;

/** Throws a LabError for an id that is not in the list. */
export const findTask = createFinder<Task>('task', tasks);
