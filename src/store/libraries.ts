/** The worker that keeps datasets: made when first needed, replaced when it breaks. */
import { createLibraryClient, type LibraryClient } from '../library/client.ts';

type CreateClient = (onFault: () => void) => LibraryClient;

let createClient: CreateClient = (onFault) =>
  createLibraryClient(
    () =>
      new Worker(new URL('../libraryWorker.ts', import.meta.url), {
        type: 'module',
        name: 'library',
      }),
    onFault,
  );

let held: LibraryClient | undefined;

export function library(): LibraryClient {
  if (held) return held;
  const client = createClient(() => {
    if (held === client) disposeLibrary();
  });
  held = client;
  return client;
}

/** Many times the longest that the worker was ever seen to be busy with one thing. */
const PATIENCE_MS = 10_000;

/**
 * Has the worker end what it does. One that does not answer is caught in a file that no check foresaw:
 * it is replaced, and nothing is lost, since nothing is stored before it is accepted.
 */
export async function stopReading(): Promise<void> {
  const client = held;
  if (!client) return;
  const patience = setTimeout(() => {
    if (held === client) disposeLibrary();
  }, PATIENCE_MS);
  await client.discard().catch(() => undefined);
  clearTimeout(patience);
}

/** Ends the worker, whatever it does. */
export function disposeLibrary(): void {
  held?.dispose();
  held = undefined;
}

/** For tests: another library in place of the worker. */
export function useLibrary(create: CreateClient): void {
  disposeLibrary();
  createClient = create;
}
