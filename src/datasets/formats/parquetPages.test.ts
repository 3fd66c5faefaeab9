import type { DataPageHeader, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { readDataPage } from 'hyparquet/src/datapage.js';
import { readOffsetIndex } from 'hyparquet/src/indexes.js';
import { describe, expect, it } from 'vitest';
import { faultOfPages, type PageRange, type PageReading } from './parquetPages.ts';

const column: PageRange = {
  ...{ begin: 100, end: 200, type: 'BYTE_ARRAY', codec: 'UNCOMPRESSED' },
  ...{ repetitionWidth: 0, definitionWidth: 1 },
};
const reading: PageReading = {
  ...{ ranges: [column], indexes: [], compressors: {} },
  ...{ readHeader: parquetHeader, readIndex: readOffsetIndex },
};
const element = (name: string, repetition_type: 'REQUIRED' | 'OPTIONAL') => ({
  ...{ element: { name, repetition_type }, children: [], count: 1, path: [name] },
});

/** Page layout 1, whose header is told apart from its bytes. */
function pageOf(values: number, encoding: DataPageHeader['encoding'], bytes: readonly number[]) {
  const page: DataPageHeader = {
    ...{ num_values: values, encoding },
    ...{ definition_level_encoding: 'RLE', repetition_level_encoding: 'RLE' },
  };
  const header: PageHeader = {
    ...{ type: 'DATA_PAGE', data_page_header: page },
    ...{ compressed_page_size: bytes.length, uncompressed_page_size: bytes.length },
  };
  const fault = faultOfPages(Uint8Array.from(bytes).buffer, 100, {
    ...reading,
    ranges: [{ ...column, end: 100 + bytes.length }],
    readHeader: () => header,
  });
  /** The values and levels that hyparquet reads of it. */
  const read = () => {
    const schemaPath = [element('schema', 'REQUIRED'), element('label', 'OPTIONAL')];
    const decoder = {
      type: 'BYTE_ARRAY',
      element: element('label', 'OPTIONAL').element,
      schemaPath,
    };
    return readDataPage(Uint8Array.from(bytes), page, decoder as never);
  };
  return { fault, read };
}

describe('pages of the first layout', () => {
  const levels = [2, 0, 0, 0, 3, 0b0010_1101]; // of eight, four are there
  const some = [...levels, 2, 4, 1, 4, 3];

  it('are followed as hyparquet reads them, with values that are missing', () => {
    const { fault, read } = pageOf(8, 'RLE_DICTIONARY', some);
    expect(fault).toBeUndefined();
    const { definitionLevels, dataPage } = read();
    expect(definitionLevels).toEqual([1, 0, 1, 1, 0, 1, 0, 0]);
    expect([...dataPage]).toEqual([1, 1, 3, 3]);
  });

  it.each<[what: string, bytes: number[], says: RegExp]>([
    ['of which levels are missing', [2, 0, 0, 0, 6, 1, ...some.slice(6)], /runs of 3 values/],
    ['whose levels are longer than they are', [200, ...some.slice(1)], /runs beyond its end/],
    ['that end before the levels', [2, 0], /runs beyond its end/],
    ['with a run of a million', [...levels, 2, 0x80, 0x89, 0x7a, 1], /run of 1000000 among 8/],
  ])('are refused %s', (_what, bytes, says) => {
    expect(pageOf(8, 'RLE_DICTIONARY', bytes).fault).toMatch(says);
  });

  it('are refused with deltas that lead backwards', () => {
    const deltas = [0x80, 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 4, 0, 0];
    expect(pageOf(8, 'DELTA_LENGTH_BYTE_ARRAY', [...levels, ...deltas]).fault).toMatch(/deltas/);
    expect(pageOf(8, 'DELTA_BYTE_ARRAY', [...levels, ...deltas]).fault).toMatch(/not read here/);
  });
});

describe('bytes of a file', () => {
  it.each([
    ['of no column', 10, 50, /no pages/],
    ['of the end of one and the beginning of another', 150, 100, /overlap/],
  ])('%s are not read as pages', (_what, begin, length, says) => {
    const ranges = [column, { ...column, begin: 200, end: 300 }];
    expect(faultOfPages(new ArrayBuffer(length), begin, { ...reading, ranges })).toMatch(says);
  });

  it('that are an index may tell of no pages elsewhere', () => {
    const readIndex = (offset: number) => (): ReturnType<typeof readOffsetIndex> => ({
      page_locations: [{ offset: BigInt(offset), compressed_page_size: 20, first_row_index: 0n }],
    });
    const indexes = [{ begin: 400, end: 410 }];
    const faultAt = (offset: number) =>
      faultOfPages(new ArrayBuffer(10), 400, { ...reading, indexes, readIndex: readIndex(offset) });
    expect([faultAt(100), faultAt(180)]).toEqual([undefined, undefined]);
    expect(faultAt(181)).toMatch(/elsewhere/);
    expect(faultAt(400)).toMatch(/elsewhere/);
  });
});
