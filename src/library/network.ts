/** What the library does with the network: one download at a time, and questions to the Hub. */
import { LabError } from '../core/errors.ts';
import { cancelled } from '../datasets/importing/progress.ts';
import type { DownloadStore } from '../datasets/stored.ts';
import { findDataset } from '../datasets/index.ts';
import type { Downloads } from './datasetLibrary.ts';
import { downloadDataset, type DownloadSurroundings } from './downloading.ts';
import { lookUp } from './hub.ts';
import { readHub } from './hubImport.ts';
import type { LibraryProgress, Report } from './library.ts';
import type { Parts } from './remoteFile.ts';

const REPORT_MS = 100;

interface HeldOfHub {
  readonly choice: string;
  readonly parts: Parts;
  /** Of whole files, which lie in the store. */
  readonly hashes: Set<string>;
}

export function createNetwork(around: DownloadSurroundings): Downloads {
  let current = new AbortController();
  /** Settles when the download before has let go of its files. */
  let ended: Promise<unknown> = Promise.resolve();

  /** Of the newest choice at the Hub: whoever answers a question reads again, and fetches nothing. */
  let held: HeldOfHub | undefined;

  return {
    async download(id, report) {
      current.abort();
      current = new AbortController();
      const { signal } = current;
      const system = findDataset(id);
      const before = ended;
      const loading = before.then(() => {
        if (signal.aborted) throw cancelled();
        return downloadDataset(system, around, seldom(report, around.now), signal);
      });
      ended = loading.catch(() => undefined);
      try {
        return await loading;
      } catch (error) {
        // Whatever a cancelled download tripped over: nobody needs to be told of it.
        throw signal.aborted && !(error instanceof LabError) ? cancelled() : error;
      }
    },
    async cancelDownload() {
      current.abort();
      await ended;
    },
    lookUpHub: async (id) => {
      const { signal } = new AbortController(); // nobody waits long for it
      return (await lookUp(id, { ...around, signal })).listing;
    },
    readHub(choice, reading, report, signal) {
      const key = JSON.stringify(choice);
      if (held?.choice !== key) held = { choice: key, parts: new Map(), hashes: new Set() };
      const { parts, hashes } = held;
      const kept: DownloadStore = {
        ...around.kept,
        write: (hash, content) =>
          around.kept.write(hash, content).then(() => void hashes.add(hash)),
      };
      const told = seldom(report, around.now);
      return readHub(choice, reading, { ...around, kept, signal, report: told, parts });
    },
    forgetHub() {
      const hashes = [...(held?.hashes ?? [])];
      held = undefined;
      if (hashes.length > 0) void around.kept.delete(hashes).catch(() => undefined);
    },
  };
}

/** A few times a second, and whenever something new is being done. */
function seldom(report: Report, now: () => number): Report {
  let last: { at: number; progress: LibraryProgress } | undefined;
  return (progress) => {
    const isNew = last?.progress.what !== progress.what;
    const isEnd = progress.done === progress.of;
    if (!isNew && !isEnd && now() - last!.at < REPORT_MS) return;
    last = { at: now(), progress };
    report(progress);
  };
}
