/**
 * Parquet pages, checked before hyparquet reads them, which trusts what it reads. A size that is
 * missing or false, in a header or in a run, would send it round in circles or have it allocate
 * gigabytes; what is checked here is what it follows.
 *
 * Apache Parquet format; page layouts as in hyparquet's datapage.js.
 */
import type { ColumnMetaData, Compressors, FileMetaData, PageHeader, SchemaTree } from 'hyparquet';
import type { parquetHeader } from 'hyparquet/src/column.js';
import type { readOffsetIndex } from 'hyparquet/src/indexes.js';
import { faultOfDeltas, faultOfRuns } from './parquetRuns.ts';

/** Bytes of a file that hold the pages of one column in one group of rows. */
export interface PageRange {
  readonly begin: number;
  readonly end: number;
  readonly type: ColumnMetaData['type'];
  readonly codec: ColumnMetaData['codec'];
  /** Bits of a level; 0 where the column has none. */
  readonly repetitionWidth: number;
  readonly definitionWidth: number;
}

/** What is known of the file, and how its parts are read. */
export interface PageReading {
  readonly ranges: readonly PageRange[];
  /** Bytes of the indexes of pages, which hold no pages. */
  readonly indexes: readonly Pick<PageRange, 'begin' | 'end'>[];
  readonly compressors: Compressors;
  readonly readHeader: typeof parquetHeader;
  readonly readIndex: typeof readOffsetIndex;
}

/** Bytes of one page, unpacked; writers aim at one megabyte. */
export const LARGEST_PAGE = 2 ** 28;
/** JavaScript keeps larger arrays as tables of single values. */
const MOST_VALUES = 2 ** 25;

export function pageRanges({ row_groups: groups }: FileMetaData, schema: SchemaTree): PageRange[] {
  return groups.flatMap(({ columns }) =>
    columns.flatMap(({ meta_data: meta }) => {
      if (!meta) return [];
      const begin = Number(meta.dictionary_page_offset || meta.data_page_offset);
      const end = begin + Number(meta.total_compressed_size);
      const levels = levelsOf(schema, meta.path_in_schema);
      return [{ begin, end, type: meta.type, codec: meta.codec, ...levels }];
    }),
  );
}

/** As many bits as the deepest level takes: one level for each part of its path that may repeat, or be missing. */
function levelsOf(schema: SchemaTree, path: readonly string[]) {
  let [node, repetition, definition]: [SchemaTree | undefined, number, number] = [schema, 0, 0];
  for (const name of path) {
    node = node?.children.find(({ element }) => element.name === name);
    if (node?.element.repetition_type === 'REPEATED') repetition++;
    if (node?.element.repetition_type !== 'REQUIRED') definition++;
  }
  const bits = (level: number) => 32 - Math.clz32(level);
  return { repetitionWidth: bits(repetition), definitionWidth: bits(definition) };
}

export const indexRanges = ({ row_groups: groups }: FileMetaData): PageReading['indexes'] =>
  groups.flatMap(({ columns }) =>
    columns.flatMap(({ offset_index_offset: offset, offset_index_length: length }) =>
      offset && length ? [{ begin: Number(offset), end: Number(offset) + length }] : [],
    ),
  );

/** Why the pages in these bytes of the file cannot be read; undefined where they can. */
export function faultOfPages(
  bytes: ArrayBuffer,
  begin: number,
  reading: PageReading,
): string | undefined {
  const end = begin + bytes.byteLength;
  const touched = reading.ranges.filter((range) => range.begin < end && range.end > begin);
  if (touched.length === 0) return faultOfIndex(bytes, begin, reading);
  // Some columns whole, or some pages of one, which begin and end with a page.
  const areWhole = touched.every((range) => range.begin >= begin && range.end <= end);
  const isPart = touched.every((range) => range.begin <= begin && range.end >= end);
  if (!areWhole && !isPart) return `columns that overlap between byte ${begin} and ${end}`;
  for (const range of touched) {
    const [first, last] = [Math.max(range.begin, begin), Math.min(range.end, end)];
    const fault = faultOfRange(
      bytes,
      { ...range, begin: first - begin, end: last - begin },
      begin,
      reading,
    );
    if (fault) return fault;
  }
  return undefined;
}

function faultOfIndex(
  bytes: ArrayBuffer,
  begin: number,
  { indexes, ranges, readIndex }: PageReading,
): string | undefined {
  const end = begin + bytes.byteLength;
  if (!indexes.some((index) => index.begin === begin && index.end === end)) {
    return `no pages from byte ${begin} to ${end}`;
  }
  const pages = readIndex({ view: new DataView(bytes), offset: 0 }).page_locations;
  const areThere = pages.every(({ offset, compressed_page_size: size }) => {
    const first = Number(offset);
    return size >= 0 && ranges.some((range) => first >= range.begin && first + size <= range.end);
  });
  return areThere ? undefined : `an index at byte ${begin} of pages that are elsewhere`;
}

function faultOfRange(
  bytes: ArrayBuffer,
  range: PageRange,
  offset: number,
  reading: PageReading,
): string | undefined {
  const reader = { view: new DataView(bytes, 0, range.end), offset: range.begin };
  while (reader.offset < range.end - 1) {
    const at = `the page at byte ${offset + reader.offset}`;
    const header = reading.readHeader(reader);
    if (!isSoundHeader(header, range.end - reader.offset)) return `${at} has no sound header`;
    const packed = new Uint8Array(bytes, reader.offset, header.compressed_page_size);
    const fault = faultOfPage(packed, header, range, reading.compressors);
    if (fault) return `${at} has ${fault}`;
    reader.offset += header.compressed_page_size;
  }
  return undefined;
}

