/** What went wrong in the browser's database, in words that say what to do. */
import { codeOf, LabError } from '../core/errors.ts';

type Advice = readonly [code: string, found: string, expected: string, fix: string];

/** By the error's name: codes and messages differ between browsers, names do not. */
const advice: Readonly<Record<string, Advice>> = {
  QuotaExceededError: [
    'storage-full',
    'no room left for this site on the disk',
    'room for the new data; what was stored before is unchanged',
    'export and then delete runs or imported datasets, or free disk space, and try again',
  ],
  VersionError: [
    'storage-newer',
    'stored data of a newer Coordinet Lab',
    'a lab at least as new as its data',
    'reload the page to get the newest version',
  ],
  BlockedError: [
    'storage-blocked',
    'an older Coordinet Lab open in another tab',
    'one version at a time',
    'close the other tabs of this site and reload',
  ],
  UnknownError: [
    'storage-damaged',
    'a database that the browser cannot read or write',
    'a sound database',
    'restart the browser; if that does not help, export what you see and clear the data of this site',
  ],
  InvalidStateError: [
    'storage-closed',
    'a database that was closed, or deleted together with the data of this site',
    'an open database',
    'try again, or reload the page',
  ],
  DataCloneError: [
    'storage-value',
    'a value that cannot be stored',
    'plain data',
    'report this as a fault of the lab',
  ],
  SecurityError: [
    'storage-refused',
    'a browser that stores nothing for this site',
    'permission to store data',
    'allow site data for this page, or leave private browsing; the lab works, but nothing is kept',
  ],
  MissingError: [
    'storage-missing',
    'no IndexedDB here',
    'a browser that stores data for this site',
    'allow site data or use a current browser; the lab works, but nothing is kept',
  ],
};

/** A LabError for anything that a database call threw; a LabError stays as it is. */
export function storageError(error: unknown): LabError {
  if (error instanceof LabError) return error;
  // Not every surroundings' DOMException is an Error.
  const name = String((error as { name?: unknown } | null | undefined)?.name);
  const [code, found, expected, fix] = advice[name] ?? [
    'storage-failed',
    `a failure of the browser's database (${String(error)})`,
    'a stored value',
    'try again; if it comes back, reload the page',
  ];
  const labError = new LabError(code, { found, expected, fix });
  labError.cause = error;
  return labError;
}

/** true: this browser stores nothing for the lab, however often it is tried. */
export function isStorageless(error: unknown): boolean {
  return ['storage-missing', 'storage-refused'].includes(codeOf(error) ?? '');
}
