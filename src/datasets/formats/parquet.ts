/**
 * Parquet: a table with a column of images (pictures in their files' bytes, as Hugging Face stores
 * them, or lists of pixel values) and a column of classes (parquetColumns.ts says how they are told).
 *
 * Several files are parts of one table. Paths tell those to test on; rows are read group by group, and
 * no more than are wanted.
 */
import { LabError } from '../../core/errors.ts';
import type { SourceFile } from '../files/sourceFile.ts';
import type { Reading } from '../importing/reading.ts';
import { wholeNumbers, type Labels } from './arrays/labelArray.ts';
import { partsOf } from './arrays/readArrays.ts';
import { partOfPath } from './arrays/roles.ts';
import type { FileFormat, LabelledPart, ReadParts } from './format.ts';
import { remarksOnPictures } from './imageFolderRemarks.ts';
import { chooseColumns, type ParquetColumns } from './parquetColumns.ts';
import { isParquet, openParquet, type ParquetFile } from './parquetFile.ts';
import { collectNumbers, type NumberRows } from './parquetNumbers.ts';
import { askForAll, decodePictures, seePicture, type SeenPicture } from './parquetPictures.ts';
import { someBegin } from './sniffing.ts';

export const parquet: FileFormat = {
  id: 'parquet',
  label: 'Parquet',
  summary: 'Files of the Hugging Face Hub, or others with a column of images and one of classes.',

  recognises: async (files) => files.some(isNamed) || (await someBegin(files, 4, isParquet)),

  async read(files, reading) {
    const { train, test } = await openParts(files, reading);
    const columns = chooseColumns(train[0]!, reading);
    for (const file of [...train, ...test]) expectColumns(file, columns);
    const tables = [await readTable(train, columns, reading)];
    if (test.length > 0) tables.push(await readTable(test, columns, reading));
    const words = classWords(tables);
    const classNames = words ?? columns.classNames;
    const parts = await (columns.kind === 'numbers' ? partsOfNumbers : partsOfPictures)(
      tables.map((table) => ({ ...table, labels: labelsOf(table, words) })),
      reading,
    );
    return classNames ? { ...parts, classNames } : parts;
  },
};

const isNamed = ({ path }: SourceFile) => /\.parquet$/i.test(path);

/** In order; of a large dataset on a server no more files are opened than hold the rows wanted. */
async function openParts(files: readonly SourceFile[], reading: Reading) {
  const sorted = [...files].sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
  const opened: Record<'train' | 'test' | 'validation', ParquetFile[]> = {
    ...{ train: [], test: [], validation: [] },
  };
  for (const file of sorted) {
    const part = opened[partOfPath(file.path) ?? 'train'];
    if (rowsOf(part) >= (reading.most ?? Infinity)) continue;
    if (isNamed(file) || isParquet(await file.slice(0, 4))) {
      part.push(await openParquet(file));
    } else reading.skip({ name: file.name, reason: 'no parquet file', kind: 'ignored' });
  }
  const { train, test, validation } = opened;
  if (train.length === 0) return { train: test.length > 0 ? test : validation, test: [] };
  if (validation.length > 0 && test.length === 0) return { train, test: validation };
  for (const { file } of validation) {
    reading.skip({ name: file.name, reason: 'a part for validation', kind: 'ignored' });
  }
  return { train, test };
}

const rowsOf = (files: readonly ParquetFile[]) =>
  files.reduce((sum, { rowCount }) => sum + rowCount, 0);

function expectColumns({ file, columns }: ParquetFile, { images, labels }: ParquetColumns): void {
  for (const name of [images, labels]) {
    if (columns.some(({ element }) => element.name === name)) continue;
    throw new LabError('parquet-columns', {
      found: `${file.name} without a column ${name}`,
      expected: 'files of one table, with the same columns',
      fix: 'choose files that belong together',
    });
  }
}

/** The rows of a part: one of the two lists of images is empty. */
interface ReadTable {
  readonly name: string;
  readonly pictures: readonly SeenPicture[];
  readonly numbers: NumberRows;
  readonly labels: readonly unknown[];
  /** Of each label, for errors: `a.parquet, row 17`. */
  readonly places: readonly string[];
}

