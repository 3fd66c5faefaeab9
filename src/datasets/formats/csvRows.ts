/**
 * The rows of a CSV file, a few megabytes of it at a time.
 *
 * UTF-8 or UTF-16 by its byte order mark; commas, semicolons, tabs or bars, whichever the first line
 * has most of; quotes and either line end as in RFC 4180. Lines count from 1, as editors do.
 */
import Papa from 'papaparse';
import { LabError } from '../../core/errors.ts';
import type { SourceFile } from '../files/sourceFile.ts';

export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Bytes read first, by which columns are told, and from then on. */
const FIRST_PIECE = 2 ** 18;
const PIECE = 4 * 2 ** 20;
/** Rows that the first piece holds, where the file has them and they are not huge. */
const FIRST_ROWS = 8;
/** Characters of the longest row; an open quote would else swallow the rest of the file. */
const LONGEST_ROW = 16 * 2 ** 20;
const DELIMITERS = [',', ';', '\t', '|'];

/** Whole rows of a file. */
export interface CsvPiece {
  readonly text: string;
  readonly delimiter: string;
  /** Of its first row. */
  readonly line: number;
  /** Of the file, up to the end of this piece. */
  readonly bytesRead: number;
  /** Those with something in them. */
  readonly rows: () => CsvRow[];
}

export async function* csvPieces(file: SourceFile): AsyncGenerator<CsvPiece> {
  const decoder = new TextDecoder(await encodingOf(file));
  let dialect: Dialect | undefined;
  let [rest, line] = ['', 1];
  for (let begin = 0, bytesRead = 0; begin < file.size; begin = bytesRead) {
    bytesRead = Math.min(file.size, begin + (begin === 0 ? FIRST_PIECE : PIECE));
    const isLast = bytesRead === file.size;
    const bytes = await file.slice(begin, bytesRead);
    const text = rest + decoder.decode(bytes, { stream: !isLast });
    dialect ??=
      isLast || text.length > PIECE || countLineEnds(text) > FIRST_ROWS
        ? dialectOf(text)
        : undefined;
    const end = dialect ? endOfRows(text, dialect, isLast) : 0;
    if (text.length - end > LONGEST_ROW) throw endlessRow(file, line);
    rest = text.slice(end);
    if (!dialect || end === 0) continue; // rows of large images: more of the file is needed
    const piece = pieceOf(file, text.slice(0, end), dialect, line);
    yield { ...piece, bytesRead };
    line += countLineEnds(piece.text);
  }
}

function pieceOf(
  file: SourceFile,
  text: string,
  dialect: Dialect,
  line: number,
): Omit<CsvPiece, 'bytesRead'> {
  return {
    text,
    delimiter: dialect.delimiter,
    line,
    rows() {
      const parsed = parse(text, dialect);
      expectClosedQuotes(file, parsed, line);
      return withLines(parsed.data, line, text.includes('"'));
    },
  };
}

function parse(text: string, dialect: Dialect): Papa.ParseResult<string[]> {
  return new Papa.Parser(dialect).parse(text, 0, false) as Papa.ParseResult<string[]>;
}

function withLines(parsed: readonly string[][], firstLine: number, hasQuotes: boolean): CsvRow[] {
  const rows: CsvRow[] = [];
  let line = firstLine;
  for (const cells of parsed) {
    if (cells.length > 1 || cells[0]!.trim() !== '') rows.push({ line, cells });
    line += 1 + (hasQuotes ? cells.reduce((sum, cell) => sum + countLineEnds(cell), 0) : 0);
  }
  return rows;
}

/** Where the last row that is surely whole ends: one within quotes may go on. */
function endOfRows(text: string, dialect: Dialect, isLast: boolean): number {
  if (isLast) return text.length;
  if (!text.includes('"')) {
    const last = text.lastIndexOf(dialect.newline);
    return last < 0 ? 0 : last + dialect.newline.length;
  }
  const parsed = new Papa.Parser(dialect).parse(text, 0, true) as Papa.ParseResult<string[]>;
  return parsed.meta.cursor;
}

const countLineEnds = (text: string) => text.match(/\r\n|\r|\n/g)?.length ?? 0;

async function encodingOf(file: SourceFile): Promise<string> {
  const [first, second] = await file.slice(0, 2);
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

interface Dialect {
  readonly delimiter: string;
  readonly newline: '\n' | '\r' | '\r\n';
}

function dialectOf(text: string): Dialect {
  const firstLine = /^[^\r\n]*/.exec(text)![0].replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => firstLine.split(delimiter).length);
  const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))]!;
  const newline = (/\r\n|\r|\n/.exec(text)?.[0] ?? '\n') as Dialect['newline'];
  return { delimiter, newline };
}

function expectClosedQuotes(
  file: SourceFile,
  { errors }: Papa.ParseResult<string[]>,
  firstLine: number,
): void {
  const fault = errors.find(({ type }) => type === 'Quotes');
  if (!fault) return;
  throw new LabError('csv-quotes', {
    found: `${file.name}, line ${firstLine + (fault.row ?? 0)}, where a quoted cell does not end as it should`,
    expected: 'cells whose quotes are closed, with quotes within them doubled',
    fix: 'save the table again as CSV',
  });
}

function endlessRow(file: SourceFile, line: number): LabError {
  return new LabError('csv-quotes', {
    found: `${file.name}, line ${line}, a row of more than ${LONGEST_ROW} characters`,
    expected: 'rows that end: perhaps a quote is open',
    fix: 'save the table again as CSV',
  });
}
