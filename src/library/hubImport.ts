/**
 * Images of the Hugging Face Hub, from the person's choice to what is read like own files.
 *
 *   all images      every parquet file of the splits, whole and checked by its SHA-256
 *   at most so many  parts of the files, as far as they are needed; parts cannot be checked
 *
 * Formats find the files as `train/0000.parquet` and `test/0000.parquet`, whatever the splits are
 * called on the Hub.
 */
import { LabError } from '../core/errors.ts';
import type { RemoteFile } from '../datasets/dataset.ts';
import { fileFromBytes, LARGEST_FILE, type SourceFile } from '../datasets/files/sourceFile.ts';
import type { Reading } from '../datasets/importing/reading.ts';
import { understandFiles, type Understood } from '../datasets/importing/understanding.ts';
import { fetchFile, type FetchSurroundings } from './fetching.ts';
import { HUB } from './hosts.ts';
import { lookUp, type HubDataset } from './hub.ts';
import type { HubChoice, Report } from './library.ts';
import { remoteFile, type Parts } from './remoteFile.ts';

export interface HubSurroundings extends FetchSurroundings {
  readonly report: Report;
  /** Parts of files that were fetched for the same choice before, to be added to. */
  readonly parts: Parts;
}

/** A file of the Hub, and the part of the data that it belongs to. */
interface ChosenPart {
  readonly file: RemoteFile;
  readonly part: 'train' | 'test';
}

export async function readHub(
  choice: HubChoice,
  reading: Reading,
  around: HubSurroundings,
): Promise<Understood> {
  around.report({ what: 'Asking the Hub', done: 0, of: 0, unit: 'files' });
  const found = await lookUp(choice.id, around);
  const chosen = chooseFiles(choice, found);
  const sources =
    choice.most === null
      ? await fetchWhole(chosen, choice.id, around)
      : readInParts(chosen, choice.id, around);
  remarkOn(choice, reading);
  const understood = await understandFiles(sources, provenanceOf(choice, found), reading);
  if (choice.most !== null) return understood;
  const count = `${sources.length} ${sources.length === 1 ? 'file' : 'files'}`;
  return { ...understood, checked: `${count}, SHA-256 as the Hub states it` };
}

function chooseFiles(choice: HubChoice, found: HubDataset): readonly ChosenPart[] {
  const { configuration, trainSplit, testSplit } = choice;
  const filesOf = (split: string, part: ChosenPart['part']) => {
    const files = found.files(configuration, split);
    if (files.length === 0) throw noSplit(choice, split, found);
    return files.map((file) => ({ file, part }));
  };
  return [
    ...filesOf(trainSplit, 'train'),
    ...(testSplit === null ? [] : filesOf(testSplit, 'test')),
  ];
}

async function fetchWhole(
  chosen: readonly ChosenPart[],
  id: string,
  around: HubSurroundings,
): Promise<SourceFile[]> {
  const of = chosen.reduce((sum, { file }) => sum + file.bytes, 0);
  const fix = 'choose a number of images, such as 10,000: only that much is fetched then';
  if (of > LARGEST_FILE) throw tooLarge(id, of, fix);
  const sources: SourceFile[] = [];
  let before = 0;
  for (const { file, part } of chosen) {
    const tell = (done: number) =>
      around.report({ what: `Downloading ${file.name}`, done: before + done, of, unit: 'bytes' });
    const bytes = await fetchFile(file, around, tell, fallbackOf(id));
    sources.push(fileFromBytes(pathOf(file, part), nameOf(file, id), bytes));
    before += file.bytes;
  }
  return sources;
}

/** How much will be needed is not known before it is read, so no end is told. */
function readInParts(
  chosen: readonly ChosenPart[],
  id: string,
  around: HubSurroundings,
): SourceFile[] {
  let done = 0;
  const tell = (more: number) => {
    done += more;
    around.report({ what: `Downloading parts of ${id}`, done, of: 0, unit: 'bytes' });
  };
  return chosen.map(({ file, part }) => {
    const names = { path: pathOf(file, part), name: nameOf(file, id), fallback: fallbackOf(id) };
    const source = remoteFile({ file, ...names }, around, tell, around.parts);
    const slice = async (begin: number, end: number) => {
      const needed = done + Math.min(end, file.bytes) - begin;
      if (needed > LARGEST_FILE) throw tooLarge(id, needed, 'choose fewer images');
      return source.slice(begin, end);
    };
    return { ...source, slice };
  });
}

const pathOf = ({ name }: RemoteFile, part: string) => `${part}/${name.split('/').at(-1)}`;
const nameOf = ({ name }: RemoteFile, id: string) => `${id} › ${name}`;
const fallbackOf = (id: string) =>
  `download the files of ${HUB}/datasets/${id}/tree/refs%2Fconvert%2Fparquet by hand and drop them on the page`;

function remarkOn({ most, trainSplit, testSplit, id }: HubChoice, reading: Reading): void {
  if (most !== null) {
    reading.remark(
      'Only parts of the files were fetched, so they could not be checked by their checksums.',
    );
  }
  if ([trainSplit, testSplit].some((split) => split?.startsWith('partial-'))) {
    reading.remark(`The Hub holds only the beginning of ${id} as parquet.`);
  }
}

function provenanceOf(choice: HubChoice, { listing }: HubDataset) {
  const { id, configuration, trainSplit, testSplit, most } = choice;
  const splits =
    testSplit === null ? `split ${trainSplit}` : `splits ${trainSplit} and ${testSplit}`;
  const some = most === null ? '' : `, the first ${most} images of each`;
  return {
    label: id.split('/').at(-1)!,
    source: `huggingface.co/datasets/${id} at ${listing.revision.slice(0, 7)}, configuration ${configuration}, ${splits}${some}`,
    licence: listing.licence ?? 'none stated on the Hub',
  };
}

function noSplit({ id, configuration }: HubChoice, split: string, found: HubDataset): LabError {
  const { configurations } = found.listing;
  const there = configurations.flatMap(({ name, splits }) =>
    splits.map((each) => `${name}/${each.name}`),
  );
  return new LabError('hub-split', {
    found: `no split ${split} of the configuration ${configuration} in ${id}`,
    expected: `one of ${there.slice(0, 20).join(', ')}`,
    fix: 'look the dataset up again: it was changed',
  });
}

function tooLarge(id: string, bytes: number, fix: string): LabError {
  return new LabError('hub-too-large', {
    found: `${(bytes / 1e6).toFixed(0)} MB of ${id}`,
    expected: `at most ${(LARGEST_FILE / 1e6).toFixed(0)} MB, which is what a page can hold`,
    fix,
  });
}
