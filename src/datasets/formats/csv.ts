/**
 * A CSV file with a row for each image: its class and its pixels (csvColumns.ts says how columns are
 * told). One file, or one for training and one for testing.
 *
 * Large files (MNIST takes 110 MB) are read a few megabytes at a time. Values are kept as bytes as
 * long as they are whole numbers from 0 to 255, else as float32.
 */
import { LabError } from '../../core/errors.ts';
import type { SourceFile } from '../files/sourceFile.ts';
import { expectRoomFor } from '../importing/limits.ts';
import type { Reading } from '../importing/reading.ts';
import { wholeNumbers, type Labels } from './arrays/labelArray.ts';
import { partsOf, type LabelledArray } from './arrays/readArrays.ts';
import { partOfPath } from './arrays/roles.ts';
import {
  findColumns,
  isNumber,
  namesNoLabel,
  numberOf,
  splitList,
  type CsvColumns,
} from './csvColumns.ts';
import { readBytes, type CsvBytes } from './csvBytes.ts';
import { csvPieces, type CsvPiece, type CsvRow } from './csvRows.ts';
import type { FileFormat } from './format.ts';
import { isDocument } from './sniffing.ts';

const NOT_FINITE = /^\s*[+-]?(nan|inf(inity)?)\s*$/i;
/** Rows by which columns are told. */
const SAMPLE = 200;

export const csv: FileFormat = {
  id: 'csv',
  label: 'CSV',
  summary:
    'A .csv with a row for each image: its class and its pixels; one file, or train and test.',

  recognises: (files) => Promise.resolve(files.some(isTable)),

  async read(files, reading) {
    for (const file of files) {
      if (!isTable(file) && !isDocument(file)) throw notTable(file);
    }
    const { train, test } = orderTables(files.filter(isTable), reading);
    const trainTable = await readTable(train, reading);
    const testTable = test && (await readTestTable(test, reading));
    const tables = testTable ? [trainTable, testTable] : [trainTable];
    const { labels, classNames } = labelsOf(tables);
    const parts = tables.map((table, index) => labelledArray(table, labels[index]!));
    const read = await partsOf(parts[0]!, parts[1], reading);
    return classNames ? { ...read, classNames } : read;
  },
};

const isTable = ({ path }: SourceFile) => /\.(csv|tsv)$/i.test(path);

function notTable({ name }: SourceFile): LabError {
  return new LabError('unknown-format', {
    found: `${name} among CSV files`,
    expected: 'CSV files alone',
    fix: 'choose the CSV files without it',
  });
}

interface TrainAndTest {
  readonly train: SourceFile;
  readonly test?: SourceFile;
}

/** By names, else by size: the larger file trains. */
function orderTables(files: readonly SourceFile[], reading: Reading): TrainAndTest {
  const isValidation = ({ path }: SourceFile) => partOfPath(path) === 'validation';
  const left = files.length > 1 ? files.filter(isValidation) : [];
  for (const { name } of left)
    reading.skip({ name, reason: 'a part for validation', kind: 'ignored' });
  const [first, second, third] = files.filter((file) => !left.includes(file));
  if (third) {
    throw new LabError('file-count', {
      found: `${files.length} CSV files`,
      expected: 'one, or one to train on and one to test on',
      fix: 'join those that belong together, or choose two of them',
    });
  }
  if (!second) return { train: first! };
  const [a, b] = [partOfPath(first!.path), partOfPath(second.path)];
  const firstTests = a === b ? first!.size < second.size : a === 'test' || b === 'train';
  return firstTests ? { train: second, test: first! } : { train: first!, test: second };
}

/** A table as it stands in its file. */
interface ReadTable {
  readonly file: SourceFile;
  readonly labels: readonly string[];
  /** [rows, columns] */
  readonly pixels: Pixels;
  /** By row, for errors. */
  readonly lines: readonly number[];
}

/** Undefined for a test part whose classes are not known, as competitions hand out. */
async function readTestTable(file: SourceFile, reading: Reading): Promise<ReadTable | undefined> {
  for await (const piece of csvPieces(file)) {
    if (!namesNoLabel(piece.rows())) break;
    reading.skip({
      name: file.name,
      reason: 'its header names no column of classes',
      kind: 'ignored',
    });
    reading.remark(`${file.name} was left out: its header names no column of classes.`);
    return undefined;
  }
  return readTable(file, reading);
}

async function readTable(file: SourceFile, reading: Reading): Promise<ReadTable> {
  const [labels, lines]: [string[], number[]] = [[], []];
  const pieces: Pixels[] = [];
  let columns: CsvColumns | undefined;
  for await (const piece of csvPieces(file)) {
    const isFirst = columns === undefined;
    columns ??= findColumns(file.name, piece.rows().slice(0, SAMPLE), reading);
    const read = (!isFirst && readBytes(piece, columns)) || readRows(file, piece, columns, isFirst);
    pieces.push(read.pixels);
    for (const label of read.labels) labels.push(label);
    for (const line of read.lines) lines.push(line);
    expectRoomFor(file.name, [pieces.reduce((sum, { length }) => sum + length, 0)]);
    await reading.progress(piece.bytesRead, file.size, `Reading ${file.name}`, 'bytes');
  }
  if (!columns) findColumns(file.name, [], reading); // throws: there is no row
  return { file, labels, lines, pixels: joinPieces(pieces) };
}

