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

const PIECE = 4 * 2 ** 20; // bytes read at a time
/** Characters of the longest row; an open quote would else swallow the rest of the file. */
const LONGEST_ROW = 16 * 2 ** 20;
const DELIMITERS = [',', ';', '\t', '|'];

/** Rows with something in them, and how many bytes of the file have been read. */
export async function* csvRows(
  file: SourceFile,
): AsyncGenerator<{ readonly rows: CsvRow[]; readonly bytesRead: number }> {
  const decoder = new TextDecoder(await encodingOf(file));
  let parser: Papa.Parser | undefined;
  let [rest, line] = ['', 1];
  for (let begin = 0; begin < file.size; begin += PIECE) {
    const bytesRead = Math.min(file.size, begin + PIECE);
    const isLast = bytesRead === file.size;
    const piece = await file.slice(begin, bytesRead);
    const text = rest + decoder.decode(piece, { stream: !isLast });
    parser ??= parserFor(text);
    const parsed = parser.parse(text, 0, !isLast) as Papa.ParseResult<string[]>;
    expectClosedQuotes(file, parsed, isLast, line);
    const rows: CsvRow[] = [];
    const hasQuotes = text.includes('"');
    for (const cells of parsed.data) {
      if (cells.length > 1 || cells[0]!.trim() !== '') rows.push({ line, cells });
      line += 1 + (hasQuotes ? lineEndsWithin(cells) : 0);
    }
    rest = isLast ? '' : text.slice(parsed.meta.cursor);
    if (rest.length > LONGEST_ROW) throw endlessRow(file, line);
    yield { rows, bytesRead };
  }
}

async function encodingOf(file: SourceFile): Promise<string> {
  const [first, second] = await file.slice(0, 2);
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function parserFor(text: string): Papa.Parser {
  const firstLine = /^[^\r\n]*/.exec(text)![0].replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => firstLine.split(delimiter).length);
  const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))]!;
  const newline = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  return new Papa.Parser({ delimiter, newline: newline as '\n' | '\r' | '\r\n' });
}

/** A quoted cell may hold line ends. */
const lineEndsWithin = (cells: readonly string[]) =>
  cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);

function expectClosedQuotes(
  file: SourceFile,
  { errors }: Papa.ParseResult<string[]>,
  isLast: boolean,
  firstLine: number,
): void {
  const fault = errors.find(
    ({ type, code }) => type === 'Quotes' && (isLast || code !== 'MissingQuotes'),
  );
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
