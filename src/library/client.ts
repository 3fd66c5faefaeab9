/** The page's side of the library's worker, over comlink; a worker that dies rejects its calls. */
import { proxy, wrap, type Remote } from 'comlink';
import { LabError } from '../core/errors.ts';
import type { ImportPreview, Library, LibraryProgress, Report } from './library.ts';
import type { DatasetDescription } from '../datasets/analysis/description.ts';
import type { StoredDatasetCard } from '../datasets/stored.ts';

export interface LibraryClient extends Library {
  /** Ends the worker at once; calls in flight reject. */
  dispose(): void;
}

/** @param onFault the worker broke: this client answers nothing any more */
export function createLibraryClient(
  createWorker: () => Worker,
  onFault: () => void = () => {},
): LibraryClient {
  const worker = createWorker();
  const remote: Remote<Library> = wrap<Library>(worker);
  let fail: (reason: Error) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failure.catch(() => {}); // raced by every call; nobody may be waiting when it happens
  worker.addEventListener('error', (event) => {
    fail(libraryFault(event.message));
    onFault();
  });

  const orFailure = <T>(answer: Promise<T>): Promise<T> => Promise.race([answer, failure]);
  const reporting = (report: Report) => proxy((progress: LibraryProgress) => report(progress));

  return {
    preview: (request, answers, report) =>
      orFailure(remote.preview(request, answers, reporting(report)) as Promise<ImportPreview>),
    accept: (token, label) => orFailure(remote.accept(token, label)),
    discard: () => orFailure(remote.discard()),
    download: (id, report) =>
      orFailure(remote.download(id, reporting(report)) as Promise<StoredDatasetCard>),
    cancelDownload: () => orFailure(remote.cancelDownload()),
    lookUpHub: (id) => orFailure(remote.lookUpHub(id)),
    describe: (choice, report) =>
      orFailure(remote.describe(choice, reporting(report)) as Promise<DatasetDescription>),
    images: (choice, places) => orFailure(remote.images(choice, places)),
    neighbours: (choice, place, count) => orFailure(remote.neighbours(choice, place, count)),
    dispose() {
      worker.terminate();
      fail(
        new LabError('worker-ended', {
          found: 'that reading was ended before it was done',
          expected: 'an answer',
          fix: 'try again: a new worker takes its place',
        }),
      );
    },
  };
}

function libraryFault(message: string | undefined): LabError {
  return new LabError('library-fault', {
    found: message ? `a fault in reading data (${message})` : 'that a part of the lab did not load',
    expected: 'a worker that reads data',
    fix: 'try again; if it comes back, reload the page. What was stored before is unchanged',
  });
}