async function readTable(
  files: readonly ParquetFile[],
  columns: ParquetColumns,
  reading: Reading,
): Promise<ReadTable> {
  const [pictures, labels, places]: [SeenPicture[], unknown[], string[]] = [[], [], []];
  const numbers = collectNumbers();
  const total = rowsOf(files);
  const most = Math.min(reading.most ?? total, total);
  let done = 0;
  for (const parquetFile of files) {
    if (done >= most) break;
    let row = 0;
    for await (const rows of parquetFile.rows([columns.images, columns.labels], most - done)) {
      for (const each of rows) {
        const place = `${parquetFile.file.name}, row ${row++}`;
        const image = each[columns.images];
        if (columns.kind === 'numbers') numbers.add(image, place);
        else if (!addPicture(pictures, image, parquetFile.file, place, reading)) continue;
        labels.push(each[columns.labels]);
        places.push(place);
      }
      await reading.progress(done + row, most, 'Reading rows');
    }
    done += row;
  }
  return { name: nameOf(files), pictures, numbers, labels, places };
}

const nameOf = ([first, ...others]: readonly ParquetFile[]) =>
  others.length === 0 ? first!.file.name : `${first!.file.name} and ${others.length} more`;

/** False, and told, where there is none in the row. */
function addPicture(
  pictures: SeenPicture[],
  value: unknown,
  file: SourceFile,
  name: string,
  reading: Reading,
): boolean {
  const bytes = value instanceof Uint8Array ? value : (value as { bytes?: unknown } | null)?.bytes;
  if (!(bytes instanceof Uint8Array)) {
    const path = (value as { path?: unknown } | null)?.path;
    if (typeof path === 'string') throw elsewhere(file, path);
    reading.skip({ name, reason: 'no picture', kind: 'damaged' });
    return false;
  }
  const seen = seePicture({ name, bytes: bytes as Uint8Array<ArrayBuffer> }, reading);
  if (seen) pictures.push(seen);
  return seen !== undefined;
}

function elsewhere({ name }: SourceFile, path: string): LabError {
  return new LabError('parquet-pictures', {
    found: `${name}, which names pictures (${path.slice(0, 120)}) and does not hold them`,
    expected: 'pictures within the file',
    fix: 'put the pictures into a folder for each class, and choose that',
  });
}

/** All texts that are labels, in the order of a dictionary; undefined where labels are numbers. */
function classWords(tables: readonly ReadTable[]): string[] | undefined {
  const isText = tables.some(({ labels }) => labels.some((label) => typeof label === 'string'));
  if (!isText) return undefined;
  const words = new Set(
    tables.flatMap(({ labels }) => labels.filter((each) => typeof each === 'string')),
  );
  return [...words].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

function labelsOf(
  { name, labels, places }: ReadTable,
  words: readonly string[] | undefined,
): Labels {
  const missing = labels.findIndex((label) => label === null || label === undefined);
  if (missing >= 0) {
    throw new LabError('parquet-value', {
      found: `${places[missing]}, where the class is missing`,
      expected: 'a class in every row',
      fix: 'leave out that row',
    });
  }
  const numbers = words && new Map(words.map((word, index) => [word, index]));
  const values = Float64Array.from(labels, (label) =>
    numbers ? (numbers.get(label as string) ?? NaN) : Number(label),
  );
  return wholeNumbers(name, values, (index) => places[index]!);
}

type LabelledTable = Omit<ReadTable, 'labels'> & { readonly labels: Labels };

function partsOfNumbers(tables: readonly LabelledTable[], reading: Reading): Promise<ReadParts> {
  const [train, test] = tables.map(({ name, numbers, labels }) => ({
    images: numbers.array(name),
    labels,
    labelsName: name,
  }));
  return partsOf(train!, test, reading);
}

async function partsOfPictures(
  tables: readonly LabelledTable[],
  reading: Reading,
): Promise<ReadParts> {
  const lists = tables.map(({ pictures }) => pictures);
  if (lists.some((pictures) => pictures.length === 0)) throw noPictures(tables);
  const rendering = askForAll(lists, reading);
  const parts: LabelledPart[] = [];
  for (const { name, pictures, labels } of tables) {
    const { images, kept } = await decodePictures(name, pictures, rendering, reading);
    if (kept.length === 0) throw noPictures(tables);
    const { height, width, channels } = rendering;
    const shape = [kept.length, height, width, channels] as const;
    const ofKept = Int32Array.from(kept, (index) => labels[index]!);
    parts.push({ name, labelsName: name, shape, images, labels: ofKept });
  }
  const seen = lists.flat().map(({ head }) => ({ file: { path: '' }, head }));
  remarksOnPictures(seen, rendering).forEach((remark) => reading.remark(remark));
  const [train, test] = parts;
  return test ? { train: train!, test } : { train: train! };
}

function noPictures(tables: readonly LabelledTable[]): LabError {
  return new LabError('no-pictures', {
    found: `${tables.map(({ name }) => name).join(' and ')}, in which no picture can be read`,
    expected: 'PNG, JPEG, WebP, GIF or BMP pictures in every part',
    fix: 'choose other files, or save the pictures anew',
  });
}
