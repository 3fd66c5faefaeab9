/**
 * The browser's own database, in the page and in workers alike: runs, studies, checkpoints, imported
 * datasets and settings. Opened when first needed, shared by all of storage/.
 *
 *   runs         run id → RunRecord
 *   studies      study id → the study, and how far it is
 *   studyRuns    [study id, run id] → its place in the order of ends, and the RunRecord
 *   checkpoints  run id, or study id/run id → manifest; its bytes lie in chunks
 *   datasets     dataset id → manifest; its bytes lie in chunks
 *   chunks       [owner, part, index] → at most 16 MiB
 *   settings     name → value
 *
 * A connection closes itself when another page wants to change the database, so that no old page
 * holds up a newer lab; the next call opens it again.
 */
import {
  openDB,
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
  type StoreNames,
} from 'idb';
import { storageError } from './storageError.ts';

const NAME = 'coordinet-lab';
/** Raised with every change of the stores below, and `upgrade` then told how to get there. */
const VERSION = 2;

/** Values read from a database may be damaged or of another version: each owner checks its own. */
interface LabSchema extends DBSchema {
  runs: { key: string; value: unknown };
  studies: { key: string; value: unknown };
  studyRuns: { key: [studyId: string, runId: string]; value: unknown };
  checkpoints: { key: string; value: unknown };
  datasets: { key: string; value: unknown };
  chunks: { key: [owner: string, part: number, index: number]; value: Uint8Array };
  settings: { key: string; value: unknown };
}

export type LabDatabase = IDBPDatabase<LabSchema>;
export type LabStore = StoreNames<LabSchema>;
export type LabTransaction<Mode extends IDBTransactionMode> = IDBPTransaction<
  LabSchema,
  LabStore[],
  Mode
>;

let connection: Promise<LabDatabase> | undefined;

/** The shared connection. Rejects with a LabError that says what a person can do. */
export function openDatabase(): Promise<LabDatabase> {
  connection ??= connect().catch((error: unknown) => {
    connection = undefined;
    throw storageError(error);
  });
  return connection;
}

/** Lets go of the database, so that it may be deleted or upgraded elsewhere. */
export async function closeDatabase(): Promise<void> {
  const open = connection;
  connection = undefined;
  const database = await open?.catch(() => undefined);
  database?.close();
}

async function connect(): Promise<LabDatabase> {
  if (typeof indexedDB === 'undefined') throw new DOMException('no IndexedDB', 'MissingError');
  return new Promise((resolve, reject) => {
    let isBlocked = false;
    openDB<LabSchema>(NAME, VERSION, {
      upgrade: createStores,
      // A page that ignores `versionchange` may never let go: say so instead of waiting for ever.
      blocked() {
        isBlocked = true;
        reject(new DOMException('another page is open', 'BlockedError'));
      },
      blocking: () => void closeDatabase(),
      terminated: () => (connection = undefined),
    }).then((database) => (isBlocked ? database.close() : resolve(database)), reject);
  });
}

/** By the version that brought them. */
const storesOfVersion: Readonly<Record<number, readonly LabStore[]>> = {
  1: ['runs', 'checkpoints', 'datasets', 'chunks', 'settings'],
  2: ['studies', 'studyRuns'],
};

/** @param oldVersion 0 where there was no database */
function createStores(database: LabDatabase, oldVersion: number): void {
  for (let version = oldVersion + 1; version <= VERSION; version++) {
    for (const store of storesOfVersion[version] ?? []) database.createObjectStore(store);
  }
}

/** Reads in one transaction. `body` may await nothing but the transaction's own requests. */
export async function readFrom<T>(
  stores: LabStore[],
  body: (transaction: LabTransaction<'readonly'>) => Promise<T>,
): Promise<T> {
  const database = await openDatabase();
  try {
    return await body(database.transaction(stores, 'readonly'));
  } catch (error) {
    throw storageError(error);
  }
}

/**
 * Changes in one transaction: when this resolves all of it is stored, when it rejects none of it.
 * `strict` waits until the disk has it, for what cannot be computed again cheaply.
 */
export async function changeIn(
  stores: LabStore[],
  body: (transaction: LabTransaction<'readwrite'>) => Promise<void>,
  durability: 'strict' | 'relaxed' = 'relaxed',
): Promise<void> {
  const database = await openDatabase();
  try {
    const transaction = database.transaction(stores, 'readwrite', { durability });
    await runWhole(transaction, body);
  } catch (error) {
    throw storageError(error);
  }
}

async function runWhole(
  transaction: LabTransaction<'readwrite'>,
  body: (transaction: LabTransaction<'readwrite'>) => Promise<void>,
): Promise<void> {
  const done = transaction.done.then(
    () => undefined,
    (error: unknown) => error,
  );
  try {
    await body(transaction);
  } catch (error) {
    abort(transaction);
    const cause = await done;
    // A full disk shows as the reason of the abort, not on the request that did not fit.
    throw cause instanceof Error && cause.name !== 'AbortError' ? cause : error;
  }
  const cause = await done;
  if (cause) throw cause;
}

function abort(transaction: LabTransaction<'readwrite'>): void {
  try {
    transaction.abort();
  } catch {
    // It had already ended.
  }
}
