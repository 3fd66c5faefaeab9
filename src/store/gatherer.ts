/**
 * News from a worker on its way to the page: gathered, and passed on a few times a second, so that a
 * call that reports often does not keep the page busy with drawing.
 */
const PASS_ON_EVERY_MS = 100;

export interface Gatherer<News> {
  add(news: News): void;
  /** Passes on what is held, now. */
  passOn(): void;
}

/** @param take what was gathered, in order; never nothing */
export function createGatherer<News>(take: (held: readonly News[]) => void): Gatherer<News> {
  let held: News[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function passOn(): void {
    clearTimeout(timer);
    timer = undefined;
    if (held.length === 0) return;
    const all = held;
    held = [];
    take(all);
  }
  return {
    passOn,
    add(news) {
      held.push(news);
      timer ??= setTimeout(passOn, PASS_ON_EVERY_MS);
    },
  };
}
