/**
 * The library: imports and descriptions behind the contract of library.ts. It knows nothing of
 * workers or databases; the worker, Node and the tests each hand it their surroundings.
 */
import type { SystemChoice } from '../core/system.ts';
import { LabError } from '../core/errors.ts';
import { describeDataset } from '../datasets/analysis/describe.ts';
import type { DatasetDescription, Neighbour, Place } from '../datasets/analysis/description.ts';
import { imagesAt } from '../datasets/analysis/images.ts';
import { findNeighbours } from '../datasets/analysis/neighbours.ts';
import type { DatasetIo, UnsealedDataset } from '../datasets/dataset.ts';
import { cancelled } from '../datasets/importing/progress.ts';
import type { Answers, Reading } from '../datasets/importing/reading.ts';
import { sealOwn } from '../datasets/importing/sealing.ts';
import { createReadingSession, isOpenQuestion } from '../datasets/importing/session.ts';
import type { DatasetStore, StoredDatasetCard } from '../datasets/stored.ts';
import type { Understood } from '../datasets/importing/understanding.ts';
import { readImport } from './imports.ts';
import type {
  HubChoice,
  HubListing,
  ImportPreview,
  ImportRequest,
  Library,
  Report,
} from './library.ts';
import { understoodImport } from './previews.ts';
import { createShownDataset, type ShownDataset } from './shownDataset.ts';

export interface LibrarySurroundings {
  readonly store: DatasetStore;
  readonly readAsset: DatasetIo['readAsset'];
  readonly decodePicture: Reading['decodePicture'];
  readonly now: () => number;
  /** Lets waiting messages in: ends this task. */
  readonly breathe: () => Promise<void>;
  readonly downloads: Downloads;
}

/** What the library does with the network. */
export interface Downloads extends Pick<Library, 'download' | 'cancelDownload' | 'lookUpHub'> {
  readHub(
    choice: HubChoice,
    reading: Reading,
    report: Report,
    signal: AbortSignal,
  ): Promise<Understood>;
  /** Lets go of what was fetched of the Hub; nobody reads it again. */
  forgetHub(): void;
}

/** What a preview understood. */
interface ReadImport {
  readonly dataset: UnsealedDataset;
  readonly facts: Pick<StoredDatasetCard, 'checked' | 'remarks'>;
}

export class DatasetLibrary implements Library {
  #newest = 0;
  /** Ends the preview under way. */
  #reading = new AbortController();
  /** Settles when the preview before has let go of its files. */
  #ended: Promise<void> = Promise.resolve();
  /** What the newest preview read, until it is stored or forgotten. */
  #held: { readonly token: number; readonly read: ReadImport } | undefined;
  readonly #shown: ShownDataset;

  constructor(private readonly around: LibrarySurroundings) {
    const { readAsset, store } = around;
    this.#shown = createShownDataset({ readAsset, readStored: (id) => store.read(id) }, around);
  }

  async preview(request: ImportRequest, answers: Answers, report: Report): Promise<ImportPreview> {
    this.#forget();
    const token = this.#newest;
    const { signal } = this.#reading;
    const before = this.#ended;
    const reading = before.then(() => this.#read(request, answers, report, signal));
    // Without its answer, which holds all images.
    this.#ended = reading.then(
      () => {},
      () => {},
    );
    const { preview, read } = await reading;
    if (signal.aborted) throw cancelled();
    if (read) this.#held = { token, read };
    return { token, ...preview };
  }

  async accept(token: number, label: string): Promise<StoredDatasetCard> {
    const held = this.#held;
    if (held?.token !== token) {
      throw new LabError('preview-gone', {
        found: 'an import that is not the newest one, or is stored already',
        expected: 'what was read last',
        fix: 'choose the files again',
      });
    }
    this.#held = undefined; // the same press of a button twice stores once
    try {
      const { dataset, facts } = held.read;
      const card = await this.around.store.write(await sealOwn(dataset, label), facts);
      this.around.downloads.forgetHub();
      this.#shown.forget(card.id);
      return card;
    } catch (error) {
      // Room can be made, and then it is there to be stored again.
      if (this.#newest === token) this.#held = held;
      throw isOutOfMemory(error) ? outOfMemory() : error;
    }
  }

  async discard(): Promise<void> {
    this.#forget();
    this.around.downloads.forgetHub();
  }

  async describe(choice: SystemChoice, report: Report): Promise<DatasetDescription> {
    return this.#shown.use(choice, report, describeDataset);
  }

  async images(choice: SystemChoice, places: readonly Place[]): Promise<Uint8Array> {
    return this.#shown.use(
      choice,
      () => {},
      async (dataset) => imagesAt(dataset, places),
    );
  }

  async neighbours(
    choice: SystemChoice,
    place: Place,
    count: number,
  ): Promise<readonly Neighbour[]> {
    return this.#shown.use(
      choice,
      () => {},
      (dataset, pass) => findNeighbours(dataset, place, count, pass),
    );
  }

  async download(id: string, report: Report): Promise<StoredDatasetCard> {
    const card = await this.around.downloads.download(id, report);
    this.#shown.forget(id);
    return card;
  }

  cancelDownload(): Promise<void> {
    return this.around.downloads.cancelDownload();
  }

  lookUpHub(id: string): Promise<HubListing> {
    return this.around.downloads.lookUpHub(id);
  }

  async #read(
    request: ImportRequest,
    answers: Answers,
    report: Report,
    signal: AbortSignal,
  ): Promise<{ preview: Omit<ImportPreview, 'token'>; read: ReadImport | null }> {
    const { now, breathe, decodePicture } = this.around;
    const session = createReadingSession({
      ...{ answers, signal, now, breathe, decodePicture },
      ...mostOf(request),
      report,
    });
    try {
      const understood =
        request.from === 'hub'
          ? await this.around.downloads.readHub(request.choice, session.reading, report, signal)
          : await readImport(request, session.reading, this.around.store);
      const record = session.record();
      return {
        preview: {
          questions: record.questions,
          understood: understoodImport(understood, record),
        },
        read: {
          dataset: understood.dataset,
          facts: { checked: understood.checked ?? null, remarks: record.remarks },
        },
      };
    } catch (error) {
      if (!isOpenQuestion(error)) throw isOutOfMemory(error) ? outOfMemory() : error;
      return { preview: { questions: session.record().questions, understood: null }, read: null };
    }
  }

  /** Ends the preview under way and lets go of what the last one read. */
  #forget(): void {
    this.#newest++;
    this.#reading.abort();
    this.#reading = new AbortController();
    this.#held = undefined;
  }
}

/** Of the Hub a person may want the first images alone. */
function mostOf(request: ImportRequest): { most?: number } {
  const most = request.from === 'hub' ? request.choice.most : null;
  return most === null ? {} : { most };
}

/** As browsers and Node say that an array is larger than the memory that is left. */
const isOutOfMemory = (error: unknown) =>
  error instanceof RangeError &&
  /allocation|array (buffer )?length|out of memory/i.test(error.message);

function outOfMemory(): LabError {
  return new LabError('out-of-memory', {
    found: 'that these files take more memory than the browser gives this page',
    expected: 'room for all images at once',
    fix: 'close other tabs, or choose a smaller part of the data',
  });
}
