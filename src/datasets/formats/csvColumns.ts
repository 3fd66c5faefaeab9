/**
 * What the columns of a CSV file hold, by its header and its first rows.
 *
 * The label column is the one so called (label, class, target, y), else the first or the last that
 * could be one. Pixels are all other numbers, or the numbers in one cell with spaces between them.
 */
import { LabError } from '../../core/errors.ts';
import type { Reading } from '../importing/reading.ts';
import type { CsvRow } from './csvRows.ts';

export interface CsvColumns {
  readonly hasHeader: boolean;
  readonly count: number;
  readonly label: number;
  readonly pixels: readonly number[];
  /** One cell holds all pixels of its image. */
  readonly isList: boolean;
  /** Pixels in such a cell of the first row; 0 where each has a column. */
  readonly perList: number;
}

const LABEL_NAME =
  /^(class|true|target)?[ _-]?(labels?|class(es)?|targets?|y|categor(y|ies)|digit|emotion)([ _-]?(id|index|name))?$/i;
const PIXEL_NAME = /^([a-z]+[ _-]?)?\d+([x_,. -]\d+)?$/i;
const ROW_NAME = /^(|id|index|row|unnamed.*|image_?id|file(name)?|path)$/i;
/** Numbers in a cell from which on it is taken for an image. */
const FEWEST_IN_LIST = 16;
const MOST_CLASSES = 255;

export function findColumns(name: string, sample: readonly CsvRow[], reading: Reading): CsvColumns {
  const [first, ...others] = sample.map(({ cells }) => cells);
  if (!first) throw noRows(name);
  const hasHeader = isHeader(first, others);
  const rows = hasHeader ? others : [first, ...others];
  if (rows.length === 0) throw noRows(name);
  const names = hasHeader ? first.map((cell) => cell.trim()) : undefined;
  const table: Table = { name, names, rows, count: first.length };
  const label = findLabel(table, reading);
  const pixels = findPixels(table, label);
  if (pixels.length > 0)
    return tell(
      { hasHeader, count: first.length, label, pixels, isList: false, perList: 0 },
      table,
      reading,
    );
  const list = columnsOf(table).find(
    (column) => column !== label && every(table, column, isListOfNumbers),
  );
  if (list === undefined) throw noPixels(table, label);
  const perList = splitList(rows[0]![list]!).length;
  return tell(
    { hasHeader, count: first.length, label, pixels: [list], isList: true, perList },
    table,
    reading,
  );
}

/** Whether a file has a header that names pixels and no label, as data to be predicted has. */
export function namesNoLabel([first]: readonly CsvRow[]): boolean {
  const cells = first?.cells ?? [];
  const pixels = cells.filter((cell) => PIXEL_NAME.test(cell.trim()) && !isNumber(cell));
  return pixels.length > 1 && !cells.some((cell) => LABEL_NAME.test(cell.trim()));
}

interface Table {
  readonly name: string;
  readonly names: readonly string[] | undefined;
  readonly rows: readonly (readonly string[])[];
  readonly count: number;
}

export const isNumber = (cell: string) => cell.trim() !== '' && Number.isFinite(numberOf(cell));
/** A comma may stand for the point where cells are parted by something else. */
export const numberOf = (cell: string) => {
  const value = Number(cell);
  return Number.isNaN(value) ? Number(cell.replace(',', '.')) : value;
};
export const splitList = (cell: string) => cell.trim().split(/[\s,;]+/);
const isWhole = (cell: string) => isNumber(cell) && Number.isInteger(numberOf(cell));
const isListOfNumbers = (cell: string) => {
  const numbers = splitList(cell);
  return numbers.length >= FEWEST_IN_LIST && numbers.every(isNumber);
};

const columnsOf = ({ count }: Table) => Array.from({ length: count }, (_, column) => column);
const every = ({ rows }: Table, column: number, test: (cell: string) => boolean) =>
  rows.every((cells) => test(cells[column] ?? ''));
const distinct = ({ rows }: Table, column: number) =>
  new Set(rows.map((cells) => cells[column])).size;

