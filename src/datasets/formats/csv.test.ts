import { describe, expect, it } from 'vitest';
import { codeOf } from '../../core/errors.ts';
import { createRandom } from '../../core/random.ts';
import { csv } from './csv.ts';
import { fileOf, readingWith } from './testing.ts';

const random = createRandom(3).stream('test/csv');
/** Rows of a label and 4 pixels up to 250. */
const table = Array.from({ length: 6 }, (_, row) => [
  row % 3,
  ...Array.from(random.uniforms(4, 2, 250), Math.floor),
]);
const pixels = table.flatMap((row) => row.slice(1));
const text = (rows: readonly (readonly unknown[])[], separator = ',', end = '\n') =>
  rows.map((row) => row.join(separator)).join(end) + end;
const names = ['label', 'p1', 'p2', 'p3', 'p4'];

const read = (content: string | Uint8Array, answers = {}) =>
  csv.read([fileOf('a.csv', content)], readingWith(answers));
const faultOf = async (content: string | Uint8Array, answers = {}) => {
  const error: unknown = await read(content, answers).catch((fault: unknown) => fault);
  return { code: codeOf(error), message: (error as Error).message };
};
const bytesOf16 = (content: string) => new Uint8Array(Buffer.from(`\ufeff${content}`, 'utf16le'));