type Pixels = Uint8Array | Float32Array;

/** The same as readBytes for whatever stands in the cells. */
function readRows(
  file: SourceFile,
  piece: CsvPiece,
  columns: CsvColumns,
  isFirst: boolean,
): Omit<CsvBytes, 'pixels'> & { readonly pixels: Pixels } {
  const rows = piece.rows().slice(isFirst && columns.hasHeader ? 1 : 0);
  return {
    pixels: readPixels(file, rows, columns),
    labels: rows.map(({ cells }) => cells[columns.label]!.trim()),
    lines: rows.map(({ line }) => line),
  };
}

/** Bytes where all values are such, else float32. */
function readPixels(file: SourceFile, rows: readonly CsvRow[], columns: CsvColumns): Pixels {
  const perImage = columns.isList ? columns.perList : columns.pixels.length;
  const values = new Float32Array(rows.length * perImage);
  let at = 0;
  let areBytes = true;
  for (const row of rows) {
    expectLength(file, row, row.cells.length, columns.count, 'cells');
    const cells = columns.isList ? splitList(row.cells[columns.pixels[0]!]!) : row.cells;
    if (columns.isList) expectLength(file, row, cells.length, perImage, 'pixels');
    for (let pixel = 0; pixel < perImage; pixel++, at++) {
      const column = columns.isList ? pixel : columns.pixels[pixel]!;
      const value = pixelOf(
        cells[column]!,
        file,
        row,
        columns.isList ? columns.pixels[0]! : column,
      );
      values[at] = value;
      if ((value & 255) !== value) areBytes = false;
    }
  }
  return areBytes ? Uint8Array.from(values) : values;
}

function expectLength(
  { name }: SourceFile,
  { line }: CsvRow,
  found: number,
  expected: number,
  what: string,
): void {
  if (found === expected) return;
  throw new LabError('csv-row', {
    found: `${name}, line ${line}, with ${found} ${what}`,
    expected: `${expected} ${what}, as in the first row`,
    fix: 'mend or leave out that line; a row may have lost cells, or a cell may hold a separator',
  });
}

function pixelOf(cell: string, { name }: SourceFile, { line }: CsvRow, column: number): number {
  const value = Number(cell);
  if (value - value === 0 && (value !== 0 || cell.trim() !== '')) return value;
  if (isNumber(cell)) return numberOf(cell);
  if (NOT_FINITE.test(cell)) return NaN; // told with all others of its kind
  throw new LabError('csv-value', {
    found: `${name}, line ${line}, column ${column + 1}: ${cell.trim() === '' ? 'nothing' : `"${cell.slice(0, 40)}"`}`,
    expected: 'a number, the value of a pixel',
    fix: 'mend or leave out that line',
  });
}

function joinPieces(pieces: readonly Pixels[]): Pixels {
  const areBytes = pieces.every((piece) => piece instanceof Uint8Array);
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const joined = areBytes ? new Uint8Array(length) : new Float32Array(length);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** Whole numbers as they are; words become classes, in the order of a dictionary. */
function labelsOf(tables: readonly ReadTable[]): { labels: Labels[]; classNames?: string[] } {
  const words = new Set(tables.flatMap(({ labels }) => [...new Set(labels)]));
  if ([...words].every((word) => isNumber(word) || NOT_FINITE.test(word))) {
    const labels = tables.map((table) => {
      const numbers = Float64Array.from(table.labels, numberOf);
      return wholeNumbers(table.file.name, numbers, (row) => `line ${table.lines[row]}`);
    });
    return { labels };
  }
  for (const { labels, lines, file } of tables) {
    const gap = labels.indexOf('');
    if (gap >= 0) throw noLabel(file, lines[gap]!);
  }
  const classNames = [...words].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const numbers = new Map(classNames.map((name, index) => [name, index]));
  return {
    labels: tables.map(({ labels }) => Int32Array.from(labels, (word) => numbers.get(word)!)),
    classNames,
  };
}

function noLabel({ name }: SourceFile, line: number): LabError {
  return new LabError('csv-value', {
    found: `${name}, line ${line}, where the class is missing`,
    expected: 'a class in every row',
    fix: 'mend or leave out that line',
  });
}

function labelledArray({ file, pixels }: ReadTable, labels: Labels): LabelledArray {
  const images = {
    name: file.name,
    key: file.path,
    shape: [labels.length, pixels.length / labels.length],
    type: pixels instanceof Uint8Array ? 'uint8' : 'float32',
    read: () => Promise.resolve(pixels),
  };
  return { images, labels, labelsName: file.name };
}