/** Words above numbers, or the numbers of the columns. */
function isHeader(first: readonly string[], others: readonly (readonly string[])[]): boolean {
  if (first.some((cell) => LABEL_NAME.test(cell.trim()))) return true;
  const areNumbers =
    first.length > 3 && first.every((cell, column) => cell.trim() === String(column));
  const isWordAboveNumbers = (cell: string, column: number) =>
    !isNumber(cell) && others.length > 0 && others.every((cells) => isNumber(cells[column] ?? ''));
  return areNumbers || first.some(isWordAboveNumbers);
}

function findLabel(table: Table, reading: Reading): number {
  const named = table.names?.findIndex((name) => LABEL_NAME.test(name)) ?? -1;
  if (named >= 0) return named;
  const ends = [0, table.count - 1].filter((column) => couldBeLabel(table, column));
  const texts = ends.filter((column) => !every(table, column, isNumber));
  if (texts.length === 1) return texts[0]!;
  const varied = ends.filter((column) => distinct(table, column) > 1);
  if (varied.length === 1) return varied[0]!;
  return askLabel(table, ends[0] ?? null, reading);
}

/** Whole numbers from 0 on, or words: few enough, and not one for each row. */
function couldBeLabel(table: Table, column: number): boolean {
  if (ROW_NAME.test(table.names?.[column] ?? '-')) return false;
  if (every(table, column, isListOfNumbers)) return false;
  const isClass = (cell: string) =>
    isNumber(cell) ? isWhole(cell) && numberOf(cell) >= 0 : cell.trim() !== '';
  return every(table, column, isClass) && distinct(table, column) <= MOST_CLASSES;
}

function askLabel(table: Table, suggestion: number | null, reading: Reading): number {
  const first = table.rows[0]!;
  const choices = columnsOf(table)
    .filter((column) => table.count <= 40 || column < 2 || column > table.count - 3)
    .map((column) => ({
      value: String(column),
      label: `Column ${column + 1}${table.names ? ` (${table.names[column]})` : ''}, first ${first[column]}`,
    }));
  const answer = reading.ask(
    { id: 'csv-label', label: 'Column of the classes', choices },
    suggestion === null ? null : String(suggestion),
  );
  return Number(answer);
}

/** Columns of numbers besides the label; those called so where half of them are called like pixels. */
function findPixels(table: Table, label: number): readonly number[] {
  const numbers = columnsOf(table).filter(
    (column) => column !== label && every(table, column, isNumberOrGap),
  );
  const { names } = table;
  if (!names) return numbers.length > 1 ? numbers : [];
  const named = numbers.filter((column) => PIXEL_NAME.test(names[column]!));
  if (named.length > 1 && 2 * named.length >= numbers.length) return named;
  const rest = numbers.filter((column) => !ROW_NAME.test(names[column]!));
  return rest.length > 1 ? rest : [];
}

/** A gap or NaN among numbers is found, and told with its line, when all rows are read. */
const isNumberOrGap = (cell: string) =>
  isNumber(cell) || /^\s*([+-]?(nan|inf(inity)?)?)\s*$/i.test(cell);

function tell(columns: CsvColumns, { names, count }: Table, reading: Reading): CsvColumns {
  const used = new Set([columns.label, ...columns.pixels]);
  const left = Array.from({ length: count }, (_, column) => column).filter(
    (column) => !used.has(column),
  );
  if (left.length === 0) return columns;
  const words = left.slice(0, 5).map((column) => names?.[column] || `column ${column + 1}`);
  reading.remark(
    `Columns without pixels were left out: ${words.join(', ')}${left.length > 5 ? ` and ${left.length - 5} more` : ''}.`,
  );
  return columns;
}

function noRows(name: string): LabError {
  return new LabError('empty-dataset', {
    found: `${name}, which holds no row of numbers`,
    expected: 'a row for each image: its class and its pixels',
    fix: 'choose another file',
  });
}

function noPixels({ name, count }: Table, label: number): LabError {
  return new LabError('csv-pixels', {
    found: `${name}, in whose ${count} columns are no pixels besides the classes in column ${label + 1}`,
    expected: 'a column of numbers for each pixel, or one with all of them, parted by spaces',
    fix: 'save the images as such a table, or put them into a folder for each class',
  });
}
