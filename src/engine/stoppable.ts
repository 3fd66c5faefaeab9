/** Calls that take turns with others, and can be stopped by their id while they wait or run. */
import type { Interruptions } from './surveys.ts';
import type { Turns } from './turns.ts';

export interface Stoppable {
  take<T>(id: string, task: (interruptions: Interruptions) => Promise<T>): Promise<T>;
  /** The call ends by itself, soon; nothing where it is over. */
  stop(id: string): void;
}

export function createStoppable(turns: Turns): Stoppable {
  const underWay = new Map<string, { isStopped: boolean }>();
  return {
    async take(id, task) {
      const state = { isStopped: false };
      underWay.set(id, state);
      try {
        return await turns.take((pass) => task({ pass, isStopped: () => state.isStopped }));
      } finally {
        if (underWay.get(id) === state) underWay.delete(id); // another may have taken the id
      }
    },
    stop(id) {
      const state = underWay.get(id);
      if (state) state.isStopped = true;
    },
  };
}
