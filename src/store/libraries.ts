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