describe('CSV', () => {
  it.each([
    ['without a header', text(table)],
    ['with a header', text([names, ...table])],
    ['with numbered columns', text([['label', 0, 1, 2, 3], ...table])],
    ['with columns numbered as pandas does', text([[0, 1, 2, 3, 4], ...table])],
    ['with a byte order mark', `\ufeff${text([names, ...table])}`],
    ['with Windows line ends', text([names, ...table], ',', '\r\n')],
    ['with old Macintosh line ends', text([names, ...table], ',', '\r')],
    ['with semicolons', text([names, ...table], ';')],
    ['with tabs', text([names, ...table], '\t')],
    ['with spaces around cells', text([names, ...table], ' , ')],
    ['with empty lines', text([names, ...table]).replaceAll('\n', '\n\n')],
    ['without an end of its last line', text([names, ...table]).trimEnd()],
    ['in UTF-16', bytesOf16(text([names, ...table]))],
    ['in quotes', text([names, ...table].map((row) => row.map((cell) => `"${cell}"`)))],
    ['with the label last', text([names, ...table].map(([label, ...rest]) => [...rest, label]))],
    ['with a column of row numbers', text([['', ...names], ...table.map((row, i) => [i, ...row])])],
    ['as lists', text([['label', 'pixels'], ...listRows(table)])],
  ])('reads a table %s', async (_what, content) => {
    const isList = typeof content === 'string' && content.includes('pixels');
    const { train, test, classNames } = await read(content);
    expect(train.shape).toEqual(isList ? [6, 4, 4, 1] : [6, 2, 2, 1]);
    expect([...train.images].filter((_, i) => !isList || i % 16 < 4)).toEqual(pixels);
    expect([...train.labels]).toEqual([0, 1, 2, 0, 1, 2]);
    expect([test, classNames]).toEqual([undefined, undefined]);
  });

  it('takes words for classes, in the order of a dictionary, quotes and line ends in them', async () => {
    const words = ['zebra', '"ox, ""big"""', '"two\nlines"', 'zebra', 'zebra', 'zebra'];
    const { train, classNames } = await read(
      text([names, ...table.map((row, i) => [words[i], ...row.slice(1)])]),
    );
    expect(classNames).toEqual(['ox, "big"', 'two\nlines', 'zebra']);
    expect([...train.labels]).toEqual([2, 0, 1, 2, 2, 2]);
  });

  it('keeps values between 0 and 1, decimal commas and all, and says how it read them', async () => {
    const rows = table.map(([label, ...row]) => [
      label,
      ...row.map((v) => String(v / 250).replace('.', ',')),
    ]);
    const reading = readingWith();
    const { train } = await csv.read([fileOf('a.csv', text([names, ...rows], ';'))], reading);
    expect([...train.images]).toEqual(pixels.map((value) => Math.round((value / 250) * 255)));
    expect(reading.asked.map(({ id, answer }) => [id, answer])).toEqual([['value-range', 'unit']]);
  });

  it('asks for the height of images that are no square', async () => {
    const content = text(table.map((row) => [...row, 7, 8]));
    expect((await faultOf(content)).code).toBe('open-question');
    const { train } = await read(content, { 'image-height': '2' });
    expect(train.shape).toEqual([6, 2, 3, 1]);
  });

  it('asks for the column of the classes where two could be', async () => {
    const rows = table.map((row) => [...row, 7, 8, 9, 10, row[0]! + 1]);
    const reading = readingWith({ 'csv-label': '9' });
    const { train } = await csv.read([fileOf('a.csv', text(rows))], reading);
    expect([...train.labels]).toEqual([1, 2, 3, 1, 2, 3]);
    expect(reading.asked[0]).toMatchObject({ id: 'csv-label', answer: '9' });
  });

  it('reads a test file, and leaves out one without classes', async () => {
    const train = fileOf('train.csv', text([names, ...table]));
    const test = fileOf('test.csv', text([names, ...table.slice(0, 2)]));
    const both = await csv.read([test, train], readingWith());
    expect([both.train.shape[0], both.test?.shape[0]]).toEqual([6, 2]);
    const reading = readingWith();
    const unlabelled = fileOf('test.csv', text([names, ...table].map((row) => row.slice(1))));
    expect((await csv.read([unlabelled, train], reading)).test).toBeUndefined();
    expect(reading.remarks).toEqual([
      'test.csv was left out: its header names no column of classes.',
    ]);
  });

  it('tells the larger file from the smaller where names do not', async () => {
    const files = [fileOf('b.csv', text(table.slice(0, 3))), fileOf('c.csv', text(table))];
    const { train, test } = await csv.read(files, readingWith());
    expect([train.name, test?.name]).toEqual(['c.csv', 'b.csv']);
  });

  it('reads rows of large images, of which few fit into a piece', async () => {
    const side = 220; // a row of 140,000 to 190,000 characters
    const values = (row: number) =>
      Array.from({ length: side * side }, (_, at) => 100 + ((at + row) % 100));
    const rows = Array.from({ length: 12 }, (_, row) => [row % 3, ...values(row)]);
    const header = ['label', ...values(0).map((_, at) => `pixel${at}`)];
    for (const table of [rows, [header, ...rows]]) {
      const { train } = await read(text(table));
      expect(train.shape).toEqual([12, side, side, 1]);
      expect(Array.from(train.labels)).toEqual(rows.map(([label]) => label));
      expect(Array.from(train.images.subarray(-3))).toEqual(rows.at(-1)!.slice(-3));
    }
  });

  it('reads rows across the borders of its pieces', async () => {
    const many = Array.from({ length: 25_000 }, (_, row) => [
      row % 7,
      row % 251,
      '"12"',
      13,
      row % 256,
    ]);
    const content = text(many, ',', '\r\n');
    expect(content.length).toBeGreaterThan(2 ** 18);
    const rows = [...many, ...many];
    const { train } = await read(text(rows, ',', '\r\n'));
    expect(train.shape).toEqual([50_000, 2, 2, 1]);
    const expected = rows.flatMap((row) => [Number(row[1]), 12, 13, Number(row[4])]);
    expect(Buffer.compare(train.images, Uint8Array.from(expected))).toBe(0);
    expect([...train.labels].join()).toBe(rows.map((row) => row[0]).join());
  });

  it.each([
    [
      'a short row',
      text([names, ...table, [1, 2, 3]]),
      'csv-row',
      /a\.csv, line 8, with 3 cells; expected 5/,
    ],
    ['a long row', text([...table, [1, 2, 3, 4, 5, 6]]), 'csv-row', /line 7, with 6 cells/],
    [
      'a row after a cell of two lines',
      text([names, ['"0\n"', 1, 2, 3, 4], [1, 2]]),
      'csv-row',
      /line 4/,
    ],
    [
      'a word for a pixel',
      text([...many(table), [1, 2, 'x', 4, 5]]),
      'csv-value',
      /line 241, column 3: "x"/,
    ],
    ['no pixel', text([...many(table), [1, 2, '', 4, 5]]), 'csv-value', /column 3: nothing/],
    ['no class', text([names, ...table, ['', 2, 3, 4, 5]]), 'csv-value', /line 8, where the class/],
    [
      'a class of 3.5',
      text([names, ...table, [3.5, 2, 3, 4, 5]]),
      'label-type',
      /label 3\.5 at line 8/,
    ],
    [
      'a class of NaN',
      text([names, ...table, ['nan', 2, 3, 4, 5]]),
      'label-type',
      /label NaN at line 8/,
    ],
    [
      'a pixel of NaN',
      text([names, ...table, [1, 2, 'NaN', 4, 5]]),
      'non-finite',
      /1 of 28 .* image 6, value 1/,
    ],
    ['an open quote', text([names, ...table]) + '1,"2,3,4,5\n', 'csv-quotes', /line 8/],
    ['nothing but a header', text([names]), 'empty-dataset', /no row/],
    ['empty lines', '\n\n\n', 'empty-dataset', /no row/],
    [
      'no pixels',
      text([
        ['label', 'path'],
        [0, 'a.png'],
        [1, 'b.png'],
      ]),
      'csv-pixels',
      /folder/,
    ],
    ['pixels in a prime number', text(table.map((row) => [...row, 8])), 'image-size', /5 values/],
  ])('answers %s', async (_what, content, code, says) => {
    const fault = await faultOf(content);
    expect(fault.code).toBe(code);
    expect(fault.message).toMatch(says);
  });
});

/** Rows whose pixels are 16 numbers in one cell: the four of the table, then zeros. */
function listRows(rows: readonly (readonly number[])[]) {
  return rows.map(([label, ...row]) => [
    label,
    [...row, ...new Array<number>(12).fill(0)].join(' '),
  ]);
}

/** More rows than columns are told by. */
function many<T>(rows: readonly T[]): T[] {
  return Array.from({ length: 40 }, () => rows).flat();
}
