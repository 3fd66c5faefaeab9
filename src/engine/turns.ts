/** Calls that must not overlap take turns. A long one passes its turn on now and then. */

export interface Turns {
  /**
   * Runs `task` once the calls before it are over or pass. Between `pass` and what it resolves with,
   * others may have changed or freed anything.
   */
  take<T>(task: (pass: () => Promise<void>) => Promise<T>): Promise<T>;
}

/** @param breathe lets waiting messages in, so that there is somebody to pass to */
export function createTurns(breathe: () => Promise<void>): Turns {
  /** Settles when nobody holds or awaits the turn. */
  let last: Promise<void> = Promise.resolve();

  /** Waits in line; resolves with what gives the turn back. */
  async function line(): Promise<() => void> {
    const before = last;
    let giveBack = () => {};
    last = new Promise((resolve) => (giveBack = resolve));
    await before;
    return giveBack;
  }

  return {
    async take(task) {
      let giveBack = await line();
      try {
        return await task(async () => {
          giveBack();
          await breathe();
          giveBack = await line();
        });
      } finally {
        giveBack(); // of a turn that was passed on and not had again: does nothing
      }
    },
  };
}
