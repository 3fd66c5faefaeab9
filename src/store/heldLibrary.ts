/** A library for tests that reads nothing: every answer must be let happen. */
import { LabError } from '../core/errors.ts';
import type { StoredDatasetCard } from '../datasets/stored.ts';
import type { LibraryClient } from '../library/client.ts';
import type {
  HubListing,
  ImportPreview,
  ImportRequest,
  Report,
  UnderstoodImport,
} from '../library/library.ts';

export const scriptedUnderstood: UnderstoodImport = {
  format: 'IDX',
  label: 'blobs',
  height: 2,
  width: 2,
  channels: 1,
  classes: [
    { name: '0', train: 8, test: 2 },
    { name: '1', train: 8, test: 2 },
  ],
  trainCount: 16,
  testCount: 4,
  bytes: 100,
  samples: { count: 2, images: new Uint8Array(2 * 4), labels: Uint8Array.from([0, 1]) },
  skipped: [],
  ignoredCount: 0,
  damagedCount: 0,
  remarks: [],
};

export const scriptedStoredCard: StoredDatasetCard = {
  id: 'own/0123',
  label: 'blobs',
  height: 2,
  width: 2,
  channels: 1,
  classNames: ['0', '1'],
  source: 'the test',
  licence: 'none',
  sha256: 'ab'.repeat(32),
  trainCount: 16,
  testCount: 4,
  bytes: 100,
  storedAt: '2026-01-01T00:00:00.000Z',
  checked: null,
  remarks: [],
};

interface Call {
  readonly name: keyof LibraryClient;
  readonly with: readonly unknown[];
  readonly report: Report;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export interface HeldLibrary extends LibraryClient {
  /** What was asked of it, in order. */
  readonly calls: Call[];
  /** The newest call of that name. */
  call(name: keyof LibraryClient): Call;
}

export const cancelled = (): LabError =>
  new LabError('cancelled', { found: 'a', expected: 'b', fix: 'c' });

export function scriptedPreview(change: Partial<ImportPreview> = {}): ImportPreview {
  return { token: 1, questions: [], understood: scriptedUnderstood, ...change };
}

export function createHeldLibrary(): HeldLibrary {
  const calls: Call[] = [];
  const asked = <T>(name: keyof LibraryClient, given: readonly unknown[], report?: Report) =>
    new Promise<T>((resolve, reject) => {
      const done = resolve as (value: unknown) => void;
      calls.push({ name, with: given, report: report ?? (() => {}), resolve: done, reject });
    });
  return {
    calls,
    call: (name) => calls.findLast((each) => each.name === name)!,
    preview: (request: ImportRequest, answers, report) =>
      asked('preview', [request, answers], report),
    accept: (token, label) => asked('accept', [token, label]),
    discard: async () => {
      calls.findLast(({ name }) => name === 'preview')?.reject(cancelled());
    },
    download: (id, report) => asked('download', [id], report),
    cancelDownload: async () => {
      calls.findLast(({ name }) => name === 'download')?.reject(cancelled());
    },
    lookUpHub: (id) => asked<HubListing>('lookUpHub', [id]),
    describe: (choice, report) => asked('describe', [choice], report),
    images: (choice, places) => asked('images', [choice, places]),
    neighbours: (choice, place, count) => asked('neighbours', [choice, place, count]),
    dispose: () => undefined,
  };
}
