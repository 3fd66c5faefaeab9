/**
 * A dataset of the list, from its servers into the store: each file fetched and checked, then read by
 * the formats that read own files, held to what the list says of it, and stored whole.
 */
import { LabError } from '../core/errors.ts';
import { shapeText } from '../core/shapes.ts';
import {
  sealDataset,
  type Dataset,
  type DatasetSystem,
  type Download,
  type ImageSet,
  type RemoteFile,
} from '../datasets/dataset.ts';
import { openSources } from '../datasets/files/openFiles.ts';
import { fileFromBytes, type SourceFile } from '../datasets/files/sourceFile.ts';
import type { LabelledPart } from '../datasets/formats/format.ts';
import { readLabels } from '../datasets/importing/checks.ts';
import { formatOf } from '../datasets/importing/formatOf.ts';
import { createReadingSession } from '../datasets/importing/session.ts';
import type { Reading } from '../datasets/importing/reading.ts';
import type { DatasetStore, StoredDatasetCard } from '../datasets/stored.ts';
import { fetchFile, type FetchSurroundings } from './fetching.ts';
import { hashNamed } from './integrity.ts';
import type { Report } from './library.ts';
import { findOwnCopies } from './ownCopies.ts';

export interface DownloadSurroundings extends Omit<FetchSurroundings, 'signal'> {
  readonly store: DatasetStore;
  readonly decodePicture: Reading['decodePicture'];
  readonly now: () => number;
  readonly breathe: () => Promise<void>;
  /** Address of the folder in which the lab's own server may have files: `https://…/downloads/`. */
  readonly ownFolder: string;
}

/** What is fetched and stored; the system is one of the list, or of a test. */
export async function downloadDataset(
  system: DatasetSystem,
  around: DownloadSurroundings,
  report: Report,
  signal: AbortSignal,
): Promise<StoredDatasetCard> {
  const { download, label } = system;
  if (!download) throw notDownloaded(label);
  const sources = await fetchAll(system.id, download, { ...around, signal }, report);
  const session = createReadingSession({
    ...{ answers: {}, signal },
    ...{ now: around.now, breathe: around.breathe, decodePicture: around.decodePicture },
    report,
  });
  const dataset = await readDataset(system, download, sources, session.reading);
  signal.throwIfAborted();
  const card = await around.store.write(dataset, {
    checked: checkOf(download.files),
    remarks: session.record().remarks,
  });
  await around.kept.delete(download.files.map(({ integrity }) => hashNamed(integrity)));
  return card;
}

/** One after the other; the figures are those of all files together. */
async function fetchAll(
  id: string,
  { files, bytes }: Download,
  around: DownloadSurroundings & FetchSurroundings,
  report: Report,
): Promise<SourceFile[]> {
  const own = await findOwnCopies(id, around);
  const fallback = `fetch it with \`npm run datasets -- fetch ${id}\`, or download its ${files.length} files by hand and drop them on the page`;
  const sources: SourceFile[] = [];
  let before = 0;
  for (const file of files) {
    const { name } = file;
    const tell = (done: number) =>
      report({ what: `Downloading ${name}`, done: before + done, of: bytes, unit: 'bytes' });
    const urls = [...own(name), ...file.urls];
    const content = await fetchFile({ ...file, urls }, around, tell, fallback);
    sources.push(fileFromBytes(name, name, content));
    before += file.bytes;
  }
  return sources;
}

async function readDataset(
  { id, label }: DatasetSystem,
  download: Download,
  sources: readonly SourceFile[],
  reading: Reading,
): Promise<Dataset> {
  const files = await openSources(sources, reading);
  const format = await formatOf(files);
  const { train, test } = await format.read(files, reading);
  const { height, width, channels, classNames, source, licence } = download;
  return sealDataset({
    ...{ id, label, height, width, channels, classNames, source, licence },
    train: readPart(train, download.trainCount, download),
    test: readPart(test, download.testCount, download),
  });
}

/** The bytes were the right ones; so what does not fit here is a fault of the list, or of a format. */
function readPart(part: LabelledPart | undefined, count: number, download: Download): ImageSet {
  const expected = [count, download.height, download.width, download.channels];
  if (!part || part.shape.join() !== expected.join()) {
    throw new LabError('download-unexpected', {
      found: part ? `${part.name} of ${shapeText(part.shape)}` : 'no test part',
      expected: shapeText(expected),
      fix: 'report this as a fault of the lab',
    });
  }
  return { count, images: part.images, labels: readLabels(part, download.classNames.length) };
}

function checkOf(files: readonly RemoteFile[]): string {
  const kinds = new Set(files.map(({ integrity }) => 'sha256' in integrity));
  const names = [...kinds].map((isSha) => (isSha ? 'SHA-256' : 'git blob ids'));
  return `${files.length} ${files.length === 1 ? 'file' : 'files'}, ${names.join(' and ')}`;
}

function notDownloaded(label: string): LabError {
  return new LabError('nothing-to-download', {
    found: `${label}, which needs no download`,
    expected: 'a dataset that is fetched from a server',
    fix: 'choose it as it is',
  });
}