function isSoundHeader(header: PageHeader, left: number): boolean {
  const { type, compressed_page_size: packed, uncompressed_page_size: unpacked } = header;
  if (!isCount(packed, left) || !isCount(unpacked, LARGEST_PAGE)) return false;
  if (type === 'DICTIONARY_PAGE') return isCount(header.dictionary_page_header?.num_values);
  if (type === 'DATA_PAGE') return isCount(header.data_page_header?.num_values);
  const page = header.data_page_header_v2;
  if (type !== 'DATA_PAGE_V2' || !page || !isCount(page.num_values)) return false;
  const { repetition_levels_byte_length: first, definition_levels_byte_length: second } = page;
  const areLevels = isCount(first, packed) && isCount(second, Math.min(packed, unpacked) - first);
  return areLevels && isCount(page.num_rows) && isCount(page.num_nulls, page.num_values);
}

const isCount = (value: number | undefined, most = MOST_VALUES) =>
  Number.isSafeInteger(value) && value! >= 0 && value! <= most;

/** Its levels and values, as far as a false count could lead astray. */
function faultOfPage(
  packed: Uint8Array,
  header: PageHeader,
  range: PageRange,
  compressors: Compressors,
): string | undefined {
  const unpack = (bytes: Uint8Array, length: number): Uint8Array =>
    range.codec === 'UNCOMPRESSED'
      ? bytes
      : (compressors[range.codec]?.(bytes, length) ?? new Uint8Array());
  if (header.type === 'DATA_PAGE') return faultOfFirstLayout(packed, header, range, unpack);
  if (header.type === 'DATA_PAGE_V2') return faultOfSecondLayout(packed, header, range, unpack);
  return undefined;
}

type Unpack = (bytes: Uint8Array, length: number) => Uint8Array;

/** All packed together: repetition levels and definition levels, each after its length, and values. */
function faultOfFirstLayout(
  packed: Uint8Array,
  { data_page_header: page, uncompressed_page_size: size }: PageHeader,
  range: PageRange,
  unpack: Unpack,
): string | undefined {
  if (!page) return undefined;
  const widths = [range.repetitionWidth, range.definitionWidth].filter((width) => width > 0);
  if (widths.length === 0 && !hasRuns(page.encoding)) return undefined;
  const bytes = unpack(packed, size);
  let at = 0;
  for (const width of widths) {
    const [begin, end] = [at + 4, at + 4 + lengthAt(bytes, at)];
    const fault = faultOfRuns(bytes, { begin, end, width, count: page.num_values });
    if (fault) return fault;
    at = end;
  }
  return faultOfValues(bytes, at, page.encoding, range, page.num_values);
}

/** Levels whose lengths the header says, not packed, and values, which may be. */
function faultOfSecondLayout(
  packed: Uint8Array,
  { data_page_header_v2: page, uncompressed_page_size: size }: PageHeader,
  range: PageRange,
  unpack: Unpack,
): string | undefined {
  if (!page) return undefined;
  const { repetitionWidth, definitionWidth } = range;
  const { num_values: count, repetition_levels_byte_length: repeated } = page;
  const levels = repeated + page.definition_levels_byte_length;
  const runs = [
    { begin: 0, end: repeated, width: repetitionWidth, count },
    { begin: repeated, end: levels, width: definitionWidth, count },
  ];
  for (const each of runs) {
    const fault = each.width > 0 ? faultOfRuns(packed, each) : undefined;
    if (fault) return fault;
  }
  if (!hasRuns(page.encoding)) return undefined;
  // Without definition levels hyparquet skips none.
  const values = packed.subarray(definitionWidth > 0 ? levels : repeated);
  const bytes = page.is_compressed === false ? values : unpack(values, size - levels);
  return faultOfValues(bytes, 0, page.encoding, range, count - page.num_nulls);
}

/** Encodings that a false count leads astray; the others end with the bytes. */
const hasRuns = (encoding: string | undefined) =>
  encoding !== 'PLAIN' && encoding !== 'BYTE_STREAM_SPLIT';

function faultOfValues(
  bytes: Uint8Array,
  begin: number,
  encoding: string,
  { type }: PageRange,
  count: number,
): string | undefined {
  if (!hasRuns(encoding) || count === 0) return undefined;
  if (encoding === 'DELTA_BINARY_PACKED' || encoding === 'DELTA_LENGTH_BYTE_ARRAY') {
    return faultOfDeltas(bytes, begin);
  }
  const isOfRuns = /^(PLAIN_DICTIONARY|RLE_DICTIONARY|RLE)$/.test(encoding);
  if (!isOfRuns) return `the encoding ${encoding}, which is not read here`;
  if (type === 'BOOLEAN') {
    // Its own length is not what hyparquet stops at.
    const runs = { begin: begin + 4, end: bytes.length, width: 1, count };
    return faultOfRuns(bytes, runs, true);
  }
  const runs = { begin: begin + 1, end: bytes.length, width: bytes[begin] ?? 0, count };
  // Values that are missing are not among them: the first page layout does not say how many.
  return faultOfRuns(bytes, runs, true);
}

const lengthAt = (bytes: Uint8Array, at: number) =>
  at + 4 <= bytes.length
    ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true)
    : Infinity;
