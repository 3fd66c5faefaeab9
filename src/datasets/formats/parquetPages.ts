/**
 * The headers of parquet pages, checked before hyparquet reads them: a page without a size would send
 * it round in circles, one with a false size have it allocate gigabytes.
 */
import type { FileMetaData } from 'hyparquet';
import type { parquetHeader } from 'hyparquet/src/column.js';

/** Bytes of a file that hold the pages of one column in one group of rows. */
export interface PageRange {
  readonly begin: number;
  readonly end: number;
}

/** Bytes of one page, unpacked; writers aim at one megabyte. */
export const LARGEST_PAGE = 2 ** 28;
const MOST_VALUES = 2 ** 28;

export const pageRanges = ({ row_groups: groups }: FileMetaData): readonly PageRange[] =>
  groups.flatMap(({ columns }) =>
    columns.flatMap(({ meta_data: meta }) => {
      if (!meta) return [];
      const offsets = [meta.data_page_offset, meta.dictionary_page_offset].filter(Boolean);
      const begin = Math.min(...offsets.map(Number));
      return [{ begin, end: begin + Number(meta.total_compressed_size) }];
    }),
  );

/** Why the pages in these bytes cannot be read; undefined where they can. */
export function faultOfPages(
  bytes: ArrayBuffer,
  begin: number,
  ranges: readonly PageRange[],
  readHeader: typeof parquetHeader,
): string | undefined {
  for (const range of ranges) {
    const first = Math.max(range.begin, begin) - begin;
    const end = Math.min(range.end - begin, bytes.byteLength);
    // A part of a range that is asked for begins with a page.
    const reader = { view: new DataView(bytes, 0, Math.max(end, 0)), offset: first };
    while (reader.offset < end - 1) {
      const at = begin + reader.offset;
      const { type, compressed_page_size: packed, ...header } = readHeader(reader);
      const pages = [header.data_page_header, header.data_page_header_v2];
      const counts = [...pages, header.dictionary_page_header].flatMap((page) =>
        page ? [page.num_values] : [],
      );
      const isSound =
        type !== undefined &&
        isCount(packed, end - reader.offset) &&
        isCount(header.uncompressed_page_size, LARGEST_PAGE) &&
        counts.every((count) => isCount(count, MOST_VALUES));
      if (!isSound) return `the page at byte ${at} has no sound header`;
      reader.offset += packed;
    }
  }
  return undefined;
}

const isCount = (value: number, most: number) =>
  Number.isSafeInteger(value) && value >= 0 && value <= most;
