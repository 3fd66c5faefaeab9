/**
 * Studies among the tabs of one browser: one trains a study, the others watch. Who trains it holds a
 * lock, which the browser frees when that tab closes, reloads or dies.
 */
import type { StudyProgress } from '../studies/running/running.ts';

const LOCK = 'coordinet-lab/study/';
const CHANNEL = 'studies';
/** Whoever watches takes the lock for a moment once it is free: waiting so long is not for one. */
const MOMENT_MS = 1000;

export type StudyNews =
  /** A tab trains it from now on. */
  | { readonly kind: 'begun'; readonly id: string }
  | { readonly kind: 'progress'; readonly id: string; readonly progress: StudyProgress }
  /** Its row changed, or it came or went; with a run's id, that run was added. */
  | { readonly kind: 'changed'; readonly id: string; readonly runId?: string }
  /** Asks whoever trains it to pause. */
  | { readonly kind: 'pause'; readonly id: string };

let channel: BroadcastChannel | undefined;

/** Tells all other tabs. */
export function tellTabs(news: StudyNews): void {
  channel?.postMessage(news);
}

/** Hears other tabs from now on. */
export function listenToTabs(listener: (news: StudyNews) => void): void {
  if (typeof BroadcastChannel === 'undefined') return;
  channel?.close();
  channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => listener(data as StudyNews);
}

/** Browsers without locks, and pages of plain http, have this one tab as far as they know. */
const locks = (): LockManager | undefined => globalThis.navigator?.locks;

/**
 * Holds the study for this tab while `body` is at work.
 *
 * @returns what `body` does; `elsewhere`, and nothing was done, where another tab holds it
 */
export async function holdStudy<Result>(
  id: string,
  body: () => Promise<Result>,
): Promise<Result | 'elsewhere'> {
  const manager = locks();
  if (!manager) return body();
  let isHeld = false;
  try {
    const signal = AbortSignal.timeout(MOMENT_MS);
    return (await manager.request(LOCK + id, { signal }, () => {
      isHeld = true;
      return body();
    })) as Result;
  } catch (error) {
    if (isHeld) throw error;
    return 'elsewhere';
  }
}

/** Resolves when no tab holds the study any more. */
export async function untilFree(id: string): Promise<void> {
  await locks()?.request(LOCK + id, { mode: 'shared' }, () => {});
}

/** Studies that some tab trains now. */
export async function heldStudies(): Promise<string[]> {
  const { held = [] } = (await locks()?.query()) ?? {};
  return held
    .filter(({ mode, name }) => mode === 'exclusive' && name?.startsWith(LOCK))
    .map(({ name }) => name!.slice(LOCK.length));
}
